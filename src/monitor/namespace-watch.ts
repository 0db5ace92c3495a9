import type { ClusterApi, KubernetesObject } from '../cluster/cluster-api.js';
import { ApiResponseError, CredentialsError, KubeConfigError } from '../cluster/errors.js';
import { FLOW_RUN_ID_LABEL, IDENTIFIER_LABEL } from '../job/set-labels.js';
import type { Logger } from '../logger.js';
import { Reflector, type ReflectorOptions } from './reflector.js';

/** Told of each change of one Job or of its pods. */
export type JobListener = () => void;

/** What a watch knows of one Job. */
export interface WatchedJob {
  /** The Job's last state. */
  readonly job: KubernetesObject | undefined;
  readonly jobGone: boolean;
  /** The pods of the Job by uid, in the order they were seen; the last state of those that went stays. */
  readonly pods: ReadonlyMap<string, WatchedPod>;
}

export interface WatchedPod {
  readonly pod: KubernetesObject;
  readonly gone: boolean;
}

interface Entry {
  job: KubernetesObject | undefined;
  jobGone: boolean;
  pods: Map<string, WatchedPod>;
  listeners: Set<JobListener>;
}

/**
 * The one list and watch of Jobs and the one of Pods that all waiters of a namespace share. What went is kept as long
 * as somebody listens: the pod that explains a failure is often deleted with it.
 */
export class NamespaceWatch {
  readonly #entries = new Map<string, Entry>();
  readonly #reflectors: readonly Reflector[];
  readonly #logger: Logger;
  #unsynced: number;
  #failure: Error | undefined;

  constructor(
    api: ClusterApi,
    options: Pick<ReflectorOptions, 'namespace' | 'sleep' | 'random'> & { logger: Logger },
  ) {
    this.#logger = options.logger;
    const shared = {
      ...options,
      onSynced: () => this.#onSynced(),
      onFailure: (error: unknown) => this.#onFailure(error),
    };
    this.#reflectors = [
      new Reflector(api, 'jobs', {
        ...shared,
        labelSelector: `${IDENTIFIER_LABEL},${FLOW_RUN_ID_LABEL}`,
        strip: keepStatus,
        onChange: (job, gone) => this.#onJob(job, gone),
      }),
      new Reflector(api, 'pods', {
        ...shared,
        labelSelector: IDENTIFIER_LABEL,
        strip: stripPod,
        onChange: (pod, gone) => this.#onPod(pod, gone),
      }),
    ];
    this.#unsynced = this.#reflectors.length;
    for (const reflector of this.#reflectors) void reflector.run();
  }

  /** Whether what is there was listed once: only then does "not there" mean anything. */
  get synced(): boolean {
    return this.#unsynced <= 0;
  }

  /** Throws why the watch can not begin (no rights, no credentials), as long as it can not. */
  throwIfRefused(): void {
    if (this.#failure !== undefined) throw this.#failure;
  }

  get(jobUid: string): WatchedJob {
    return this.#entry(jobUid);
  }

  /** Calls `listener` after each change of the Job, its pods or the watch itself; gives what ends that. */
  listen(jobUid: string, listener: JobListener): () => void {
    const entry = this.#entry(jobUid);
    entry.listeners.add(listener);
    return () => {
      entry.listeners.delete(listener);
      const there = entry.job !== undefined && !entry.jobGone;
      if (entry.listeners.size === 0 && !there) this.#entries.delete(jobUid);
    };
  }

  stop(): void {
    for (const reflector of this.#reflectors) reflector.stop();
  }

  #entry(jobUid: string): Entry {
    let entry = this.#entries.get(jobUid);
    if (entry === undefined) {
      entry = { job: undefined, jobGone: false, pods: new Map(), listeners: new Set() };
      this.#entries.set(jobUid, entry);
    }
    return entry;
  }

  #onJob(job: KubernetesObject, gone: boolean): void {
    const { uid } = job.metadata;
    const entry = this.#entry(uid);
    entry.job = job;
    entry.jobGone = gone;
    if (gone && entry.listeners.size === 0) this.#entries.delete(uid);
    this.#notify(entry);
  }

  #onPod(pod: KubernetesObject, gone: boolean): void {
    const jobUid = controllerUid(pod);
    if (jobUid === undefined) return;
    const entry = this.#entry(jobUid);
    if (gone && entry.listeners.size === 0) entry.pods.delete(pod.metadata.uid);
    else entry.pods.set(pod.metadata.uid, { pod, gone });
    if (entry.job === undefined && entry.pods.size === 0 && entry.listeners.size === 0)
      this.#entries.delete(jobUid);
    this.#notify(entry);
  }

  #onSynced(): void {
    this.#unsynced -= 1;
    this.#failure = undefined;
    this.#notifyAll();
  }

  #onFailure(error: unknown): void {
    this.#logger.warn(
      `The watch was interrupted and goes on: ${error instanceof Error ? error.message : 'unknown'}`,
    );
    if (this.synced || !isLasting(error)) return;
    this.#failure = error;
    this.#notifyAll();
  }

  #notifyAll(): void {
    for (const entry of this.#entries.values()) this.#notify(entry);
  }

  #notify(entry: Entry): void {
    for (const listener of [...entry.listeners]) listener();
  }
}

/** Whether trying again soon is of no use: the caller has to change something. */
function isLasting(error: unknown): error is Error {
  if (error instanceof ApiResponseError) return error.status === 401 || error.status === 403;
  return error instanceof CredentialsError || error instanceof KubeConfigError;
}

/** The uid of the Job that owns a pod. An orphaned pod has no owner, but still the label. */
function controllerUid(pod: KubernetesObject): string | undefined {
  return pod.metadata.labels?.['batch.kubernetes.io/controller-uid'];
}

/** Of each object only what is read here is kept: ten thousand runs fit in memory. */
function keep(...fields: readonly string[]): (object: KubernetesObject) => KubernetesObject {
  return ({ metadata, ...rest }) => {
    const { name, namespace, uid, resourceVersion, creationTimestamp, deletionTimestamp, labels } = metadata;
    const kept = { name, namespace, uid, resourceVersion, creationTimestamp, deletionTimestamp, labels };
    return {
      metadata: Object.fromEntries(
        Object.entries(kept).filter(([, value]) => value !== undefined),
      ) as typeof metadata,
      ...Object.fromEntries(fields.map((field) => [field, rest[field]])),
    };
  };
}

const keepStatus = keep('status');

/** Of a pod's spec is kept what tells its containers apart, and whether they are started again. */
function stripPod(pod: KubernetesObject): KubernetesObject {
  const { containers = [], restartPolicy } = (pod['spec'] ?? {}) as {
    containers?: readonly { name?: string }[];
    restartPolicy?: string;
  };
  return {
    ...keepStatus(pod),
    spec: { restartPolicy, containers: containers.map(({ name }) => ({ name })) },
  };
}

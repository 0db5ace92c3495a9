import type { ClusterApi, KubernetesObject, Resource } from '../../cluster/cluster-api.js';
import { ApiClosedError } from '../../cluster/errors.js';
import { isForbidden } from '../../cluster/retry.js';
import { FLOW_RUN_ID_LABEL, IDENTIFIER_LABEL } from '../../job/set-labels.js';
import { passes } from '../patiently.js';
import { Reflector, type ReflectorOptions, type RestartReason } from './reflector.js';
import { hasSpecOfJob, stripJob } from './strip-job.js';
import { hasSpecOfPod, stripPod } from './strip-pod.js';
import { controllerUid, type JobListener, type WatchedJob, WatchedJobs } from './watched-jobs.js';
import { WatchedEvents } from './watched-events.js';

export type { JobListener, WatchChange, WatchedJob, WatchedPod } from './watched-jobs.js';

/** Selects the Jobs that this library made. */
export const OUR_JOBS = `${IDENTIFIER_LABEL},${FLOW_RUN_ID_LABEL}`;

export interface NamespaceWatchOptions extends Pick<ReflectorOptions, 'namespace' | 'sleep' | 'random'> {
  readonly warn: (message: string) => void;
  readonly onRestart: (resource: Resource, reason: RestartReason) => void;
  /** Called when the last listener has gone. */
  readonly onIdle: () => void;
}

/**
 * So many refusals in a row are told to those who wait: an API server that restarts refuses for a moment who has the
 * rights, and a watch that ran before had them.
 */
const LASTING_REFUSALS = { atFirst: 2, later: 3 };

/** The one list and watch of Jobs and the one of Pods that all who wait in a namespace share. Begins at once. */
export class NamespaceWatch {
  readonly #api: ClusterApi;
  readonly #options: NamespaceWatchOptions;
  readonly #known = new WatchedJobs();
  readonly #jobs: Reflector;
  readonly #pods: Reflector;
  readonly #unsynced = new Set<Resource>(['jobs', 'pods']);
  readonly #interrupted = new Set<Resource>();
  /** Refusals in a row that trying again will not change. */
  readonly #refusals = new Map<Resource, number>();
  #events: WatchedEvents | undefined;
  #failure: Error | undefined;
  #listeners = 0;

  constructor(api: ClusterApi, options: NamespaceWatchOptions) {
    this.#api = api;
    this.#options = options;
    const { namespace, sleep, random } = options;
    const shared = (resource: Resource) => ({
      namespace,
      sleep,
      random,
      onSynced: () => this.#onSynced(resource),
      onFailure: (error: unknown) => this.#onFailure(resource, error),
      onRecovered: () => this.#onRecovered(resource),
      onRestart: (reason: RestartReason) => options.onRestart(resource, reason),
    });
    this.#jobs = new Reflector(api, 'jobs', {
      ...shared('jobs'),
      labelSelector: OUR_JOBS,
      strip: stripJob,
      hasSpecOf: hasSpecOfJob,
      onChange: (job, gone) => this.#known.onJob(job, gone),
    });
    this.#pods = new Reflector(api, 'pods', {
      ...shared('pods'),
      labelSelector: IDENTIFIER_LABEL,
      strip: stripPod,
      hasSpecOf: hasSpecOfPod,
      onChange: (pod, gone, sent) => this.#onPod(pod, gone, sent),
    });
    void this.#jobs.run();
    void this.#pods.run();
  }

  /** Whether what is there was listed once: only then does "not there" mean anything. */
  get synced(): boolean {
    return this.#unsynced.size === 0;
  }

  get idle(): boolean {
    return this.#listeners === 0;
  }

  /** Throws why the watch can not begin (no rights, no credentials), as long as it can not. */
  throwIfRefused(): void {
    if (this.#failure !== undefined) throw this.#failure;
  }

  get(jobUid: string): WatchedJob {
    return this.#known.get(jobUid);
  }

  /** Calls `listener` after each change of the Job, its pods or the watch itself; gives what ends that. */
  listen(jobUid: string, listener: JobListener): () => void {
    const stop = this.#known.listen(jobUid, listener);
    this.#listeners += 1;
    let listening = true;
    return () => {
      if (!listening) return;
      listening = false;
      stop();
      this.#listeners -= 1;
      if (this.#listeners === 0) this.#options.onIdle();
    };
  }

  /** Makes those who listen to the Job look again. */
  wake(jobUid: string): void {
    this.#known.notify(jobUid, { of: 'other' });
  }

  /** The version up to which all that became of pods is known; `undefined` before the first list. */
  get podsVersion(): string | undefined {
    return this.#pods.version;
  }

  /** Lists the pods anew in place of their watch, for all who wait: it tells too little. */
  relistPods(): void {
    this.#pods.relist();
  }

  /** Begins to watch Events, when nobody has asked for them before: few do, and a client may not have the right. */
  watchEvents(): WatchedEvents {
    const { namespace, sleep, random } = this.#options;
    return (this.#events ??= new WatchedEvents(this.#api, {
      namespace,
      sleep,
      random,
      onEvent: (object) => this.#onEvent(object),
      // Nothing but what they tell is missing without them.
      onFailure: (error) => this.#warn(error),
    }));
  }

  /** The Events about a Job or pod; `undefined` while they are not watched. */
  eventsOf(uid: string): readonly KubernetesObject[] | undefined {
    return this.#events?.synced === true ? this.#events.of(uid) : undefined;
  }

  stop(): void {
    this.#jobs.stop();
    this.#pods.stop();
    this.#events?.stop();
  }

  #onPod(pod: KubernetesObject, gone: boolean, sent: KubernetesObject): void {
    const jobUid = controllerUid(sent) ?? this.#known.jobOfPod(pod.metadata.uid);
    if (jobUid !== undefined) this.#known.onPod(pod, gone, jobUid);
  }

  #onEvent(object: KubernetesObject): void {
    const { kind, uid = '' } = object['involvedObject'] as { kind?: string; uid?: string };
    const jobUid = kind === 'Job' ? uid : this.#known.jobOfPod(uid);
    if (jobUid !== undefined) this.#known.notify(jobUid, { of: 'event', object });
  }

  #onSynced(resource: Resource): void {
    this.#unsynced.delete(resource);
    if (this.#refusals.size === 0) this.#failure = undefined;
    this.#known.notifyAll({ of: 'other' });
  }

  #onFailure(resource: Resource, error: unknown): void {
    const message = this.#warn(error);
    if (!this.#interrupted.has(resource)) {
      this.#interrupted.add(resource);
      if (this.#interrupted.size === 1) this.#known.notifyAll({ of: 'watch', state: 'interrupted', message });
    }
    if (!isLasting(error)) return void this.#refusals.delete(resource);
    const refusals = (this.#refusals.get(resource) ?? 0) + 1;
    this.#refusals.set(resource, refusals);
    if (refusals < this.#lastingRefusals(error)) return;
    this.#failure = error;
    this.#known.notifyAll({ of: 'other' });
  }

  #lastingRefusals(error: Error): number {
    if (error instanceof ApiClosedError) return 1;
    if (this.synced) return LASTING_REFUSALS.later;
    return isForbidden(error) ? LASTING_REFUSALS.atFirst : 1;
  }

  #onRecovered(resource: Resource): void {
    (resource === 'jobs' ? this.#pods : this.#jobs).hurry();
    this.#refusals.delete(resource);
    if (this.#refusals.size === 0) this.#failure = undefined;
    if (!this.#interrupted.delete(resource) || this.#interrupted.size > 0) return;
    this.#known.notifyAll({ of: 'watch', state: 'recovered' });
  }

  #warn(error: unknown): string {
    const message = error instanceof Error ? error.message : 'unknown';
    this.#options.warn(`The watch was interrupted and goes on: ${message}`);
    return message;
  }
}

/** Whether trying again is of no use: the caller has to change something (rights, credentials, the server's address). */
function isLasting(error: unknown): error is Error {
  return error instanceof Error && !passes(error);
}

import type { ClusterApi, KubernetesObject, Resource } from '../../cluster/cluster-api.js';
import { ApiClosedError } from '../../cluster/errors.js';
import { FLOW_RUN_ID_LABEL, IDENTIFIER_LABEL } from '../../job/set-labels.js';
import type { Logger } from '../../logger.js';
import { ImageEvents } from './image-events.js';
import { passes } from '../patiently.js';
import { Reflector, type ReflectorOptions } from './reflector.js';
import { stripJob, stripPod } from './strip.js';
import { controllerUid, type JobListener, type WatchedJob, WatchedJobs } from './watched-jobs.js';

export type { JobListener, WatchChange, WatchedJob, WatchedPod } from './watched-jobs.js';

/** Selects the Jobs that this library made. */
export const OUR_JOBS = `${IDENTIFIER_LABEL},${FLOW_RUN_ID_LABEL}`;

type Options = Pick<ReflectorOptions, 'namespace' | 'sleep' | 'random'> & { logger: Logger };

/** So many refusals in a row are told to those who wait, though the watch ran before. */
const LASTING_REFUSALS = 3;

/** The one list and watch of Jobs and the one of Pods that all waiters of a namespace share. */
export class NamespaceWatch {
  readonly #api: ClusterApi;
  readonly #options: Options;
  readonly #known = new WatchedJobs();
  readonly #jobOfPod = new Map<string, string>();
  readonly #reflectors: readonly Reflector[];
  readonly #unsynced = new Set<Resource>(['jobs', 'pods']);
  readonly #interrupted = new Set<Resource>();
  /** Refusals in a row that trying again will not change. */
  readonly #refusals = new Map<Resource, number>();
  #images: ImageEvents | undefined;
  #failure: Error | undefined;

  constructor(api: ClusterApi, options: Options) {
    this.#api = api;
    this.#options = options;
    const shared = (resource: Resource) => ({
      ...options,
      onSynced: () => this.#onSynced(resource),
      onFailure: (error: unknown) => this.#onFailure(resource, error),
      onRecovered: () => this.#onRecovered(resource),
    });
    this.#reflectors = [
      new Reflector(api, 'jobs', {
        ...shared('jobs'),
        labelSelector: OUR_JOBS,
        strip: stripJob,
        onChange: (job, gone) => this.#known.onJob(job, gone),
      }),
      new Reflector(api, 'pods', {
        ...shared('pods'),
        labelSelector: IDENTIFIER_LABEL,
        strip: stripPod,
        onChange: (pod, gone) => this.#onPod(pod, gone),
      }),
    ];
    for (const reflector of this.#reflectors) void reflector.run();
  }

  /** Whether what is there was listed once: only then does "not there" mean anything. */
  get synced(): boolean {
    return this.#unsynced.size === 0;
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
    return this.#known.listen(jobUid, listener);
  }

  /** Makes those who listen to the Job look again. */
  wake(jobUid: string): void {
    this.#known.notify(jobUid, { of: 'other' });
  }

  /** What the kubelet told of the images of a pod. The first call begins to watch that, as few ask for it. */
  imageEvents(podUid: string): readonly KubernetesObject[] {
    this.#images ??= new ImageEvents(this.#api, {
      ...this.#options,
      onEvent: (uid) => {
        const jobUid = this.#jobOfPod.get(uid);
        if (jobUid !== undefined) this.#known.notify(jobUid, { of: 'image', podUid: uid });
      },
      // Nothing but this is missing without it.
      onFailure: (error) => this.#warn(error),
    });
    return this.#images.of(podUid);
  }

  /** How long the images of the Job's pods were pulled, if somebody asked for {@link imageEvents} before. */
  pullingMs(jobUid: string): number | undefined {
    return this.#images?.pullingMs(this.get(jobUid).pods.keys());
  }

  stop(): void {
    for (const reflector of this.#reflectors) reflector.stop();
    this.#images?.stop();
  }

  #onPod(pod: KubernetesObject, gone: boolean): void {
    const jobUid = controllerUid(pod);
    if (jobUid !== undefined && !gone) this.#jobOfPod.set(pod.metadata.uid, jobUid);
    if (gone) this.#jobOfPod.delete(pod.metadata.uid);
    this.#known.onPod(pod, gone);
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
    if (!isLasting(error)) return;
    const refusals = (this.#refusals.get(resource) ?? 0) + 1;
    this.#refusals.set(resource, refusals);
    // A watch that ran before is refused for a moment while the API server restarts.
    if (this.synced && refusals < LASTING_REFUSALS && !(error instanceof ApiClosedError)) return;
    this.#failure = error;
    this.#known.notifyAll({ of: 'other' });
  }

  #onRecovered(resource: Resource): void {
    this.#refusals.delete(resource);
    if (this.#refusals.size === 0) this.#failure = undefined;
    if (!this.#interrupted.delete(resource) || this.#interrupted.size > 0) return;
    this.#known.notifyAll({ of: 'watch', state: 'recovered' });
  }

  #warn(error: unknown): string {
    const message = error instanceof Error ? error.message : 'unknown';
    this.#options.logger.warn(`The watch was interrupted and goes on: ${message}`);
    return message;
  }
}

/** Whether trying again is of no use: the caller has to change something (rights, credentials, the server's address). */
function isLasting(error: unknown): error is Error {
  return error instanceof Error && !passes(error);
}

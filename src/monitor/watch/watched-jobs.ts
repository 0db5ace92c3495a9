import type { KubernetesObject } from '../../cluster/cluster-api.js';

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

/** What a listener is told of. */
export type WatchChange =
  | { readonly of: 'job'; readonly object: KubernetesObject; readonly gone: boolean }
  | { readonly of: 'pod'; readonly object: KubernetesObject; readonly gone: boolean }
  | { readonly of: 'image'; readonly podUid: string }
  | { readonly of: 'watch'; readonly state: 'interrupted' | 'recovered'; readonly message?: string }
  /** Something else to look at again: a list is complete, the watch can not begin, a cancellation was decided. */
  | { readonly of: 'other' };

export type JobListener = (change: WatchChange) => void;

interface Entry {
  job: KubernetesObject | undefined;
  jobGone: boolean;
  pods: Map<string, WatchedPod>;
  listeners: Set<JobListener>;
}

/**
 * Jobs and their pods by the uid of the Job. What went is kept as long as somebody listens: the pod that explains a
 * failure is often deleted with it.
 */
export class WatchedJobs {
  readonly #entries = new Map<string, Entry>();

  get(jobUid: string): WatchedJob {
    return this.#entry(jobUid);
  }

  listen(jobUid: string, listener: JobListener): () => void {
    const entry = this.#entry(jobUid);
    entry.listeners.add(listener);
    return () => {
      entry.listeners.delete(listener);
      this.#forget(jobUid, entry);
    };
  }

  onJob(object: KubernetesObject, gone: boolean): void {
    const { uid } = object.metadata;
    const entry = this.#entry(uid);
    entry.job = object;
    entry.jobGone = gone;
    this.#forget(uid, entry);
    notify(entry, { of: 'job', object, gone });
  }

  onPod(object: KubernetesObject, gone: boolean): void {
    const jobUid = controllerUid(object);
    if (jobUid === undefined) return;
    const entry = this.#entry(jobUid);
    if (gone && entry.listeners.size === 0) entry.pods.delete(object.metadata.uid);
    else entry.pods.set(object.metadata.uid, { pod: object, gone });
    this.#forget(jobUid, entry);
    notify(entry, { of: 'pod', object, gone });
  }

  notify(jobUid: string, change: WatchChange): void {
    const entry = this.#entries.get(jobUid);
    if (entry !== undefined) notify(entry, change);
  }

  notifyAll(change: WatchChange): void {
    for (const entry of this.#entries.values()) notify(entry, change);
  }

  #entry(jobUid: string): Entry {
    let entry = this.#entries.get(jobUid);
    if (entry === undefined) {
      entry = { job: undefined, jobGone: false, pods: new Map(), listeners: new Set() };
      this.#entries.set(jobUid, entry);
    }
    return entry;
  }

  /** Lets go of a Job that nobody listens to, when nothing of it is there any more. */
  #forget(jobUid: string, { job, jobGone, pods, listeners }: Entry): void {
    if (listeners.size > 0 || (job !== undefined && !jobGone)) return;
    if (job === undefined && [...pods.values()].some(({ gone }) => !gone)) return;
    this.#entries.delete(jobUid);
  }
}

function notify(entry: Entry, change: WatchChange): void {
  for (const listener of [...entry.listeners]) listener(change);
}

/** The uid of the Job that owns a pod. An orphaned pod has no owner, but still the label. */
export function controllerUid(pod: KubernetesObject): string | undefined {
  return pod.metadata.labels?.['batch.kubernetes.io/controller-uid'];
}

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
  /** An Event about the Job or one of its pods. */
  | { readonly of: 'event'; readonly object: KubernetesObject }
  | { readonly of: 'watch'; readonly state: 'interrupted' | 'recovered'; readonly message?: string }
  /** Something else to look at again: a list is complete, the watch can not begin, a cancellation was decided. */
  | { readonly of: 'other' };

export type JobListener = (change: WatchChange) => void;

interface Entry {
  readonly uid: string;
  job: KubernetesObject | undefined;
  jobGone: boolean;
  /** Made when they are needed: most Jobs of ten thousand have one pod, and nobody who listens. */
  pods: Map<string, WatchedPod> | undefined;
  listeners: Set<JobListener> | undefined;
}

const noPods: ReadonlyMap<string, WatchedPod> = new Map();
const nothing: WatchedJob = { job: undefined, jobGone: false, pods: noPods };

/**
 * Jobs and their pods by the uid of the Job. What went is kept as long as somebody listens: the pod that explains a
 * failure is often deleted with it.
 */
export class WatchedJobs {
  readonly #entries = new Map<string, Entry>();
  readonly #entryOfPod = new Map<string, Entry>();

  get(jobUid: string): WatchedJob {
    const entry = this.#entries.get(jobUid);
    if (entry === undefined) return nothing;
    const { job, jobGone, pods = noPods } = entry;
    return { job, jobGone, pods };
  }

  /** The uid of the Job of a pod that is there. */
  jobOfPod(podUid: string): string | undefined {
    return this.#entryOfPod.get(podUid)?.uid;
  }

  listen(jobUid: string, listener: JobListener): () => void {
    const entry = this.#entry(jobUid);
    const listeners = (entry.listeners ??= new Set());
    listeners.add(listener);
    return () => {
      if (!listeners.delete(listener) || listeners.size > 0) return;
      entry.listeners = undefined;
      for (const [uid, { gone }] of entry.pods ?? noPods) if (gone) entry.pods?.delete(uid);
      this.#forget(entry);
    };
  }

  onJob(object: KubernetesObject, gone: boolean): void {
    const entry = this.#entry(object.metadata.uid);
    entry.job = object;
    entry.jobGone = gone;
    this.#forget(entry);
    notify(entry, { of: 'job', object, gone });
  }

  /** `jobUid`: of the Job that controls the pod. */
  onPod(object: KubernetesObject, gone: boolean, jobUid: string): void {
    const { uid } = object.metadata;
    const entry = this.#entry(jobUid);
    if (gone) this.#entryOfPod.delete(uid);
    else this.#entryOfPod.set(uid, entry);
    if (gone && entry.listeners === undefined) entry.pods?.delete(uid);
    else (entry.pods ??= new Map()).set(uid, { pod: object, gone });
    this.#forget(entry);
    notify(entry, { of: 'pod', object, gone });
  }

  notify(jobUid: string, change: WatchChange): void {
    const entry = this.#entries.get(jobUid);
    if (entry !== undefined) notify(entry, change);
  }

  notifyAll(change: WatchChange): void {
    for (const entry of this.#entries.values()) notify(entry, change);
  }

  #entry(uid: string): Entry {
    let entry = this.#entries.get(uid);
    if (entry === undefined) {
      entry = { uid, job: undefined, jobGone: false, pods: undefined, listeners: undefined };
      this.#entries.set(uid, entry);
    }
    return entry;
  }

  /** Lets go of a Job that nobody listens to, when nothing of it is there any more. */
  #forget({ uid, job, jobGone, pods, listeners }: Entry): void {
    if (listeners !== undefined || (job !== undefined && !jobGone)) return;
    const all = pods ?? noPods;
    if (job === undefined && [...all.values()].some(({ gone }) => !gone)) return;
    this.#entries.delete(uid);
    for (const podUid of all.keys()) this.#entryOfPod.delete(podUid);
  }
}

function notify({ listeners }: Entry, change: WatchChange): void {
  if (listeners === undefined) return;
  for (const listener of [...listeners]) listener(change);
}

/** The uid of the Job that owns a pod. An orphaned pod has no owner, but still the label. */
export function controllerUid(pod: KubernetesObject): string | undefined {
  return pod.metadata.labels?.['batch.kubernetes.io/controller-uid'];
}

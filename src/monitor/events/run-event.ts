import type { Diagnosis } from '../diagnosis/diagnosis.js';

/** What happened to a run. */
export type RunEventType =
  /** The Job was created by this `execute`. */
  | 'submitted'
  /** The Job was already there: an earlier attempt, or another process, had created it. */
  | 'adopted'
  | 'suspended'
  | 'resumed'
  | 'pod-created'
  | 'scheduled'
  /** The pod or a container of it waits, for a `reason`: `Unschedulable`, `ContainerCreating`, `ErrImagePull` … */
  | 'waiting'
  | 'image-pulling'
  /** The image is on the node: pulled, or it was there (`message`). */
  | 'image-pulled'
  | 'started'
  | 'ready'
  /** A container was started again in its pod. */
  | 'restarted'
  /** The pod is taken from its node: evicted, preempted, lost with it. */
  | 'evicted'
  /** A container has ended, with an exit code. */
  | 'finished'
  | 'pod-deleted'
  /** The Job controller's verdict. */
  | 'succeeded'
  | 'failed'
  /** The Job is gone. */
  | 'deleted'
  /** Why the run does not get on: it would wait for ever as things are, and most often goes on once the cause is gone. */
  | 'diagnosis'
  /** What happens from here on is not seen until `watch-recovered`; it is told then. */
  | 'watch-interrupted'
  | 'watch-recovered';

/** Something that happened to a run, as plain JSON. It holds no env value and no output of the run. */
export interface RunEvent {
  readonly type: RunEventType;
  /** RFC 3339. As the source wrote it, to the second; of deletions and waiting, which have none, when it was seen. */
  readonly time: string;
  /** Who says so. */
  readonly source: 'job-controller' | 'scheduler' | 'kubelet' | 'api-server' | 'monitor';
  readonly pod?: string;
  readonly container?: string;
  readonly node?: string;
  readonly reason?: string;
  readonly message?: string;
  readonly exitCode?: number;
  readonly restartCount?: number;
  /** Of a `diagnosis`. */
  readonly diagnosis?: Diagnosis;
}

/** What an object's state tells to have happened. */
export interface Milestone {
  /** The same for the same happening, in whatever state of the object it is found again. */
  readonly key: string;
  /** Of a happening that comes and goes: it is told when it differs from the last one of its slot. */
  readonly slot?: string;
  readonly event: Omit<RunEvent, 'time'> & { readonly time?: string | null | undefined };
}

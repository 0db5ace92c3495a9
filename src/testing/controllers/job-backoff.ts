import type { ContainerStatus, Pod } from '../objects/types.js';

// DefaultJobPodFailureBackOff and MaxJobPodFailureBackOff of pkg/controller/job.
const first = 10_000;
const longest = 600_000;

interface Failures {
  readonly count: number;
  /** When the last one ended, in milliseconds. */
  readonly last: number;
}

/** How long a Job waits with its next Pod: 10 s after the first failure's end, 20 s after the second's … up to 10 min. */
export class JobBackoff {
  readonly #failures = new Map<string, Failures>();

  /** Takes in Pods that are counted in this sync. A success begins the count anew. */
  note(jobUid: string, succeeded: readonly Pod[], failed: readonly Pod[]): void {
    const since = succeeded.length > 0 ? undefined : this.#failures.get(jobUid);
    if (succeeded.length > 0) this.#failures.delete(jobUid);
    if (failed.length === 0) return;
    const last = Math.max(...failed.map(endOf), since?.last ?? 0);
    this.#failures.set(jobUid, { count: (since?.count ?? 0) + failed.length, last });
  }

  /** Milliseconds from now, 0 or less when the next Pod may be made. */
  remaining(jobUid: string, now: number): number {
    const failures = this.#failures.get(jobUid);
    if (failures === undefined) return 0;
    return failures.last + waitAfter(failures.count) - now;
  }

  forget(jobUid: string): void {
    this.#failures.delete(jobUid);
  }
}

/** How long to wait after so many failures, in milliseconds. */
export const waitAfter = (failures: number): number => Math.min(first * 2 ** (failures - 1), longest);

/** When a Pod ended, in the order in which the controller looks for it (`getFinishedTime`). */
export function endOf({ metadata, status }: Pod): number {
  const ends = (status.containerStatuses ?? []).map(({ state }: ContainerStatus) =>
    Date.parse(state.terminated?.finishedAt ?? ''),
  );
  if (ends.length > 0 && !ends.some(Number.isNaN)) return Math.max(...ends);
  const unready = status.conditions?.find(({ type, status }) => type === 'Ready' && status === 'False');
  if (unready !== undefined) return Date.parse(unready.lastTransitionTime);
  if (metadata.deletionTimestamp !== undefined) {
    return Date.parse(metadata.deletionTimestamp) - (metadata.deletionGracePeriodSeconds ?? 0) * 1000;
  }
  return Date.parse(metadata.creationTimestamp);
}

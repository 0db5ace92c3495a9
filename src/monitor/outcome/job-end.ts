import type { JobHandle } from '../../cluster/job-handle.js';
import { otherEnd, verdictOf } from './job-outcome.js';
import type { MonitorContext } from '../monitor-context.js';
import type { WatchedJob } from '../watch/namespace-watch.js';

/** How the run has ended as far as the watch tells, and `undefined` as long as it has not or may not be judged. */
export function endOf(
  { cancellations }: MonitorContext,
  job: JobHandle,
  watched: WatchedJob,
  synced: boolean,
) {
  if (cancellations.isAccepted(job.uid)) {
    const gone = watched.jobGone || cancellations.isConfirmed(job.uid);
    return otherEnd('Cancelled', job.name, gone);
  }
  // The Job may be known before its pods, which the outcome tells of.
  if (!synced || cancellations.isOpen(job.uid)) return undefined;
  const verdict = watched.job && verdictOf(watched.job);
  return verdict ?? (watched.jobGone ? otherEnd('Deleted', job.name) : undefined);
}

/** The end of a run whose Job is not there. */
export function endOfGone({ cancellations }: MonitorContext, job: JobHandle, how: 'Deleted' | 'Replaced') {
  return cancellations.isAccepted(job.uid) ? otherEnd('Cancelled', job.name, true) : otherEnd(how, job.name);
}

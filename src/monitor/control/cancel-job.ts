import type { JobHandle } from '../../cluster/job-handle.js';
import { fullJitter } from '../../cluster/retry.js';
import { MonitorClosedError } from '../errors.js';
import { endOfGone } from '../outcome/job-end.js';
import { type JobOutcome, otherEnd, toOutcome, verdictOf } from '../outcome/job-outcome.js';
import { changes, type MonitorContext, untilClosed } from '../monitor-context.js';
import { hasStatus, passes } from '../patiently.js';
import { readJob } from '../read-job.js';

export interface CancelOptions {
  readonly signal?: AbortSignal | undefined;
}

/** Stops the run by deleting its Job, and waits until the Job and its pods are gone. See `JobMonitor.cancel`. */
export async function cancelJob(
  context: MonitorContext,
  job: JobHandle,
  { signal }: CancelOptions,
): Promise<JobOutcome> {
  const { cancellations } = context;
  const watch = context.watch(job.namespace);
  cancellations.begin(job.uid);
  // What is known of the pods is kept until they are gone, for the outcome.
  const stopListening = watch.listen(job.uid, () => undefined);
  try {
    const end = await deleteUnended(context, job, signal);
    if (end !== undefined) return toOutcome(end, watch.get(job.uid));
    cancellations.accept(job.uid);
    watch.wake(job.uid);
    await untilGone(context, job, signal);
    cancellations.confirm(job.uid);
    return toOutcome(otherEnd('Cancelled', job.name, true), watch.get(job.uid));
  } finally {
    stopListening();
    cancellations.end(job.uid);
    watch.wake(job.uid);
  }
}

/**
 * Deletes the Job unless it has ended; gives that end. The version that was read is a precondition of the deletion, so
 * a Job that ends in between is seen to have ended.
 */
async function deleteUnended(context: MonitorContext, job: JobHandle, signal?: AbortSignal) {
  const both = untilClosed(context, signal);
  const { namespace, name, uid } = job;
  // Whether a deletion whose answer got lost may have been done.
  let sent = context.cancellations.isAccepted(uid);
  for (let attempt = 1; ; attempt += 1) {
    const found = await readJob(context, job, signal);
    if (found === 'Deleted' || found === 'Replaced') return sent ? undefined : endOfGone(context, job, found);
    const { resourceVersion, deletionTimestamp } = found.metadata;
    if (sent && deletionTimestamp !== undefined) return undefined;
    const verdict = verdictOf(found);
    if (verdict !== undefined) return verdict;
    try {
      // In the foreground: the Job stays until its pods have stopped, so its end tells theirs.
      const propagationPolicy = 'Foreground';
      await context.api.deleteNamespacedJob(
        { namespace, name, propagationPolicy, uid, resourceVersion },
        { signal: both },
      );
      return undefined;
    } catch (error) {
      both.throwIfAborted();
      // Changed, or gone, since it was read: look again.
      if (hasStatus(error, 409) || hasStatus(error, 404)) continue;
      if (!passes(error)) throw error;
      sent = true;
      await context.sleep(fullJitter(attempt, context.random), both);
    }
  }
}

async function untilGone(context: MonitorContext, job: JobHandle, signal?: AbortSignal): Promise<void> {
  const watch = context.watch(job.namespace);
  for await (const _ of changes(context, job, signal)) {
    const { job: known, jobGone } = watch.get(job.uid);
    if (jobGone) return;
    if (known !== undefined || !watch.synced) continue;
    const found = await readJob(context, job, signal);
    if (found === 'Deleted' || found === 'Replaced') return;
  }
  throw new MonitorClosedError('The monitor was closed before the cancelled Job was gone.');
}

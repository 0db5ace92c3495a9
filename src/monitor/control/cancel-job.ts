import type { JobHandle } from '../../cluster/job-handle.js';
import { InvalidArgumentError } from '../../errors.js';
import { drain } from './drain-logs.js';
import { MonitorClosedError } from '../errors.js';
import { endOfGone } from '../outcome/job-end.js';
import { type JobOutcome, otherEnd, toOutcome, verdictOf } from '../outcome/job-outcome.js';
import { changes, type MonitorContext, untilClosed } from '../monitor-context.js';
import { hasStatus, passes, patiently, pauseAfter, Refusals } from '../patiently.js';
import { podsOfJob } from '../pods-of-job.js';
import { readJob } from '../read-job.js';

export interface CancelOptions {
  readonly signal?: AbortSignal | undefined;
  /**
   * Seconds, 1 or more, that the containers have between SIGTERM and SIGKILL. Needs the right to delete pods.
   * @default what the pod says, else 30
   */
  readonly gracePeriodSeconds?: number | undefined;
  /**
   * Deletes only after the readers of its logs here were given every line that was written before, and waits for them
   * to come to the end. Not to be awaited by such a reader itself.
   * @default false
   */
  readonly drainLogs?: boolean | undefined;
}

/** Stops the run by deleting its Job, and waits until the Job and its pods are gone. See `JobMonitor.cancel`. */
export async function cancelJob(
  context: MonitorContext,
  job: JobHandle,
  { signal, gracePeriodSeconds, drainLogs = false }: CancelOptions,
): Promise<JobOutcome> {
  if (gracePeriodSeconds !== undefined && !(Number.isInteger(gracePeriodSeconds) && gracePeriodSeconds > 0)) {
    const message = `gracePeriodSeconds must be a whole number of seconds, 1 or more; it is ${gracePeriodSeconds}.`;
    throw new InvalidArgumentError('gracePeriodSeconds', message);
  }
  const { cancellations } = context;
  const both = untilClosed(context, signal);
  const readings = drainLogs ? [...(context.reading.get(job.uid) ?? [])] : [];
  const watch = context.watch(job.namespace);
  cancellations.begin(job.uid);
  // What is known of the pods is kept until they are gone, for the outcome.
  const stopListening = watch.listen(job.uid, () => undefined);
  try {
    await drain(context, job, readings, both);
    const end = await deleteUnended(context, job, signal);
    if (end !== undefined) return toOutcome(end, watch.get(job.uid));
    cancellations.accept(job.uid);
    watch.wake(job.uid);
    if (gracePeriodSeconds !== undefined) await deletePods(context, job, gracePeriodSeconds, both);
    await untilGone(context, job, signal);
    await Promise.all(readings.map((reading) => reading.untilOver(both)));
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
  const refusals = new Refusals();
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
      if (refusals.lasts(error)) throw error;
      if (passes(error)) sent = true;
      await context.sleep(pauseAfter(error, attempt, context.random), both);
    }
  }
}

/** The pods of a Job that is deleted are told their own grace period: a deletion in the foreground hands none on. */
async function deletePods(
  context: MonitorContext,
  job: JobHandle,
  gracePeriodSeconds: number,
  signal: AbortSignal,
): Promise<void> {
  const { items } = await patiently(context, signal, () =>
    context.api.list('pods', podsOfJob(job), { signal }),
  );
  await Promise.all(
    items.map(async ({ metadata }) => {
      const request = {
        namespace: job.namespace,
        name: metadata.name,
        uid: metadata.uid,
        gracePeriodSeconds,
      };
      try {
        await patiently(context, signal, () => context.api.deleteNamespacedPod(request, { signal }));
      } catch (error) {
        signal.throwIfAborted();
        // Gone already, or another pod by now.
        if (!hasStatus(error, 404) && !hasStatus(error, 409)) throw error;
      }
    }),
  );
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

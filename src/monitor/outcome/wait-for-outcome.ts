import type { JobHandle } from '../../cluster/job-handle.js';
import { InvalidArgumentError } from '../../errors.js';
import { alarm } from '../alarm.js';
import { cancelJob } from '../control/cancel-job.js';
import { MonitorClosedError } from '../errors.js';
import { endOf, endOfGone } from './job-end.js';
import { type JobOutcome, toOutcome } from './job-outcome.js';
import { changes, type MonitorContext } from '../monitor-context.js';
import { OverdueAlarm } from './overdue-alarm.js';
import { readJob } from '../read-job.js';
import { hasStarted, situationOf } from './situation.js';

export interface WaitOptions {
  readonly signal?: AbortSignal | undefined;
  /**
   * `decided`: as soon as the outcome is certain, though pods may still be stopping. `settled`: when all pods are at
   * rest. On a lost node that may never come: 30 s after a pod should have stopped, the outcome is given all the same,
   * and `unsettled` says why.
   * @default 'decided'
   */
  readonly until?: 'decided' | 'settled' | undefined;
  /** Milliseconds from this call after which the outcome is `timed-out`. @default none */
  readonly timeoutMs?: number | undefined;
  /**
   * Milliseconds from this call in which a container of the run must have started; else the outcome is `timed-out`
   * with reason `PendingTimeout`. The time that a Job is suspended counts.
   * @default none
   */
  readonly pendingTimeoutMs?: number | undefined;
  /** What becomes of a run that has timed out: it is left as it is, or cancelled. @default 'leave' */
  readonly onTimeout?: 'leave' | 'cancel' | undefined;
}

/** How the run ends. See `JobMonitor.wait`. */
export async function waitForOutcome(
  context: MonitorContext,
  job: JobHandle,
  { signal, until = 'decided', timeoutMs, pendingTimeoutMs, onTimeout = 'leave' }: WaitOptions,
): Promise<JobOutcome> {
  checkMilliseconds('timeoutMs', timeoutMs);
  checkMilliseconds('pendingTimeoutMs', pendingTimeoutMs);
  const stop = new AbortController();
  const timeout = alarm(timeoutMs, context.sleep, stop.signal);
  const pendingTimeout = alarm(pendingTimeoutMs, context.sleep, stop.signal);
  const overdue = new OverdueAlarm(context, stop.signal);
  const watch = context.watch(job.namespace);
  const outcome = (end: Parameters<typeof toOutcome>[0]): JobOutcome =>
    toOutcome(end, watch.get(job.uid), watch.pullingMs(job.uid));
  try {
    for await (const _ of changes(context, job, signal, [timeout, pendingTimeout, overdue.signal])) {
      const watched = watch.get(job.uid);
      const end = endOf(context, job, watched, watch.synced);
      if (end !== undefined && (until === 'decided' || end.settled || watched.jobGone)) return outcome(end);
      if (timeout.aborted) return await late(end);
      if (end !== undefined) {
        const pod = overdue.check(watched);
        if (pod !== undefined) {
          const unsettled = `Pod "${pod}" should have stopped and has not: its node does not answer.`;
          return outcome({ ...end, unsettled });
        }
      } else if (pendingTimeout.aborted && !hasStarted(watched)) {
        return await timedOut('PendingTimeout', `has not started within ${pendingTimeoutMs} ms`);
      }
      if (watched.job !== undefined || !watch.synced || context.cancellations.isOpen(job.uid)) continue;
      const found = await look(AbortSignal.any([timeout, ...(signal ? [signal] : [])]));
      if (found === 'Deleted' || found === 'Replaced') return outcome(endOfGone(context, job, found));
      if (found === 'timeout') return await late(end);
    }
  } finally {
    stop.abort();
  }
  throw new MonitorClosedError('The monitor was closed before the outcome of the run was known.');

  /** A quorum read, before a Job that the watch does not show is called lost. */
  async function look(until: AbortSignal): Promise<Awaited<ReturnType<typeof readJob>> | 'timeout'> {
    try {
      return await readJob(context, job, until);
    } catch (error) {
      if (timeout.aborted && signal?.aborted !== true) return 'timeout';
      throw error;
    }
  }

  async function late(end: ReturnType<typeof endOf>): Promise<JobOutcome> {
    if (end !== undefined)
      return outcome({ ...end, unsettled: `Its pods had not stopped after ${timeoutMs} ms.` });
    return timedOut('Timeout', `has not ended within ${timeoutMs} ms`);
  }

  async function timedOut(reason: 'Timeout' | 'PendingTimeout', what: string): Promise<JobOutcome> {
    const message = `Job "${job.name}" ${what}: ${situationOf(watch.get(job.uid))}.`;
    const unfinished = outcome({ status: 'timed-out', reason, message, settled: false });
    if (onTimeout === 'leave') return unfinished;
    const end = await cancelJob(context, job, { signal });
    if (end.status === 'succeeded' || end.status === 'failed') return end;
    return { ...unfinished, settled: end.settled };
  }
}

function checkMilliseconds(argument: string, value: number | undefined): void {
  if (value === undefined || (value > 0 && Number.isFinite(value))) return;
  throw new InvalidArgumentError(
    argument,
    `${argument} must be a number of milliseconds above 0; it is ${value}.`,
  );
}

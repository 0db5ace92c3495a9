import type { JobHandle } from '../cluster/job-handle.js';
import { InvalidArgumentError } from '../errors.js';
import { alarm } from './alarm.js';
import { cancelJob } from './cancel-job.js';
import { MonitorClosedError } from './errors.js';
import { endOf, endOfGone } from './job-end.js';
import { type JobOutcome, toOutcome } from './job-outcome.js';
import { changes, type MonitorContext } from './monitor-context.js';
import { OverdueAlarm } from './overdue-alarm.js';
import { readJob } from './read-job.js';
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
  try {
    for await (const _ of changes(context, job, signal, [timeout, pendingTimeout, overdue.signal])) {
      const watched = watch.get(job.uid);
      const end = endOf(context, job, watched, watch.synced);
      if (end !== undefined) {
        if (until === 'decided' || end.settled || watched.jobGone) return toOutcome(end, watched);
        const pod = overdue.check(watched);
        if (pod !== undefined) {
          const unsettled = `Pod "${pod}" should have stopped and has not: its node does not answer.`;
          return toOutcome({ ...end, unsettled }, watched);
        }
        if (timeout.aborted)
          return toOutcome({ ...end, unsettled: `Pods had not stopped after ${timeoutMs} ms.` }, watched);
        continue;
      }
      if (timeout.aborted) return await timedOut('Timeout', `has not ended within ${timeoutMs} ms`);
      if (pendingTimeout.aborted && !hasStarted(watched))
        return await timedOut('PendingTimeout', `has not started within ${pendingTimeoutMs} ms`);
      if (watched.job === undefined && watch.synced && !context.cancellations.isOpen(job.uid)) {
        const found = await look(AbortSignal.any([timeout, ...(signal ? [signal] : [])]));
        if (found === 'Deleted' || found === 'Replaced')
          return toOutcome(endOfGone(context, job, found), watched);
        if (timeout.aborted) return await timedOut('Timeout', `has not ended within ${timeoutMs} ms`);
      }
    }
  } finally {
    stop.abort();
  }
  throw new MonitorClosedError('The monitor was closed before the outcome of the run was known.');

  /** A quorum read, before a Job that the watch does not show is called lost. */
  async function look(until: AbortSignal): Promise<Awaited<ReturnType<typeof readJob>> | undefined> {
    try {
      return await readJob(context, job, until);
    } catch (error) {
      if (timeout.aborted && signal?.aborted !== true) return undefined;
      throw error;
    }
  }

  async function timedOut(reason: 'Timeout' | 'PendingTimeout', what: string): Promise<JobOutcome> {
    const watched = watch.get(job.uid);
    const message = `Job "${job.name}" ${what}: ${situationOf(watched)}.`;
    const outcome = toOutcome({ status: 'timed-out', reason, message, settled: false }, watched);
    if (onTimeout === 'leave') return outcome;
    const end = await cancelJob(context, job, { signal });
    if (end.status === 'succeeded' || end.status === 'failed') return end;
    return { ...outcome, settled: end.settled };
  }
}

function checkMilliseconds(argument: string, value: number | undefined): void {
  if (value === undefined || (value > 0 && Number.isFinite(value))) return;
  throw new InvalidArgumentError(
    argument,
    `${argument} must be a number of milliseconds above 0; it is ${value}.`,
  );
}

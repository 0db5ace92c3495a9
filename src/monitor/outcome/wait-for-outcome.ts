import { type JobHandle, specOf } from '../../cluster/job-handle.js';
import { InvalidArgumentError } from '../../errors.js';
import { cancelJob } from '../control/cancel-job.js';
import type { DiagnosedSpec } from '../diagnosis/diagnosis.js';
import { explainRun } from '../evidence/explain-run.js';
import { podsAtEnd } from '../evidence/pods-at-end.js';
import { pullingMs } from '../events/image-milestones.js';
import type { MonitorContext } from '../monitor-context.js';
import type { NamespaceWatch, WatchedJob } from '../watch/namespace-watch.js';
import { Ending } from './ending.js';
import { type JobOutcome, toOutcome } from './job-outcome.js';

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
   * with reason `PendingTimeout`. It counts anew when a suspended Job is resumed.
   * @default none
   */
  readonly pendingTimeoutMs?: number | undefined;
  /**
   * The spec that the Job was built from, for the positions of diagnoses.
   * @default that of the `execute` that gave this handle, in this process
   */
  readonly jobSpec?: DiagnosedSpec | undefined;
  /** What becomes of a run that has timed out: it is left as it is, or cancelled. @default 'leave' */
  readonly onTimeout?: 'leave' | 'cancel' | undefined;
}

/** How the run ends. See `JobMonitor.wait`. */
export async function waitForOutcome(
  context: MonitorContext,
  job: JobHandle,
  { signal, until = 'decided', timeoutMs, pendingTimeoutMs, onTimeout = 'leave', jobSpec }: WaitOptions,
): Promise<JobOutcome> {
  checkMilliseconds('timeoutMs', timeoutMs);
  checkMilliseconds('pendingTimeoutMs', pendingTimeoutMs);
  const watch = context.watch(job.namespace);
  const ending = new Ending(context, job, watch, { until, timeoutMs, pendingTimeoutMs, signal });
  try {
    const end = await ending.promise;
    const watched = watch.get(job.uid);
    const spec = jobSpec ?? specOf(job);
    const isOver = end.status === 'succeeded' || end.status === 'failed';
    const atEnd = isOver ? await podsAtEnd(context, { job, watch, signal }) : watched.pods;
    const needsWhy = end.status !== 'succeeded' && end.status !== 'cancelled';
    const { diagnoses, pods } = needsWhy
      ? await explainRun(context, { job, watch, watched: { ...watched, pods: atEnd }, spec, signal })
      : { diagnoses: [], pods: atEnd };
    signal?.throwIfAborted();
    const outcome = toOutcome(end, { ...watched, pods }, diagnoses, pulling(watch, pods));
    if (end.status !== 'timed-out' || onTimeout === 'leave') return outcome;
    const cancelled = await cancelJob(context, job, { signal });
    if (cancelled.status === 'succeeded' || cancelled.status === 'failed') return cancelled;
    return { ...outcome, settled: cancelled.settled };
  } finally {
    ending.leave();
  }
}

/** How long images were pulled: known when Events were watched. */
function pulling(watch: NamespaceWatch, pods: WatchedJob['pods']): number | undefined {
  return pullingMs([...pods.keys()].flatMap((uid) => watch.eventsOf(uid) ?? []));
}

function checkMilliseconds(argument: string, value: number | undefined): void {
  if (value === undefined || (value > 0 && Number.isFinite(value))) return;
  throw new InvalidArgumentError(
    argument,
    `${argument} must be a number of milliseconds above 0; it is ${value}.`,
  );
}

import type { JobHandle } from '../../cluster/job-handle.js';
import { InvalidArgumentError } from '../../errors.js';
import { pause } from '../alarm.js';
import { type FindOptions, listRuns } from './find-jobs.js';
import { type MonitorContext, untilClosed } from '../monitor-context.js';
import { hasStatus, patiently } from '../patiently.js';

export interface CleanUpOptions extends FindOptions {
  /** Jobs that ended this many milliseconds ago, or longer, are deleted. */
  readonly olderThanMs: number;
}

/** What a clean-up did. */
export interface CleanUpResult {
  /** How many Jobs were deleted. */
  readonly count: number;
  readonly deleted: readonly JobHandle[];
  /** Old enough, but left because their logs are being read here. */
  readonly kept: readonly JobHandle[];
}

/** Deletes finished Jobs of this library. See `JobMonitor.cleanUp`. */
export async function cleanUp(
  context: MonitorContext,
  { olderThanMs, ...options }: CleanUpOptions,
): Promise<CleanUpResult> {
  if (!(olderThanMs >= 0)) {
    const message = `olderThanMs must be a number of milliseconds, 0 or more; it is ${olderThanMs}.`;
    throw new InvalidArgumentError('olderThanMs', message);
  }
  const both = untilClosed(context, options.signal);
  const latest = context.now() - olderThanMs;
  const deleted: JobHandle[] = [];
  const kept: JobHandle[] = [];
  for await (const { job, state, ended } of listRuns(context, options)) {
    // Until it is settled its pods may still run, and on its way out others are at work on it.
    if (ended === undefined || state === 'deleting' || Date.parse(ended) > latest) continue;
    if (context.reading.has(job.uid)) kept.push(job);
    else if (await deleteJob(context, job, both)) deleted.push(job);
  }
  return { count: deleted.length, deleted, kept };
}

export interface CleanUpEveryOptions extends CleanUpOptions {
  /** Milliseconds from the end of one clean-up to the next. */
  readonly intervalMs: number;
}

/** Cleans up again and again, the first time at once. See `JobMonitor.cleanUpEvery`. */
export async function* cleanUpEvery(
  context: MonitorContext,
  { intervalMs, ...options }: CleanUpEveryOptions,
): AsyncGenerator<CleanUpResult, void, undefined> {
  if (!(intervalMs > 0)) {
    const message = `intervalMs must be a number of milliseconds above 0; it is ${intervalMs}.`;
    throw new InvalidArgumentError('intervalMs', message);
  }
  const both = untilClosed(context, options.signal);
  for (;;) {
    yield await cleanUp(context, options);
    // A sleep that is ended rejects with an error of its own.
    await pause(intervalMs, context.sleep, both).catch(() => undefined);
    both.throwIfAborted();
  }
}

/** Whether it was deleted by us: another may have been faster. */
async function deleteJob(context: MonitorContext, job: JobHandle, signal: AbortSignal): Promise<boolean> {
  const { namespace, name, uid } = job;
  try {
    await patiently(context, signal, () =>
      context.api.deleteNamespacedJob({ namespace, name, uid, propagationPolicy: 'Background' }, { signal }),
    );
    return true;
  } catch (error) {
    signal.throwIfAborted();
    if (hasStatus(error, 404) || hasStatus(error, 409)) return false;
    throw error;
  }
}

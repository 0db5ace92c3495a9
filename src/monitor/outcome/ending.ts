import { onAbort } from '../../cluster/abort-listener.js';
import type { JobHandle } from '../../cluster/job-handle.js';
import { alarm } from '../alarm.js';
import { MonitorClosedError } from '../errors.js';
import type { MonitorContext } from '../monitor-context.js';
import { readJob } from '../read-job.js';
import type { NamespaceWatch, WatchChange, WatchedJob } from '../watch/namespace-watch.js';
import { secretsOf } from '../watch/kept.js';
import { endOf, endOfGone } from './job-end.js';
import type { End } from './job-outcome.js';
import { OverdueAlarm } from './overdue-alarm.js';
import { hasStarted, isSuspended, overduePod, situationOf } from './situation.js';

export interface EndingOptions {
  readonly until: 'decided' | 'settled';
  readonly timeoutMs: number | undefined;
  readonly pendingTimeoutMs: number | undefined;
  readonly signal: AbortSignal | undefined;
}

/**
 * Waits for the end of one run, or of the patience of who waits. There may be ten thousand of these at once, so it looks
 * when it is told of a change and holds no more than it needs.
 */
export class Ending {
  readonly promise: Promise<End>;
  readonly #context: MonitorContext;
  readonly #job: JobHandle;
  readonly #watch: NamespaceWatch;
  readonly #options: EndingOptions;
  #settle!: (end: End) => void;
  #fail!: (error: unknown) => void;
  /** Ends timers and the listening to the caller's signal and to the monitor; the watch is left by {@link leave}. */
  readonly #release: () => void;
  readonly #leaveWatch: () => void;
  #timers: AbortController | undefined;
  #overdue: OverdueAlarm | undefined;
  #pending: AbortController | undefined;
  #late: 'Timeout' | 'PendingTimeout' | undefined;
  #reading = false;
  #over = false;

  constructor(context: MonitorContext, job: JobHandle, watch: NamespaceWatch, options: EndingOptions) {
    this.#context = context;
    this.#job = job;
    this.#watch = watch;
    this.#options = options;
    this.promise = new Promise((resolve, reject) => {
      this.#settle = resolve;
      this.#fail = reject;
    });
    const look = (): void => this.#look();
    context.onClose.add(look);
    const { signal, timeoutMs } = options;
    let ignoreSignal = (): void => undefined;
    this.#release = () => {
      context.onClose.delete(look);
      ignoreSignal();
      this.#timers?.abort();
      this.#pending?.abort();
    };
    this.#leaveWatch = watch.listen(job.uid, (change) => this.#onChange(change));
    if (signal !== undefined) ignoreSignal = onAbort([signal], look);
    if (timeoutMs !== undefined) this.#set(timeoutMs, 'Timeout', this.#timerSignal());
    for (const { pod, gone } of watch.get(job.uid).pods.values()) this.#note(pod, gone);
    this.#look();
  }

  /** Lets go of what the watch keeps for this one; only then may what went be forgotten. */
  leave(): void {
    this.#leaveWatch();
  }

  #onChange(change: WatchChange): void {
    if (this.#over) return;
    if (change.of === 'pod') this.#note(change.object, change.gone);
    if (change.of !== 'event') this.#look();
  }

  #note(pod: Parameters<typeof secretsOf>[0], gone: boolean): void {
    if (!gone && pod !== undefined && secretsOf(pod) !== undefined)
      this.#context.tails.note(this.#job.namespace, pod);
  }

  #look(): void {
    if (this.#over) return;
    try {
      const { signal, until } = this.#options;
      signal?.throwIfAborted();
      if (this.#context.closed.aborted)
        throw new MonitorClosedError('The monitor was closed before the outcome of the run was known.');
      this.#watch.throwIfRefused();
      const watched = this.#watch.get(this.#job.uid);
      const end = endOf(this.#context, this.#job, watched, this.#watch.synced);
      // Of a Job that is gone no condition tells that its pods are at rest: those that were told to stop are waited for.
      const settled = end?.settled === true || (watched.jobGone && overduePod(watched) === undefined);
      if (end !== undefined && (until === 'decided' || settled)) return this.#end(end);
      if (end !== undefined) this.#lookUnsettled(end, watched);
      else this.#lookUnended(watched);
    } catch (error) {
      this.#finish(() => this.#fail(error));
    }
  }

  /** The outcome is certain, and the pods are waited for. */
  #lookUnsettled(end: End, watched: WatchedJob): void {
    if (this.#late === 'Timeout') {
      const { timeoutMs } = this.#options;
      return this.#end({ ...end, unsettled: `Its pods had not stopped after ${timeoutMs} ms.` });
    }
    this.#overdue ??= new OverdueAlarm(this.#context, this.#timerSignal(), () => this.#look());
    const pod = this.#overdue.check(watched);
    if (pod === undefined) return;
    this.#end({
      ...end,
      unsettled: `Pod "${pod}" should have stopped and has not: its node does not answer.`,
    });
  }

  #lookUnended(watched: WatchedJob): void {
    const { timeoutMs, pendingTimeoutMs } = this.#options;
    if (this.#late === 'Timeout')
      return this.#giveUp(watched, 'Timeout', `has not ended within ${timeoutMs} ms`);
    if (pendingTimeoutMs !== undefined) this.#lookPending(watched, pendingTimeoutMs);
    if (this.#over || watched.job !== undefined || !this.#watch.synced) return;
    if (!this.#reading && !this.#context.cancellations.isOpen(this.#job.uid)) void this.#read();
  }

  /** The patience for the start counts while the Job is not suspended. */
  #lookPending(watched: WatchedJob, ms: number): void {
    if (hasStarted(watched)) return;
    if (this.#late === 'PendingTimeout')
      return this.#giveUp(watched, 'PendingTimeout', `has not started within ${ms} ms`);
    if (isSuspended(watched)) {
      this.#pending?.abort();
      this.#pending = undefined;
    } else if (this.#pending === undefined) {
      this.#pending = new AbortController();
      this.#set(ms, 'PendingTimeout', this.#pending.signal);
    }
  }

  /** A quorum read, before a Job that the watch does not show is called lost. */
  async #read(): Promise<void> {
    this.#reading = true;
    try {
      const found = await readJob(this.#context, this.#job, this.#timerSignal());
      if (found === 'Deleted' || found === 'Replaced') this.#end(endOfGone(this.#context, this.#job, found));
    } catch (error) {
      if (!this.#over) this.#finish(() => this.#fail(error));
    } finally {
      this.#reading = false;
    }
  }

  #giveUp(watched: WatchedJob, reason: 'Timeout' | 'PendingTimeout', what: string): void {
    const message = `Job "${this.#job.name}" ${what}: ${situationOf(watched)}.`;
    this.#end({ status: 'timed-out', reason, message, settled: false });
  }

  #set(ms: number, late: 'Timeout' | 'PendingTimeout', stop: AbortSignal): void {
    alarm(ms, this.#context.sleep, stop).addEventListener('abort', () => {
      this.#late = late;
      this.#look();
    });
  }

  #timerSignal(): AbortSignal {
    return (this.#timers ??= new AbortController()).signal;
  }

  #end(end: End): void {
    this.#finish(() => this.#settle(end));
  }

  #finish(settle: () => void): void {
    if (this.#over) return;
    this.#over = true;
    this.#release();
    settle();
  }
}

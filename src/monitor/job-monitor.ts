import { setTimeout as sleep } from 'node:timers/promises';
import type { ClusterApi } from '../cluster/cluster-api.js';
import { ApiResponseError } from '../cluster/errors.js';
import { fullJitter } from '../cluster/retry.js';
import type { JobHandle } from '../cluster/job-handle.js';
import { type Logger, silentLogger } from '../logger.js';
import { MonitorClosedError } from './errors.js';
import { jobLogs, type LogLine, type LogsOptions } from './job-logs.js';
import { type JobOutcome, lost, outcomeOf } from './job-outcome.js';
import { NamespaceWatch } from './namespace-watch.js';

export interface JobMonitorOptions {
  /** Told of interruptions of the watch. @default silent */
  readonly logger?: Logger | undefined;
  /** Waits for so many milliseconds. @default a timer that does not keep the process alive */
  readonly sleep?: ((ms: number, signal: AbortSignal) => Promise<void>) | undefined;
  /** Spreads the retries. @default Math.random */
  readonly random?: (() => number) | undefined;
}

export interface WaitOptions {
  readonly signal?: AbortSignal | undefined;
  /**
   * `decided`: as soon as the outcome is certain, though pods may still be stopping. `settled`: when all pods are at
   * rest, which on a lost node may never come.
   * @default 'decided'
   */
  readonly until?: 'decided' | 'settled' | undefined;
}

/**
 * Knows what became of runs: one watch of Jobs and one of Pods per namespace, shared by everybody who asks. It only
 * reads. Whoever makes a monitor closes it (`await using`); the client given to it stays open.
 *
 * @example
 * ```ts
 * await using monitor = new JobMonitor(api);
 * for await (const line of monitor.logs(job)) console.log(line.text);
 * const outcome = await monitor.wait(job);
 * ```
 */
export class JobMonitor implements AsyncDisposable {
  readonly #api: ClusterApi;
  readonly #options: Required<{ [K in keyof JobMonitorOptions]: NonNullable<JobMonitorOptions[K]> }>;
  readonly #watches = new Map<string, NamespaceWatch>();
  readonly #closed = new AbortController();

  constructor(api: ClusterApi, options: JobMonitorOptions = {}) {
    this.#api = api;
    this.#options = {
      logger: options.logger ?? silentLogger,
      sleep: options.sleep ?? ((ms, signal) => sleep(ms, undefined, { signal, ref: false })),
      random: options.random ?? Math.random,
    };
  }

  /**
   * How the run ends. Never throws for a run that failed: the failure is the value. Works as well for a Job that ended
   * before anybody watched, and for a handle from another process.
   *
   * @throws `signal.reason` when the signal fires, MonitorClosedError, and ApiResponseError, CredentialsError or
   * KubeConfigError when the cluster does not let this client watch at all.
   */
  async wait(job: JobHandle, { signal, until = 'decided' }: WaitOptions = {}): Promise<JobOutcome> {
    const watch = this.#watch(job.namespace);
    for await (const _ of this.#changes(watch, job, signal)) {
      const watched = watch.get(job.uid);
      const outcome = watched.job && outcomeOf(watched.job);
      if (outcome !== undefined && (until === 'decided' || outcome.settled || watched.jobGone))
        return outcome;
      if (watched.jobGone) return lost('Deleted', job.name);
      if (watched.job === undefined && watch.synced) {
        const found = await this.#look(job, signal);
        if (found !== undefined) return found;
      }
    }
    throw new MonitorClosedError('The monitor was closed before the outcome of the run was known.');
  }

  /**
   * The output of the run, line by line as it comes: the log of the flow container (the pod's first) of every pod of
   * the Job. Ends when the run has ended and all of it was read.
   *
   * @throws what {@link wait} throws.
   */
  async *logs(job: JobHandle, options: LogsOptions = {}): AsyncGenerator<LogLine, void, undefined> {
    const watch = this.#watch(job.namespace);
    const stop = new AbortController();
    const signals = [this.#closed.signal, stop.signal, ...(options.signal ? [options.signal] : [])];
    try {
      yield* jobLogs(this.#api, job, {
        ...options,
        signal: AbortSignal.any(signals),
        watched: () => watch.get(job.uid),
        changes: (signal) => this.#changes(watch, job, signal),
        random: this.#options.random,
        sleep: this.#options.sleep,
      });
    } finally {
      stop.abort();
    }
  }

  /** Ends the watches; whoever still waits gets a MonitorClosedError. */
  close(): Promise<void> {
    this.#closed.abort(new MonitorClosedError('The monitor was closed.'));
    for (const watch of this.#watches.values()) watch.stop();
    this.#watches.clear();
    return Promise.resolve();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  #watch(namespace: string): NamespaceWatch {
    if (this.#closed.signal.aborted) throw new MonitorClosedError('The monitor is closed; make a new one.');
    let watch = this.#watches.get(namespace);
    if (watch === undefined) {
      watch = new NamespaceWatch(this.#api, { namespace, ...this.#options });
      this.#watches.set(namespace, watch);
    }
    return watch;
  }

  /** Yields once at first and then after each change, until the monitor is closed. */
  async *#changes(watch: NamespaceWatch, job: JobHandle, signal?: AbortSignal): AsyncGenerator<void> {
    // A change between two waits leaves this promise settled, so that none is missed.
    let change = pending();
    const notify = (): void => change.settle();
    const stopListening = watch.listen(job.uid, notify);
    const signals = [this.#closed.signal, ...(signal ? [signal] : [])];
    for (const each of signals) each.addEventListener('abort', notify);
    try {
      for (;;) {
        signal?.throwIfAborted();
        if (this.#closed.signal.aborted) return;
        watch.throwIfRefused();
        change = pending();
        yield;
        await change.promise;
      }
    } finally {
      stopListening();
      for (const each of signals) each.removeEventListener('abort', notify);
    }
  }

  /** A quorum read, before a Job that the watch does not show is called lost. */
  async #look(
    { namespace, name, uid }: JobHandle,
    signal = this.#closed.signal,
  ): Promise<JobOutcome | undefined> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        const found = await this.#api.readNamespacedJob({ name, namespace }, { signal });
        return found.metadata.uid === uid ? undefined : lost('Replaced', name);
      } catch (error) {
        signal.throwIfAborted();
        if (error instanceof ApiResponseError && error.status === 404) return lost('Deleted', name);
        if (error instanceof ApiResponseError && error.status < 500 && error.status !== 429) throw error;
        await this.#options.sleep(fullJitter(attempt, this.#options.random), signal);
      }
    }
  }
}

function pending(): { promise: Promise<void>; settle: () => void } {
  let settle = (): void => undefined;
  const promise = new Promise<void>((resolve) => {
    settle = resolve;
  });
  return { promise, settle };
}

import { setTimeout as sleep } from 'node:timers/promises';
import type { ClusterApi } from '../cluster/cluster-api.js';
import type { JobHandle } from '../cluster/job-handle.js';
import { type Logger, silentLogger } from '../logger.js';
import { cancelJob, type CancelOptions } from './control/cancel-job.js';
import { Cancellations } from './control/cancellations.js';
import {
  cleanUp,
  cleanUpEvery,
  type CleanUpEveryOptions,
  type CleanUpOptions,
  type CleanUpResult,
} from './control/clean-up.js';
import { MonitorClosedError } from './errors.js';
import { type FindOptions, findRun, type FoundRun, listRuns } from './control/find-jobs.js';
import { type EventsOptions, jobEvents } from './events/job-events.js';
import { jobLogs, type LogLine, type LogsOptions } from './logs/job-logs.js';
import { OneByOne } from '../one-by-one.js';
import { LogReading } from './logs/log-reading.js';
import { observedWait } from './outcome/observed-wait.js';
import type { Telemetry } from '../telemetry.js';
import type { JobOutcome } from './outcome/job-outcome.js';
import { changes, type MonitorContext } from './monitor-context.js';
import { LogTails } from './evidence/log-tails.js';
import type { NamespaceWatch } from './watch/namespace-watch.js';
import { SharedWatches } from './watch/shared-watches.js';
import type { RunEvent } from './events/run-event.js';
import { setSuspend } from './control/suspend-job.js';
import { waitForOutcome, type WaitOptions } from './outcome/wait-for-outcome.js';

/** One for all readers: no stack is walked for each. Telemetry tells its name. */
const LEFT = new DOMException('The reader left.', 'AbortError');

export interface JobMonitorOptions {
  /**
   * Watches all namespaces at once, for runs in many of them: needs the rights of deploy/rbac.yaml in a ClusterRole.
   * @default false, one watch for each namespace that is asked about
   */
  readonly allNamespaces?: boolean | undefined;
  /** Told of interruptions of the watch. @default silent */
  readonly logger?: Logger | undefined;
  /** Told of each wait, as a span, and of watches that begin anew, as measurements. @default nothing */
  readonly telemetry?: Telemetry | undefined;
  /** Waits for so many milliseconds. @default a timer */
  readonly sleep?: ((ms: number, signal: AbortSignal) => Promise<void>) | undefined;
  /** Milliseconds since the epoch. @default Date.now */
  readonly now?: (() => number) | undefined;
  /** Spreads the retries. @default Math.random */
  readonly random?: (() => number) | undefined;
}

export interface SignalOptions {
  readonly signal?: AbortSignal | undefined;
}

/**
 * Knows what became of runs: one watch of Jobs and one of Pods per namespace, shared by everybody who asks. Whoever
 * makes a monitor closes it (`await using`); the client given to it stays open.
 *
 * Every verb rejects with `signal.reason` when its signal fires, with a MonitorClosedError when the monitor is closed,
 * and with an ApiResponseError, CredentialsError or KubeConfigError when the cluster does not let this client do it.
 * What passes (a server that restarts, a broken connection) is waited out.
 *
 * @example
 * ```ts
 * await using monitor = new JobMonitor(api);
 * for await (const line of monitor.logs(job)) console.log(line.text);
 * const outcome = await monitor.wait(job);
 * ```
 */
export class JobMonitor implements AsyncDisposable {
  readonly #context: MonitorContext;
  readonly #watches: SharedWatches;
  readonly #allNamespaces: boolean;
  readonly #closed = new AbortController();

  constructor(api: ClusterApi, options: JobMonitorOptions = {}) {
    this.#watches = SharedWatches.of(api);
    this.#allNamespaces = options.allNamespaces ?? false;
    this.#context = {
      api,
      logger: options.logger ?? silentLogger,
      telemetry: options.telemetry,
      sleep: options.sleep ?? ((ms, signal) => sleep(ms, undefined, { signal })),
      now: options.now ?? Date.now,
      random: options.random ?? Math.random,
      closed: this.#closed.signal,
      onClose: new Set(),
      cancellations: new Cancellations(),
      tails: new LogTails(api, this.#closed.signal),
      reading: new Map(),
      watch: (namespace) => this.#watch(namespace),
    };
  }

  /**
   * How the run ends. Never throws for a run that failed: the failure is the value. Works as well for a Job that ended
   * before anybody watched, and for a handle from another process. A suspended Job is waited for.
   *
   * @throws InvalidArgumentError for a time-out that is no number above 0; see also {@link JobMonitor}.
   */
  async wait(job: JobHandle, options: WaitOptions = {}): Promise<JobOutcome> {
    const wait = (): Promise<JobOutcome> => waitForOutcome(this.#context, job, options);
    return this.#context.telemetry === undefined ? wait() : observedWait(this.#context, job, wait);
  }

  /**
   * What happens to the run, each thing once, in the order in which it becomes known, from the beginning as far as the
   * cluster still tells of it, until the Job is settled or gone. On a lost node that may never be: leave by `break` or
   * `signal`. Image pulls need the right to list and watch events; without it they are missing.
   */
  async *events(job: JobHandle, options: EventsOptions = {}): AsyncGenerator<RunEvent, void, undefined> {
    yield* jobEvents(this.#context, job, options);
  }

  /**
   * The output of the run, line by line as it comes: the log of the flow container (the pod's first) of every pod of
   * the Job; no line lost, none twice, in order per container. Ends when the run has ended and all of it was read. Where
   * lines can not be had any more an entry says so (`incomplete`). Slow readers slow the sockets down.
   *
   * @throws InvalidArgumentError for a `container` that the pod does not have, or a `sinceTime` that is none; see also
   * {@link JobMonitor}.
   */
  logs(job: JobHandle, options: LogsOptions = {}): AsyncGenerator<LogLine, void, undefined> {
    return new OneByOne(this.#bunches(job, options));
  }

  /**
   * Stops the run: deletes its Job in the foreground, and waits until the Job and with it its pods are gone, each after
   * its own grace period. A run that has ended before is left as it is, and its outcome given. May be repeated, and
   * called while others wait: they get `cancelled` as soon as the server has taken the deletion. Never touches another
   * Job of the same name.
   *
   * @throws InvalidArgumentError for a grace period that is no whole number above 0; see also {@link JobMonitor}.
   */
  async cancel(job: JobHandle, options: CancelOptions = {}): Promise<JobOutcome> {
    return cancelJob(this.#context, job, options);
  }

  /**
   * Suspends the run: its pods are deleted, and made anew by {@link resume}. Gives `false` when it has ended before.
   */
  async suspend(job: JobHandle, { signal }: SignalOptions = {}): Promise<boolean> {
    return setSuspend(this.#context, job, true, signal);
  }

  /** Lets a suspended run go on. Gives `false` when it has ended before. */
  async resume(job: JobHandle, { signal }: SignalOptions = {}): Promise<boolean> {
    return setSuspend(this.#context, job, false, signal);
  }

  /** The Job of a flow run, when there is one: of several, the youngest that is not on its way out. */
  async find(flowRunId: string, options: FindOptions = {}): Promise<JobHandle | undefined> {
    return findRun(this.#context, flowRunId, options);
  }

  /** All runs of this library in a namespace, page by page from the server. */
  list(options: FindOptions = {}): AsyncGenerator<FoundRun, void, undefined> {
    return listRuns(this.#context, options);
  }

  /**
   * Deletes the Jobs of this library that ended so long ago, with their pods; never one whose logs are being read by
   * this monitor. By the clock of this machine against the cluster's.
   */
  async cleanUp(options: CleanUpOptions): Promise<CleanUpResult> {
    return cleanUp(this.#context, options);
  }

  /**
   * Cleans up at once and then again and again, and gives what each time did, until it is left or its signal fires.
   *
   * @example
   * ```ts
   * for await (const { count } of monitor.cleanUpEvery({ intervalMs: 3_600_000, olderThanMs: 86_400_000 }))
   *   console.log(`${count} Jobs deleted`);
   * ```
   */
  async *cleanUpEvery(options: CleanUpEveryOptions): AsyncGenerator<CleanUpResult, void, undefined> {
    yield* cleanUpEvery(this.#context, options);
  }

  /** Ends what this monitor watches; whoever still waits gets a MonitorClosedError. */
  close(): Promise<void> {
    this.#closed.abort(new MonitorClosedError('The monitor was closed.'));
    for (const tell of [...this.#context.onClose]) tell();
    this.#watches.leave(this.#context);
    return Promise.resolve();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  async *#bunches(job: JobHandle, options: LogsOptions): AsyncGenerator<readonly LogLine[], void, undefined> {
    const { api, random, sleep, now } = this.#context;
    const watch = this.#watch(job.namespace);
    const stop = new AbortController();
    const signals = [this.#closed.signal, stop.signal, ...(options.signal ? [options.signal] : [])];
    const reading = new LogReading();
    const forget = this.#remember(job.uid, reading);
    try {
      const bunches = jobLogs(api, job, {
        ...options,
        signal: AbortSignal.any(signals),
        watched: () => watch.get(job.uid),
        changes: (signal) => changes(this.#context, job, signal),
        reading,
        random,
        sleep,
        now,
      });
      for await (const lines of bunches) {
        yield lines;
        const last = lines.findLast(({ incomplete }) => incomplete === undefined);
        if (last !== undefined) reading.took(last.pod, last.container, last.time);
      }
    } finally {
      forget();
      stop.abort(LEFT);
    }
  }

  /** Notes who reads the logs of a Job; gives what ends that. */
  #remember(uid: string, reading: LogReading): () => void {
    const { reading: readings } = this.#context;
    const ofJob = readings.get(uid) ?? new Set();
    readings.set(uid, ofJob.add(reading));
    return () => {
      ofJob.delete(reading);
      if (ofJob.size === 0) readings.delete(uid);
      reading.endAll();
    };
  }

  #watch(namespace: string): NamespaceWatch {
    if (this.#closed.signal.aborted) throw new MonitorClosedError('The monitor is closed; make a new one.');
    return this.#watches.get(this.#context, this.#allNamespaces ? undefined : namespace);
  }
}

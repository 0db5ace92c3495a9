import type { ClusterApi } from '../../cluster/cluster-api.js';
import { ApiResponseError } from '../../cluster/errors.js';
import { fullJitter } from '../../cluster/retry.js';
import { hasStatus, LASTING_REFUSALS_OF_LOGS, pauseAfter, Refusals } from '../patiently.js';
import { LogGuard } from './log-guard.js';
import { gap, type LogGap, type LogLine } from './log-line.js';
import { DiscontinuityError, LogPosition } from './log-position.js';
import type { ContainerRun } from './pod-state.js';
import { LogGoneError, readLog, type ReadMode } from './read-log.js';

export interface ContainerLog {
  readonly namespace: string;
  readonly pod: string;
  readonly container: string;
  /** Goes on until the container has ended for good; otherwise what is there now is read, and no more. */
  readonly follow: boolean;
  /** Milliseconds since the epoch: lines from then on. */
  readonly from: number | undefined;
  /** What the watch knows. */
  readonly state: () => ContainerRun;
  /** What the server says now. */
  readonly freshState: () => Promise<ContainerRun>;
  /** Yields once at first and then after each change of the pod. */
  readonly changes: (signal: AbortSignal) => AsyncIterable<void>;
  readonly signal: AbortSignal;
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly random: () => number;
  readonly now: () => number;
}

/** A pod that should have been gone so long ago, and whose node fails so often in a row, is given up. */
const OVERDUE_MILLISECONDS = 60_000;
const LAST_TRIES = 5;

/**
 * Reads one container's log to its end. A stream that ends means nothing (a kubelet that restarts ends it cleanly):
 * reading goes on from the last line until the run is over, and a reading of its rest has brought nothing new. A
 * container that was restarted before that has its last run read as the previous one. What can not be read any more is
 * told as a gap.
 */
export class ContainerLogReader {
  readonly #api: ClusterApi;
  readonly #log: ContainerLog;
  #position: LogPosition;
  /** The run whose log is read: all before were read to the end. */
  #run = 0;
  /** The stream of this run came to its end by itself, and nothing has failed since. */
  #endedCleanly = false;
  /** Readings in a row that brought nothing new. */
  #unchanged = 0;
  #failures = 0;
  readonly #refusals = new Refusals(LASTING_REFUSALS_OF_LOGS);
  #isDone = false;

  constructor(api: ClusterApi, log: ContainerLog) {
    this.#api = api;
    this.#log = log;
    this.#position = new LogPosition(log.from);
  }

  async *lines(): AsyncGenerator<readonly LogLine[]> {
    const { follow, signal, sleep, random } = this.#log;
    reading: while (!this.#isDone) {
      const state = await this.#nextToRead();
      if (state === undefined) return;
      if (state.run > this.#run + 1) {
        const isMissing = this.#run + 2 < state.run || !this.#endedCleanly;
        yield this.#leaveRun(state.run - 1, isMissing ? 'RunGone' : undefined);
      }
      const mode = this.#modeFor(state);
      let isUnproven = state.mayRestart && this.#position.isAtStart;
      try {
        for await (const lines of this.#read(mode)) {
          this.#failures = 0;
          this.#refusals.reset();
          // Of a container that was restarted meanwhile it may be the log of another run.
          if (isUnproven && (await this.#refresh(state))) {
            this.#readAnew();
            continue reading;
          }
          isUnproven = false;
          this.#endedCleanly = false;
          yield this.#asked(lines);
        }
        // A last line without newline may be of another run too, and would be told as one of this.
        if (isUnproven && this.#position.hasUnconfirmed && (await this.#refresh(state))) {
          this.#readAnew();
          continue;
        }
        this.#failures = 0;
        this.#refusals.reset();
        if (mode === 'follow') {
          if (this.#log.state().phase === 'running') await sleep(fullJitter(1, random), signal);
        } else {
          yield await this.#afterRest(mode, state);
        }
      } catch (error) {
        signal.throwIfAborted();
        // What was not given, as the question of which run it is has failed, comes again.
        if (isUnproven) this.#position.forgetReading();
        yield await this.#afterFailure(error, mode, state);
      }
      if (!follow && this.#run > state.run) return;
    }
  }

  #modeFor({ run, phase }: ContainerRun): ReadMode {
    if (run > this.#run) return 'previous';
    return phase === 'running' && this.#log.follow ? 'follow' : 'rest';
  }

  async *#read(mode: ReadMode): AsyncGenerator<readonly LogLine[]> {
    const { namespace, pod, container, signal } = this.#log;
    const request = { namespace, pod, container, mode };
    const follows = mode === 'follow';
    const guard = new LogGuard(this.#log, follows ? (stopped) => this.#untilOver(stopped) : undefined);
    try {
      const onBytes = (): void => guard.feed();
      yield* readLog(this.#api, request, this.#position, { signal: guard.signal, onBytes });
      this.#endedCleanly = true;
    } catch (error) {
      if (!follows || !guard.gaveUp || signal.aborted) throw error;
      this.#endedCleanly = false;
    } finally {
      guard.stop();
    }
  }

  /** A reading of what is left of a run came to its end: the run is read when it brought nothing new. */
  async #afterRest(mode: ReadMode, state: ContainerRun): Promise<readonly LogLine[]> {
    const { run, phase, mayRestart } = state;
    this.#unchanged = this.#position.isChanged ? 0 : this.#unchanged + 1;
    // What has come again shows that a reading was not cut short; where nothing can, it takes two.
    const isProven = this.#position.isCaughtUp && !this.#position.isAtStart;
    const isRead = this.#unchanged >= (isProven ? 1 : 2);
    if (!isRead && (phase !== 'running' || mode === 'previous')) return [];
    // Of a container that was restarted meanwhile they may be of another run, which has written nothing yet.
    if (isRead && !isProven && mayRestart && (await this.#refresh(state))) {
      this.#endedCleanly = false;
      this.#unchanged = 0;
      return [];
    }
    this.#isDone = mode === 'rest' && phase === 'ended';
    return this.#leaveRun(mode === 'previous' ? run : run + 1);
  }

  /** Gives what is left to tell, and what is missing for good; throws what the caller has to know. */
  async #afterFailure(error: unknown, mode: ReadMode, state: ContainerRun): Promise<readonly LogLine[]> {
    const { signal, sleep, random } = this.#log;
    const lasts = this.#refusals.last(error);
    if (error instanceof DiscontinuityError) return this.#afterDiscontinuity(state);
    const wasWhole = this.#endedCleanly;
    // A kubelet that restarts answers 404 too, until it knows its pods again.
    // Source: k8s.io/kubernetes/pkg/kubelet/server/server.go, getContainerLogs
    const isUnknown = hasStatus(error, 404);
    const isGone = error instanceof LogGoneError;
    if (isGone && (await this.#refresh(state))) return [];
    // "previous terminated container … not found", or its log: that can not be read any more, but what came after it.
    if (mode === 'previous' && (isGone || hasStatus(error, 400))) {
      return this.#leaveRun(state.run, wasWhole || !state.hasRunBefore ? undefined : 'RunGone');
    }
    if (isGone || (isUnknown && (await this.#log.freshState()).isGone)) {
      // Of a run before it was read the log, and of its own nothing.
      const isUnread = mode === 'previous';
      if ((wasWhole && !isUnread) || !state.hasRun) return this.#end();
      return this.#end(isGone ? 'LogGone' : 'PodGone');
    }
    if (hasStatus(error, 400)) {
      // "is waiting to start", "is not available": what will never run has no log.
      const isBegun = !this.#position.isAtStart || this.#position.hasUnconfirmed;
      const isLost = isBegun && !wasWhole;
      if (state.phase === 'ended' || !this.#log.follow) return this.#end(isLost ? 'LogGone' : undefined);
    } else if (!isUnknown && lasts) {
      throw error;
    }
    this.#endedCleanly = false;
    this.#failures += 1;
    if (this.#isUnreachable(error, state)) return this.#end('NodeUnreachable');
    await sleep(pauseAfter(error, this.#failures, random), signal);
    return [];
  }

  /** Another run's log, or one whose beginning was thrown away? */
  async #afterDiscontinuity(state: ContainerRun): Promise<readonly LogLine[]> {
    if (await this.#refresh(state)) return [];
    const left = this.#left('Rotated');
    this.#position.skipWhatIsMissing();
    return left;
  }

  /**
   * Whether the server tells of a later run than was known; waits until the watch does so too. Of a pod that is gone it
   * tells nothing.
   */
  async #refresh({ run }: ContainerRun): Promise<boolean> {
    const fresh = await this.#log.freshState();
    if (fresh.isGone || fresh.run <= run) return false;
    for await (const _ of this.#log.changes(this.#log.signal)) {
      const known = this.#log.state();
      if (known.isGone) return false;
      if (known.run >= fresh.run) break;
    }
    return true;
  }

  #isUnreachable(error: unknown, { goneBy }: ContainerRun): boolean {
    const overdue = goneBy !== undefined && this.#log.now() - Date.parse(goneBy) > OVERDUE_MILLISECONDS;
    return overdue && this.#failures >= LAST_TRIES && error instanceof ApiResponseError;
  }

  /** Goes on with another run; gives what is left to tell of the last one. */
  #leaveRun(next: number, missing?: LogGap['reason']): readonly LogLine[] {
    const left = this.#left(missing);
    this.#startRun(next);
    return left;
  }

  /** Gives what is left to tell of a log that can not be read any more. */
  #end(missing?: LogGap['reason']): readonly LogLine[] {
    this.#isDone = true;
    return this.#left(missing);
  }

  /** The first lines that a reading brought were not told: they come again. */
  #readAnew(): void {
    this.#position.forgetReading();
    this.#endedCleanly = false;
    this.#unchanged = 0;
  }

  #startRun(run: number): void {
    this.#run = run;
    this.#position = new LogPosition(this.#log.from);
    this.#endedCleanly = false;
    this.#unchanged = 0;
  }

  /** Waits until there is something to read; `undefined` when there never will be. */
  async #nextToRead(): Promise<ContainerRun | undefined> {
    const { state, changes, signal, follow } = this.#log;
    for await (const _ of changes(signal)) {
      const current = state();
      const { run, phase } = current;
      if (run > this.#run || phase === 'running') return current;
      if (run === this.#run && phase !== 'waiting') return current;
      if (phase === 'ended' || !follow) return undefined;
    }
    return undefined;
  }

  async #untilOver(stopped: AbortSignal): Promise<void> {
    const run = this.#run;
    for await (const _ of this.#log.changes(stopped)) {
      const state = this.#log.state();
      if (state.run !== run || state.phase !== 'running') return;
    }
  }

  #asked(lines: readonly LogLine[]): readonly LogLine[] {
    const { from } = this.#log;
    return from === undefined ? lines : lines.filter(({ time }) => Date.parse(time) >= from);
  }

  /** The last line without newline, which no other reading can confirm any more, and what is missing after it. */
  #left(missing: LogGap['reason'] | undefined): readonly LogLine[] {
    const { pod, container } = this.#log;
    const cut = this.#position.takeUnconfirmed();
    const told = cut === undefined ? [] : this.#asked([{ pod, container, time: cut.time, text: cut.rest }]);
    return missing === undefined ? told : [...told, ...this.#gap(missing)];
  }

  #gap(reason: LogGap['reason']): readonly LogLine[] {
    const { pod, container, now } = this.#log;
    const time = new Date(now()).toISOString().replace('Z', '000000Z');
    return [{ pod, container, time, text: '', incomplete: gap(reason) }];
  }
}

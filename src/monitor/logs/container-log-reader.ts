import type { ClusterApi } from '../../cluster/cluster-api.js';
import { fullJitter } from '../../cluster/retry.js';
import { LASTING_REFUSALS_OF_LOGS, pauseAfter, Refusals } from '../patiently.js';
import { consequenceOf, isUnknown, RESTART_IS_TOLD } from './failed-reading.js';
import { LogGuard } from './log-guard.js';
import { gapLine, type LogGap, type LogLine } from './log-line.js';
import { DiscontinuityError, LogPosition } from './log-position.js';
import type { ContainerRun } from './pod-state.js';
import { LogGoneError, readLog, type ReadMode } from './read-log.js';
import { nextToRead, untilOver, type WatchedContainer, wasRestarted } from './watched-container.js';

export interface ContainerLog extends WatchedContainer {
  readonly namespace: string;
  readonly pod: string;
  readonly container: string;
  /** Goes on until the container has ended for good; otherwise what is there now is read, and no more. */
  readonly follow: boolean;
  /** Milliseconds since the epoch: lines from then on. */
  readonly from: number | undefined;
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly random: () => number;
  readonly now: () => number;
}

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
  /** The stream of this run came to its end by itself, after all that was read before, and nothing has failed since. */
  #endedCleanly = false;
  /** Readings in a row that brought nothing new. */
  #unchanged = 0;
  #failures = 0;
  /** How often the word of a restart was waited for, since the last line. */
  #waits = 0;
  readonly #refusals = new Refusals(LASTING_REFUSALS_OF_LOGS);
  #isDone = false;
  /** The time of the last line that was given. */
  #lastTime: string | undefined;

  constructor(api: ClusterApi, log: ContainerLog) {
    this.#api = api;
    this.#log = log;
    this.#position = new LogPosition(log.from);
  }

  async *lines(): AsyncGenerator<readonly LogLine[]> {
    const { follow, signal } = this.#log;
    while (!this.#isDone) {
      const state = await nextToRead(this.#log, this.#run, follow);
      if (state === undefined) return;
      if (state.run > this.#run + 1) {
        const isMissing = this.#run + 2 < state.run || !this.#endedCleanly;
        yield this.#leaveRun(state.run - 1, isMissing ? 'RunGone' : undefined);
      }
      const mode = this.#modeFor(state);
      try {
        yield* this.#reading(mode, state);
      } catch (error) {
        signal.throwIfAborted();
        yield await this.#afterFailure(error, mode, state);
      }
      if (!follow && this.#run > state.run) return;
    }
  }

  #modeFor({ run, phase }: ContainerRun): ReadMode {
    if (run > this.#run) return 'previous';
    return phase === 'running' && this.#log.follow ? 'follow' : 'rest';
  }

  /** One reading, and what follows from its end. */
  async *#reading(mode: ReadMode, state: ContainerRun): AsyncGenerator<readonly LogLine[]> {
    const { signal, sleep, random } = this.#log;
    let isUnproven = state.mayRestart && this.#position.isAtStart;
    try {
      for await (const lines of this.#read(mode)) {
        this.#answered();
        this.#waits = 0;
        if (isUnproven && (await this.#isOfAnotherRun(state))) return;
        isUnproven = false;
        this.#endedCleanly = false;
        yield this.#asked(lines);
      }
      // A last line without newline is told later, as one of this run.
      if (isUnproven && this.#position.hasUnconfirmed && (await this.#isOfAnotherRun(state))) return;
      isUnproven = false;
    } finally {
      // What was held back comes again.
      if (isUnproven) this.#position.forgetReading();
    }
    this.#answered();
    if (mode !== 'follow') yield await this.#afterRest(mode, state);
    else if (this.#log.state().phase === 'running') await sleep(fullJitter(1, random), signal);
  }

  async *#read(mode: ReadMode): AsyncGenerator<readonly LogLine[]> {
    const { namespace, pod, container, signal } = this.#log;
    const request = { namespace, pod, container, mode };
    const follows = mode === 'follow';
    const over = (stopped: AbortSignal): Promise<void> => untilOver(this.#log, this.#run, stopped);
    const guard = new LogGuard(this.#log, follows ? over : undefined);
    try {
      const onBytes = (): void => guard.feed();
      yield* readLog(this.#api, request, this.#position, { signal: guard.signal, onBytes });
      this.#endedCleanly = this.#position.hasComeAgain;
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
    const { isChanged, isCaughtUp, isAtStart } = this.#position;
    this.#unchanged = isChanged ? 0 : this.#unchanged + 1;
    // What has come again shows that a reading was not cut short; where nothing can, it takes two.
    const isProven = isCaughtUp && !isAtStart;
    // What was read before and never comes again was thrown away: the log was rotated, and nothing written since.
    const isRead = this.#unchanged >= (isProven ? 1 : isCaughtUp ? 2 : 1 + RESTART_IS_TOLD.waits);
    if (!isRead && (phase !== 'running' || mode === 'previous')) {
      if (!isCaughtUp) await this.#wait();
      return [];
    }
    // The log of a new run, which has written nothing yet, looks the same.
    if (isRead && !isProven && mayRestart && (await this.#isOfAnotherRun(state))) return [];
    this.#isDone = mode === 'rest' && phase === 'ended';
    return this.#leaveRun(mode === 'previous' ? run : run + 1, isRead && !isCaughtUp ? 'Rotated' : undefined);
  }

  /**
   * Whether what was read may be of another run, as the container was restarted meanwhile: then it tells nothing of the
   * end of this one.
   */
  async #isOfAnotherRun(state: ContainerRun): Promise<boolean> {
    if (!(await wasRestarted(this.#log, state))) return false;
    this.#endedCleanly = false;
    this.#unchanged = 0;
    return true;
  }

  #answered(): void {
    this.#failures = 0;
    this.#refusals.reset();
  }

  /** Gives what is left to tell, and what is missing for good; throws what the caller has to know. */
  async #afterFailure(error: unknown, mode: ReadMode, state: ContainerRun): Promise<readonly LogLine[]> {
    const { follow, freshState, now, signal, sleep, random } = this.#log;
    const lasts = this.#refusals.lasts(error);
    // Another run's log, or the same one, of which nothing or not all is there any more?
    const isOther = error instanceof DiscontinuityError || error instanceof LogGoneError;
    if (isOther && (await wasRestarted(this.#log, state))) return [];
    const { then, missing } = consequenceOf(error, {
      mode,
      state,
      follow,
      wasWhole: this.#endedCleanly,
      isBegun: !this.#position.isAtStart || this.#position.hasUnconfirmed,
      isPodGone: isUnknown(error) && (await freshState()).isGone,
      lasts,
      failures: this.#failures + 1,
      waits: this.#waits,
      now: now(),
    });
    if (then === 'reject') throw error;
    if (then === 'end') return this.#end(missing);
    if (then === 'leave') return this.#leaveRun(state.run, missing);
    if (then === 'skip') return this.#skip(missing);
    if (then === 'wait') {
      this.#waits += 1;
      await this.#wait();
      return [];
    }
    this.#endedCleanly = false;
    this.#failures += 1;
    await sleep(pauseAfter(error, this.#failures, random), signal);
    return [];
  }

  #wait(): Promise<void> {
    return this.#log.sleep(RESTART_IS_TOLD.milliseconds, this.#log.signal);
  }

  /** Goes on with what is there; gives what is left to tell of what is not. */
  #skip(missing: LogGap['reason'] | undefined): readonly LogLine[] {
    const left = this.#left(missing);
    this.#position.skipWhatIsMissing();
    return left;
  }

  /** Goes on with another run; gives what is left to tell of the last one. */
  #leaveRun(next: number, missing?: LogGap['reason']): readonly LogLine[] {
    const left = this.#left(missing);
    this.#run = next;
    this.#position = new LogPosition(this.#log.from);
    this.#endedCleanly = false;
    this.#unchanged = 0;
    this.#waits = 0;
    return left;
  }

  /** Gives what is left to tell of a log that can not be read any more. */
  #end(missing?: LogGap['reason']): readonly LogLine[] {
    this.#isDone = true;
    return this.#left(missing);
  }

  #asked(lines: readonly LogLine[]): readonly LogLine[] {
    const { from } = this.#log;
    const asked = from === undefined ? lines : lines.filter(({ time }) => Date.parse(time) >= from);
    this.#lastTime = asked.at(-1)?.time ?? this.#lastTime;
    return asked;
  }

  /** The last line without newline, which no other reading can confirm any more, and what is missing after it. */
  #left(missing: LogGap['reason'] | undefined): readonly LogLine[] {
    const { pod, container, now } = this.#log;
    const cut = this.#position.takeUnconfirmed();
    const told = cut === undefined ? [] : this.#asked([{ pod, container, time: cut.time, text: cut.rest }]);
    if (missing === undefined) return told;
    return [...told, gapLine(pod, container, missing, this.#lastTime ?? timeOf(now()))];
  }
}

/** As the container runtime writes it. */
function timeOf(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace('Z', '000000Z');
}

import type { LinePiece } from './line-splitter.js';
import { Stamps } from './stamps.js';

/** Something else comes than what was read before: another run's log, or one whose beginning was thrown away. */
export class DiscontinuityError extends Error {}

/** A line of which so many bytes were read, and not its end. */
interface Open {
  readonly time: string;
  readonly bytes: number;
}

/**
 * How far the log of one run of a container was read, so that reading can go on after a break with no line lost and none
 * twice. The kubelet cuts `sinceTime` to whole seconds, and stamps are not in order across stdout and stderr, while
 * the lines themselves always come in the order of its file. So a reading starts a second before the newest stamp, and
 * what was read since then comes again first, line by line: only this is remembered.
 */
export class LogPosition {
  readonly #from: number;
  #newest = -Infinity;
  readonly #read = new Stamps();
  #open: Open | undefined;
  /** The last line, that had no newline: it counts when it is the same in the next reading. */
  #cut: (Open & { readonly rest: string }) | undefined;
  #cutBefore: (Open & { readonly rest: string }) | undefined;
  /** In this reading: so many lines have come again, and the open one. */
  #again = 0;
  #openAgain = true;
  #changed = false;
  /** Of the current line: its first piece, whether it was read before, how many bytes of it, and how many came. */
  #line: Pick<LinePiece, 'time' | 'seconds' | 'nanoseconds'> = { time: '', seconds: 0, nanoseconds: 0 };
  #isRead = false;
  #had = 0;
  #came = 0;

  /** @param from milliseconds since the epoch: no line before is asked for. Left out: the beginning. */
  constructor(from = -Infinity) {
    this.#from = from;
  }

  /** For `sinceTime`: RFC 3339 in whole seconds; `undefined` is the beginning. */
  get since(): string | undefined {
    const since = this.#since;
    return since === -Infinity ? undefined : `${new Date(since * 1000).toISOString().slice(0, 19)}Z`;
  }

  /** Whether no line counts yet. */
  get isAtStart(): boolean {
    return this.#newest === -Infinity;
  }

  /** Whether the last line has no newline, and does not count yet. */
  get hasUnconfirmed(): boolean {
    return this.#cut !== undefined;
  }

  /** The last line without newline, while it does not count yet: no other reading can confirm it any more. */
  takeUnconfirmed(): { readonly time: string; readonly rest: string } | undefined {
    const cut = this.#cut;
    this.#cut = undefined;
    return cut;
  }

  /** Whether this reading brought anything that was not known. */
  get isChanged(): boolean {
    return this.#changed;
  }

  /** Whether all that counts of what was read before has come again in this reading. */
  get hasComeAgain(): boolean {
    return this.#again === this.#read.length && this.#openAgain;
  }

  /** Whether all that was read before has come again in this reading. */
  get isCaughtUp(): boolean {
    return this.hasComeAgain && this.#cut === undefined;
  }

  /** To be called before each reading. */
  startReading(): void {
    this.#read.forgetBefore(this.#since);
    this.#again = 0;
    this.#openAgain = this.#open === undefined;
    this.#cutBefore = this.#cut;
    this.#changed = false;
  }

  /** Takes back this reading, the first that brought lines: they are of another run, or come again. */
  forgetReading(): void {
    this.#newest = -Infinity;
    this.#read.forgetBefore(Infinity);
    this.#open = undefined;
    this.#cut = this.#cutBefore;
  }

  /** What was read before will not come again: take what comes as it is. */
  skipWhatIsMissing(): void {
    this.#read.forgetBefore(Infinity);
    this.#open = undefined;
  }

  /**
   * The text of a piece that was not read before; `undefined` when there is none. Of a last line without newline
   * nothing counts until the run has ended and two readings told the same: its rest may follow.
   *
   * @throws DiscontinuityError
   */
  take(piece: LinePiece, hasEnded: boolean): string | undefined {
    if (piece.first) this.#begin(piece);
    if (this.#isRead) return undefined;
    const { text, last } = piece;
    if (piece.bytes === undefined && this.#had === 0) {
      this.#add();
      return text;
    }
    const bytes = piece.bytes ?? Buffer.from(text);
    const start = Math.min(Math.max(this.#had - this.#came, 0), bytes.length);
    const fresh = start === 0 ? text : bytes.toString('utf8', start);
    this.#came += bytes.length;
    if (last === 'cut') return this.#takeCut(fresh, hasEnded);
    if (last) this.#add();
    else this.#keepOpen();
    return start < bytes.length || last ? fresh : undefined;
  }

  /** Seconds since the epoch. */
  get #since(): number {
    return Math.max(this.#newest - 1, Math.floor(this.#from / 1000));
  }

  #begin(piece: LinePiece): void {
    this.#isRead = this.#again < this.#read.length;
    this.#had = 0;
    this.#came = 0;
    if (this.#isRead) {
      while (!this.#read.isAt(this.#again, piece)) {
        this.#again += 1;
        if (this.#again >= this.#read.length) throw new DiscontinuityError();
      }
      this.#again += 1;
      return;
    }
    // Not the piece: its text may be large, and the next line far away.
    const { time, seconds, nanoseconds } = piece;
    this.#line = { time, seconds, nanoseconds };
    if (this.#openAgain) return;
    if (this.#open?.time !== piece.time) throw new DiscontinuityError();
    this.#openAgain = true;
    this.#had = this.#open.bytes;
  }

  #add(): void {
    const { seconds } = this.#line;
    if (seconds > this.#newest) {
      this.#newest = seconds;
      // What has come again is all of it by now.
      this.#read.shorten(this.#since);
    }
    this.#read.add(this.#line);
    this.#again = this.#read.length;
    this.#open = undefined;
    this.#cut = undefined;
    this.#changed = true;
  }

  #keepOpen(): void {
    if (this.#came <= this.#had) return;
    const { time, seconds } = this.#line;
    this.#open = { time, bytes: this.#came };
    this.#newest = Math.max(this.#newest, seconds);
    // It was given as a part now.
    this.#cut = undefined;
    this.#changed = true;
  }

  #takeCut(rest: string, hasEnded: boolean): string | undefined {
    const { time } = this.#line;
    const before = this.#cut?.time === time ? this.#cut.bytes : -1;
    // This reading was cut short within the line.
    if (this.#came < before) return undefined;
    const known = this.#changed;
    if (this.#came > before) {
      this.#cut = { time, bytes: this.#came, rest };
      this.#changed = true;
      return undefined;
    }
    if (!hasEnded) return undefined;
    this.#add();
    this.#changed = known;
    return rest;
  }
}

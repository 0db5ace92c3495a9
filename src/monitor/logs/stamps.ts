import type { LinePiece } from './line-splitter.js';

type Stamp = Pick<LinePiece, 'seconds' | 'nanoseconds'>;

/** The stamps of many lines in the order of the log, as numbers: they take little memory. */
export class Stamps {
  #seconds: number[] = [];
  #nanoseconds: number[] = [];

  get length(): number {
    return this.#seconds.length;
  }

  add({ seconds, nanoseconds }: Stamp): void {
    this.#seconds.push(seconds);
    this.#nanoseconds.push(nanoseconds);
  }

  isAt(index: number, { seconds, nanoseconds }: Stamp): boolean {
    return this.#nanoseconds[index] === nanoseconds && this.#seconds[index] === seconds;
  }

  forgetBefore(since: number): void {
    const all = this.#seconds;
    this.#seconds = all.filter((seconds) => seconds >= since);
    this.#nanoseconds = this.#nanoseconds.filter((_, index) => (all[index] ?? since) >= since);
  }

  /** Only what stands before the first that is newer: less work, where it is done again and again. */
  shorten(since: number): void {
    const kept = this.#seconds.findIndex((seconds) => seconds >= since);
    this.#seconds = kept < 0 ? [] : this.#seconds.slice(kept);
    this.#nanoseconds = kept < 0 ? [] : this.#nanoseconds.slice(kept);
  }
}

import type { LinePiece } from './line-splitter.js';

type Stamp = Pick<LinePiece, 'second' | 'nanoseconds'>;

/** The stamps of many lines in the order of the log, as numbers: they take little memory. */
export class Stamps {
  #seconds: number[] = [];
  #nanoseconds: number[] = [];

  get length(): number {
    return this.#seconds.length;
  }

  add({ second, nanoseconds }: Stamp): void {
    this.#seconds.push(second);
    this.#nanoseconds.push(nanoseconds);
  }

  isAt(index: number, { second, nanoseconds }: Stamp): boolean {
    return this.#nanoseconds[index] === nanoseconds && this.#seconds[index] === second;
  }

  forgetBefore(since: number): void {
    const seconds = this.#seconds;
    this.#seconds = seconds.filter((second) => second >= since);
    this.#nanoseconds = this.#nanoseconds.filter((_, index) => (seconds[index] ?? since) >= since);
  }
}

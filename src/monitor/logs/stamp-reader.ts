/** `2026-11-23T10:00:00.123456789Z` is 30 characters, with a zone instead of the `Z` 35. */
export const LONGEST_STAMP = 35;

const [ZERO, SPACE, Z] = [0x30, 0x20, 0x5a];
const stamp = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.(\d{1,9}))?(Z|[+-]\d\d:\d\d)(?= |\n|$)/y;

/** Reads the stamps of lines, most of which are of the same second: a date is not read for each. */
export class StampReader {
  /** Of the stamp that was read last: its characters, its whole seconds since the epoch, and the rest. */
  length = 0;
  seconds = 0;
  nanoseconds = 0;
  /** `2026-11-23T10:00:00.` of the last stamp in UTC, and its seconds. */
  #before = '?';
  #secondsBefore = 0;

  /** Whether a stamp stands there. */
  read(text: string, at: number): boolean {
    // `startsWith` takes three times as long.
    if (text.slice(at, at + 20) !== this.#before) return this.#readAny(text, at);
    let nanoseconds = 0;
    let place = at + 20;
    for (; place < at + 29; place += 1) {
      const digit = text.charCodeAt(place) - ZERO;
      if (!(digit >= 0 && digit <= 9)) return this.#readAny(text, at);
      nanoseconds = nanoseconds * 10 + digit;
    }
    if (text.charCodeAt(place) !== Z || text.charCodeAt(place + 1) !== SPACE) return this.#readAny(text, at);
    this.length = 30;
    this.seconds = this.#secondsBefore;
    this.nanoseconds = nanoseconds;
    return true;
  }

  #readAny(text: string, at: number): boolean {
    stamp.lastIndex = at;
    const [found, fraction = '', zone] = stamp.exec(text) ?? [];
    if (found === undefined) return false;
    this.length = found.length;
    this.seconds = Math.floor(Date.parse(found) / 1000);
    this.nanoseconds = Number(fraction.padEnd(9, '0'));
    if (fraction !== '' && zone === 'Z') {
      this.#before = found.slice(0, 20);
      this.#secondsBefore = this.seconds;
    }
    return true;
  }
}

import type { StampedLine } from './log-lines.js';

/** Lines with how often each was seen, by the second of their stamp. */
type Seconds = Map<string, Map<string, number>>;

/**
 * What was already read of a log, so that reading can go on after a break with no line lost and none twice. The
 * kubelet cuts `sinceTime` to whole seconds, and stamps are not in order across stdout and stderr: so a resume starts
 * a second before the newest stamp, and lines from then on are matched one by one, not by "newer than". Only the lines
 * of these two seconds are kept.
 */
export class SeenLines {
  #newest = '';
  #since: string | undefined;
  readonly #seen: Seconds = new Map();
  #replayed: Seconds = new Map();

  /** Where the next read has to start; `undefined` is the beginning. */
  get since(): string | undefined {
    return this.#since;
  }

  /** To be called before each read: what was seen so far may come again, each line as often as it was seen. */
  startReading(): void {
    this.#replayed = new Map([...this.#seen].map(([second, lines]) => [second, new Map(lines)]));
  }

  /** Whether the line comes for the first time; remembers it. */
  isNew({ time, text }: StampedLine): boolean {
    const second = time.slice(0, 19);
    const key = `${time.slice(19)} ${text}`;
    const replayed = this.#replayed.get(second);
    const left = replayed?.get(key) ?? 0;
    if (left > 0) {
      replayed?.set(key, left - 1);
      return false;
    }
    if (second > this.#newest) this.#moveTo(second);
    const lines = this.#seen.get(second) ?? new Map<string, number>();
    this.#seen.set(second, lines.set(key, (lines.get(key) ?? 0) + 1));
    return true;
  }

  #moveTo(second: string): void {
    this.#newest = second;
    const since = new Date(Date.parse(`${second}Z`) - 1000).toISOString().slice(0, 19);
    this.#since = `${since}Z`;
    for (const seconds of [this.#seen, this.#replayed]) {
      for (const old of seconds.keys()) if (old < since) seconds.delete(old);
    }
  }
}

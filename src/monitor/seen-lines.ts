import type { StampedLine } from './log-lines.js';

/**
 * What was already read of a log, so that reading can go on after a break with no line lost and none twice. The
 * kubelet cuts `sinceTime` to whole seconds, and stamps are not in order across stdout and stderr: so a resume starts
 * a second before the newest stamp, and lines from then on are matched one by one, not by "newer than".
 */
export class SeenLines {
  #newest = '';
  #seen = new Map<string, number>();
  #replayed = new Map<string, number>();

  /** Where the next read has to start; `undefined` is the beginning. */
  get since(): string | undefined {
    if (this.#newest === '') return undefined;
    return `${new Date(Date.parse(this.#newest) - 1000).toISOString().slice(0, 19)}Z`;
  }

  /** To be called before each read: what was seen so far may come again, each line as often as it was seen. */
  startReading(): void {
    const since = this.since ?? '';
    this.#seen = new Map([...this.#seen].filter(([key]) => key.slice(0, 19) >= since.slice(0, 19)));
    this.#replayed = new Map(this.#seen);
  }

  /** Whether the line comes for the first time; remembers it. */
  isNew({ time, text }: StampedLine): boolean {
    const key = `${time} ${text}`;
    const left = this.#replayed.get(key) ?? 0;
    if (left > 0) {
      this.#replayed.set(key, left - 1);
      return false;
    }
    this.#seen.set(key, (this.#seen.get(key) ?? 0) + 1);
    if (time > this.#newest) this.#newest = time;
    return true;
  }
}

// Far more than one change sets off. Beyond it the event loop gets its turn, so that a mistake does not hang the process.
const longestRun = 10_000;

/**
 * Runs reactions to changes one after the other, each key at most once however often it is asked for before its turn.
 * All happens in microtasks, so whatever one change sets off is done before the event loop turns.
 */
export class WorkQueue {
  readonly #waiting = new Map<string, () => void>();
  #running = false;
  #run = 0;
  #stopped = false;

  add(key: string, work: () => void): void {
    if (this.#stopped || this.#waiting.has(key)) return;
    this.#waiting.set(key, work);
    if (this.#running) return;
    this.#running = true;
    queueMicrotask(() => this.#next());
  }

  stop(): void {
    this.#stopped = true;
    this.#waiting.clear();
  }

  #next(): void {
    const [first] = this.#waiting;
    if (first === undefined) {
      this.#running = false;
      this.#run = 0;
      return;
    }
    const [key, work] = first;
    this.#waiting.delete(key);
    try {
      work();
    } finally {
      if (++this.#run % longestRun === 0) setImmediate(() => this.#next());
      else queueMicrotask(() => this.#next());
    }
  }
}

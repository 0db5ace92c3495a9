import type { Clock } from './clock.js';

interface Timer {
  readonly due: number;
  readonly callback: () => void;
}

/**
 * A clock that stands still until it is told to move, so that a test of back-off, deadline, grace or TTL waits for
 * nothing.
 *
 * @example
 * const clock = new ManualClock();
 * await using cluster = await EmbeddedCluster.start({ clock });
 * await clock.advance(10_000); // ten seconds of the cluster
 */
export class ManualClock implements Clock {
  #now: number;
  readonly #timers = new Set<Timer>();

  /** @param startMs milliseconds since the epoch. @default 2026-01-01T00:00:00Z */
  constructor(startMs: number = Date.UTC(2026, 0, 1)) {
    this.#now = startMs;
  }

  now(): number {
    return this.#now;
  }

  schedule(delayMs: number, callback: () => void): () => void {
    const timer = { due: this.#now + Math.max(delayMs, 0), callback };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }

  /**
   * Moves the time on by `ms`, stopping at each timer on the way: it is fired at its own time, in order, and what it
   * sets off inside the cluster (controllers, node, functions that stand for images) is let settle before time goes
   * on. What goes over a socket or out of a child process is not waited for.
   */
  async advance(ms: number): Promise<void> {
    const end = this.#now + ms;
    await settle();
    for (let next = this.#next(end); next !== undefined; next = this.#next(end)) {
      this.#timers.delete(next);
      this.#now = next.due;
      next.callback();
      await settle();
    }
    this.#now = end;
  }

  #next(end: number): Timer | undefined {
    let first: Timer | undefined;
    for (const timer of this.#timers) {
      if (timer.due <= end && (first === undefined || timer.due < first.due)) first = timer;
    }
    return first;
  }
}

// The cluster reacts in microtasks, so one turn of the event loop lets all of it happen; the second is for
// functions of the user that themselves wait for a turn.
async function settle(): Promise<void> {
  for (let turn = 0; turn < 2; turn++) await new Promise((resolve) => setImmediate(resolve));
}

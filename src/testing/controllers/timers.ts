import type { Clock } from '../clock/clock.js';

/** Timers by name; setting one anew replaces it. All end with the cluster. */
export class Timers {
  readonly #clock: Clock;
  readonly #pending = new Map<string, () => void>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  set(name: string, delayMs: number, callback: () => void): void {
    this.cancel(name);
    const cancel = this.#clock.schedule(delayMs, () => {
      this.#pending.delete(name);
      callback();
    });
    this.#pending.set(name, cancel);
  }

  cancel(name: string): void {
    this.#pending.get(name)?.();
    this.#pending.delete(name);
  }

  stop(): void {
    for (const cancel of this.#pending.values()) cancel();
    this.#pending.clear();
  }
}

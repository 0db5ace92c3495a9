/** The API server sends a bookmark about every minute: of a watch that is silent for longer nothing may come any more. */
const IDLE_MILLISECONDS = 150_000;

/** Gives up a stream on which nothing comes: its signal fires one to two periods after the last {@link feed}. */
export class IdleWatchdog {
  readonly #giveUp = new AbortController();
  readonly #stop = new AbortController();
  #fed = false;

  constructor(
    sleep: (ms: number, signal: AbortSignal) => Promise<void>,
    reason: () => Error,
    ms = IDLE_MILLISECONDS,
  ) {
    const watch = async (): Promise<void> => {
      do {
        this.#fed = false;
        await sleep(ms, this.#stop.signal);
      } while (this.#fed && !this.#stop.signal.aborted);
      if (!this.#stop.signal.aborted) this.#giveUp.abort(reason());
    };
    // It rejects only when it is stopped.
    watch().catch(() => undefined);
  }

  get signal(): AbortSignal {
    return this.#giveUp.signal;
  }

  /** Something came. */
  feed(): void {
    this.#fed = true;
  }

  stop(): void {
    // With a reason no exception is made, and no stack is walked, for each stream.
    this.#stop.abort('stopped');
  }
}

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Ends child processes when this process ends, also by a signal such as Ctrl-C, which a process group of its own would not get. */
export class ProcessGuard {
  readonly #kills = new Set<() => void>();
  readonly #onExit = (): void => {
    for (const kill of this.#kills) kill();
  };
  readonly #onSignal = (signal: NodeJS.Signals): void => {
    this.#onExit();
    this.#unlisten();
    // With nobody else to decide, the signal does what it always does.
    if (process.listenerCount(signal) === 0) process.kill(process.pid, signal);
  };

  /** @returns what to call when the child has ended */
  add(kill: () => void): () => void {
    if (this.#kills.size === 0) this.#listen();
    this.#kills.add(kill);
    return () => {
      this.#kills.delete(kill);
      if (this.#kills.size === 0) this.#unlisten();
    };
  }

  #listen(): void {
    process.on('exit', this.#onExit);
    for (const signal of signals) process.on(signal, this.#onSignal);
  }

  #unlisten(): void {
    process.removeListener('exit', this.#onExit);
    for (const signal of signals) process.removeListener(signal, this.#onSignal);
  }
}

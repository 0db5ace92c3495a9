import process from 'node:process';

/** 128 + the number of the signal, as a shell reports a process that a signal ended. */
const EXIT_CODES = { SIGTERM: 143, SIGINT: 130 } as const;

/** Ties what happens to the whole process to the piece of work that is under way. */
export interface ProcessGuard extends Disposable {
  /**
   * Does one piece of work. Rejects when it does, and also when meanwhile an exception or rejection is caught by
   * nobody, or when nothing is left in the process that could ever end the work.
   */
  during<T>(work: () => T | PromiseLike<T>): Promise<T>;
}

/**
 * Listens to the process until disposed of. As the first process of a container, Node would ignore SIGTERM; here it
 * ends the process with 143 (SIGINT with 130), unless the flow listens to the signal itself.
 */
export function guardProcess(exit: (code: number) => unknown): ProcessGuard {
  let fail: (reason: unknown) => void = () => undefined;
  const onUncaught = (reason: unknown): void => fail(reason);
  const onStall = (): void =>
    fail(new Error('It can never end: it waits for a promise, but nothing is left that could settle it.'));
  const onSignal = (signal: NodeJS.Signals): void => {
    if (process.listenerCount(signal) === 1) void exit(EXIT_CODES[signal as keyof typeof EXIT_CODES]);
  };
  process.on('uncaughtException', onUncaught);
  process.on('unhandledRejection', onUncaught);
  process.on('beforeExit', onStall);
  for (const signal of Object.keys(EXIT_CODES)) process.on(signal, onSignal);

  return {
    async during(work) {
      const failed = new Promise<never>((_, reject) => (fail = reject));
      const result = await Promise.race([failed, Promise.resolve().then(work)]);
      // Node reports a rejection that nobody caught only after the microtasks: it belongs to this work, not the next.
      await Promise.race([failed, new Promise(setImmediate)]);
      return result;
    },
    [Symbol.dispose]() {
      process.off('uncaughtException', onUncaught);
      process.off('unhandledRejection', onUncaught);
      process.off('beforeExit', onStall);
      for (const signal of Object.keys(EXIT_CODES)) process.off(signal, onSignal);
    },
  };
}

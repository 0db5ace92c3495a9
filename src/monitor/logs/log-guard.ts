import { ApiConnectionError } from '../../cluster/errors.js';
import { IdleWatchdog } from '../watch/idle-watchdog.js';

/** A log may be silent for hours, and a connection may be dead without a sign: it is opened anew after so long. */
const IDLE_MILLISECONDS = 300_000;
/** A kubelet ends the stream a second after the container has ended. */
const LINGER_MILLISECONDS = 20_000;

interface Guarded {
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly signal: AbortSignal;
}

/** Gives up the stream of a log when nothing has come for long, or long after the container that it follows has ended. */
export class LogGuard {
  readonly #dog: IdleWatchdog;
  readonly #late = new AbortController();
  readonly #stop = new AbortController();
  /** Fires when the stream is given up, and with the signal of the reader. */
  readonly signal: AbortSignal;

  /** @param over resolves when the container's run is over, if the stream waits for that */
  constructor({ sleep, signal }: Guarded, over?: (signal: AbortSignal) => Promise<void>) {
    const giveUp = (): Error => new ApiConnectionError('Nothing has come from the log for too long.');
    this.#dog = new IdleWatchdog(sleep, giveUp, IDLE_MILLISECONDS);
    this.signal = AbortSignal.any([signal, this.#dog.signal, this.#late.signal]);
    const stopped = AbortSignal.any([signal, this.#stop.signal]);
    if (over === undefined) return;
    const wait = async (): Promise<void> => {
      await over(stopped);
      if (!stopped.aborted) await sleep(LINGER_MILLISECONDS, stopped);
      if (!stopped.aborted) this.#late.abort(giveUp());
    };
    // It rejects only when it is stopped.
    wait().catch(() => undefined);
  }

  get gaveUp(): boolean {
    return this.#dog.signal.aborted || this.#late.signal.aborted;
  }

  feed(): void {
    this.#dog.feed();
  }

  stop(): void {
    this.#dog.stop();
    this.#stop.abort('stopped');
  }
}

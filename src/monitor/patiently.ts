import { ApiConnectionError, ApiResponseError } from '../cluster/errors.js';
import { isRefusedCertificate } from '../cluster/failures/network-failure.js';
import { fullJitter, isForbidden, retryAfter, SECOND_LOOK_MILLISECONDS } from '../cluster/retry.js';

export interface Patience {
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly random: () => number;
  /** So many refusals in a row count. @default 2 */
  readonly lastingRefusals?: number;
}

/** So many refusals in a row count. */
const LASTING_REFUSALS = 2;
/** Of who reads a log: an API server that restarts refuses who has the rights, for seconds under load. */
export const LASTING_REFUSALS_OF_LOGS = 3;

/** Asks again, with growing pauses and without end, as long as the failure is one of the moment. */
export async function patiently<T>(
  { sleep, random, lastingRefusals }: Patience,
  signal: AbortSignal,
  ask: () => Promise<T>,
): Promise<T> {
  const refusals = new Refusals(lastingRefusals);
  for (let failures = 1; ; failures += 1) {
    try {
      return await ask();
    } catch (error) {
      signal.throwIfAborted();
      if (refusals.lasts(error)) throw error;
      await sleep(pauseAfter(error, failures, random), signal);
    }
  }
}

/** Milliseconds until the next try, after so many failures in a row. */
export function pauseAfter(error: unknown, failures: number, random: () => number): number {
  const least = isForbidden(error) ? SECOND_LOOK_MILLISECONDS : retryAfter(error);
  return least + fullJitter(failures, random);
}

/**
 * Counts the refusals in a row of one who asks again and again: an API server that restarts refuses who has the rights.
 */
export class Refusals {
  readonly #lasting: number;
  #inARow = 0;

  constructor(lasting = LASTING_REFUSALS) {
    this.#lasting = lasting;
  }

  /**
   * Whether asking again after this failure is of no use: the caller has to change something (rights, credentials, the
   * server's address). To be called with each failure.
   */
  lasts(error: unknown): boolean {
    if (isForbidden(error)) return ++this.#inARow >= this.#lasting;
    this.reset();
    return !passes(error);
  }

  /** Something was answered. */
  reset(): void {
    this.#inARow = 0;
  }
}

/** Whether a failure is one of the moment: an API server that restarts, too many requests, a broken connection. */
export function passes(error: unknown): boolean {
  if (error instanceof ApiResponseError) return error.status === 429 || error.status >= 500;
  return error instanceof ApiConnectionError && !isRefusedCertificate(error);
}

export function hasStatus(error: unknown, status: number): error is ApiResponseError {
  return error instanceof ApiResponseError && error.status === status;
}

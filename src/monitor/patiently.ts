import { ApiConnectionError, ApiResponseError } from '../cluster/errors.js';
import { isRefusedCertificate } from '../cluster/failures/network-failure.js';
import { fullJitter, retryAfter } from '../cluster/retry.js';

export interface Patience {
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly random: () => number;
}

/** Asks again, with growing pauses and without end, as long as the failure is one of the moment. */
export async function patiently<T>(
  { sleep, random }: Patience,
  signal: AbortSignal,
  ask: () => Promise<T>,
): Promise<T> {
  for (let failures = 1; ; failures += 1) {
    try {
      return await ask();
    } catch (error) {
      signal.throwIfAborted();
      if (!passes(error)) throw error;
      await sleep(retryAfter(error) + fullJitter(failures, random), signal);
    }
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

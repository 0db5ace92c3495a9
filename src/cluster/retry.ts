import { isApiConnectionError, isApiResponseError } from './failures/api-failure.js';
import { isRefusedCertificate } from './failures/network-failure.js';

/** Tries of one submission, the first included. With the waits below, about 40 s on average and 80 s at most. */
export const MAX_ATTEMPTS = 10;
/** The most that is waited after the first failure; it doubles with each further one. */
const BASE_MILLISECONDS = 500;
const MAX_MILLISECONDS = 15_000;
/** A `Retry-After` beyond this is cut to it, so that no answer can stop a caller for hours. */
const MAX_RETRY_AFTER_MILLISECONDS = 60_000;
/** An API server that restarts refuses users who have the rights for about 0.9 s, until it has loaded its roles. */
export const SECOND_LOOK_MILLISECONDS = 2_000;

/**
 * Milliseconds to wait after so many failures in a row (1 = the first): anything from 0 to a limit that doubles from
 * 0.5 s to 15 s, so that clients that failed together do not come back together.
 * Source: "full jitter" of https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
 */
export function fullJitter(failures: number, random: () => number): number {
  return random() * Math.min(MAX_MILLISECONDS, BASE_MILLISECONDS * 2 ** (failures - 1));
}

/**
 * Decides after each failure of one submission whether and when to try again. 429, 5xx, 409 and broken connections are
 * tried again; a 403 once, late; anything else never.
 */
export class Retries {
  readonly #random: () => number;
  #failures = 0;
  #forbidden = false;

  constructor(random: () => number) {
    this.#random = random;
  }

  /** Failures so far. */
  get failures(): number {
    return this.#failures;
  }

  /** Milliseconds until the next try, or `undefined` when there is none. */
  delay(failure: unknown): number | undefined {
    this.#failures += 1;
    if (this.#failures >= MAX_ATTEMPTS) return undefined;
    if (isForbidden(failure)) {
      if (this.#forbidden) return undefined;
      this.#forbidden = true;
      return SECOND_LOOK_MILLISECONDS + fullJitter(1, this.#random);
    }
    return isTransient(failure) ? retryAfter(failure) + fullJitter(this.#failures, this.#random) : undefined;
  }
}

/** Whether a failure may pass without anybody's act. */
export function isTransient(failure: unknown): boolean {
  if (isApiConnectionError(failure)) return !isRefusedCertificate(failure);
  return isApiResponseError(failure) && (failure.status >= 500 || [409, 429].includes(failure.status));
}

/** Whether a 403 may come from roles not loaded yet. One with a cause (a terminating namespace) does not. */
export function isForbidden(failure: unknown): boolean {
  return isApiResponseError(failure) && failure.status === 403 && failure.causes.length === 0;
}

/** Milliseconds that the server asks to wait, in an answer 429 or 503 mostly; 0 when it asks for nothing. */
export function retryAfter(failure: unknown): number {
  const seconds = isApiResponseError(failure) ? (failure.retryAfterSeconds ?? 0) : 0;
  return Math.min(MAX_RETRY_AFTER_MILLISECONDS, Math.max(0, seconds * 1000 || 0));
}

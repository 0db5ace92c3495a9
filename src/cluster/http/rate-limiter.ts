import type { IncomingHttpHeaders } from 'node:http';
import { InvalidArgumentError } from '../../errors.js';
import { onAbort } from '../abort-listener.js';
import type { ApiRequest } from '../api-request.js';

/** How many requests a client may begin; a watch or a log that is followed is one. */
export interface RateLimit {
  /** On average; a finite number. */
  readonly requestsPerSecond: number;
  /** At once, after a pause; a finite number. @default `requestsPerSecond`, and 1 at least */
  readonly burst?: number | undefined;
}

/**
 * Gives each request its turn: a token bucket, shared fairly. Requests of one kind (verb, resource, namespace) wait in
 * one queue, and the queues take turns, so that a thousand submissions keep neither a cancellation nor another
 * namespace waiting.
 *
 * When the server answers 429 with `Retry-After`, what goes to the same priority level waits for as long: all that was
 * last answered with the same `X-Kubernetes-PF-PriorityLevel-UID`, or this kind alone where the server says no level.
 * Source: https://kubernetes.io/docs/concepts/cluster-administration/flow-control/
 */
export class RateLimiter {
  readonly #perMs: number;
  readonly #burst: number;
  readonly #queues = new Map<string, Set<() => void>>();
  readonly #levels = new Map<string, string>();
  readonly #heldUntil = new Map<string, number>();
  #tokens: number;
  #countedAt = performance.now();
  #timer: NodeJS.Timeout | undefined;

  /** @throws InvalidArgumentError when a number is not finite or not above 0, or `burst` is below 1 */
  constructor({ requestsPerSecond, burst = Math.max(1, requestsPerSecond) }: RateLimit) {
    const areFinite = Number.isFinite(requestsPerSecond) && Number.isFinite(burst);
    if (!(areFinite && requestsPerSecond > 0 && burst >= 1)) {
      throw new InvalidArgumentError(
        'rateLimit',
        `rateLimit: requestsPerSecond must be a finite number above 0 and burst one of at least 1, not ${requestsPerSecond} and ${burst}.`,
      );
    }
    this.#perMs = requestsPerSecond / 1000;
    this.#burst = burst;
    this.#tokens = burst;
  }

  /** Resolves when the request may be sent, or when one of the signals has fired: it waits no longer then. */
  turn(what: ApiRequest, signals: readonly AbortSignal[]): Promise<void> {
    if (signals.some(({ aborted }) => aborted)) return Promise.resolve();
    const kind = kindOf(what);
    return new Promise((resolve) => {
      const queue = this.#queues.get(kind) ?? new Set();
      let forget = (): void => undefined;
      const go = (): void => {
        forget();
        queue.delete(go);
        if (queue.size === 0) this.#queues.delete(kind);
        resolve();
      };
      this.#queues.set(kind, queue.add(go));
      forget = onAbort(signals, () => {
        go();
        this.#letGo();
      });
      this.#letGo();
    });
  }

  /** Learns from an answer what level it was on, and how many milliseconds the server asks to be spared. */
  answered(what: ApiRequest, headers: IncomingHttpHeaders, spare = 0): void {
    const kind = kindOf(what);
    const level = headers['x-kubernetes-pf-prioritylevel-uid'];
    if (typeof level === 'string') this.#levels.set(kind, level);
    if (spare > 0) this.#hold(this.#levelOf(kind), performance.now() + spare);
  }

  #hold(level: string, until: number): void {
    this.#heldUntil.set(level, Math.max(until, this.#heldUntil.get(level) ?? 0));
  }

  #letGo(): void {
    const now = performance.now();
    this.#tokens = Math.min(this.#burst, this.#tokens + (now - this.#countedAt) * this.#perMs);
    this.#countedAt = now;
    while (this.#tokens >= 1) {
      const next = [...this.#queues].find(([kind]) => this.#heldFor(kind, now) === 0);
      if (next === undefined) break;
      const [kind, queue] = next;
      // Its next one comes after those of all other kinds.
      this.#queues.delete(kind);
      this.#queues.set(kind, queue);
      const [go] = queue;
      this.#tokens -= 1;
      go?.();
    }
    clearTimeout(this.#timer);
    if (this.#queues.size === 0) return;
    const untilToken = Math.max(0, (1 - this.#tokens) / this.#perMs);
    const untilHeld = Math.min(...[...this.#queues.keys()].map((kind) => this.#heldFor(kind, now)));
    this.#timer = setTimeout(() => this.#letGo(), Math.ceil(Math.max(untilToken, untilHeld)));
  }

  /** Milliseconds. */
  #heldFor(kind: string, now: number): number {
    return Math.max(0, (this.#heldUntil.get(this.#levelOf(kind)) ?? 0) - now);
  }

  #levelOf(kind: string): string {
    return this.#levels.get(kind) ?? kind;
  }
}

const kindOf = ({ verb, resource, namespace = '' }: ApiRequest): string => `${verb} ${resource} ${namespace}`;

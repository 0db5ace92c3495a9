import type { Answer, Cut } from '../api/answer.js';
import type { Verb } from '../api/request.js';
import type { Clock } from '../clock/clock.js';
import { actionOf } from './actions.js';
import type { RecordedRequest } from './recorded-request.js';

/** When in the life of a request: before the server has done anything, or when all is done but the answer. */
export type Moment = 'before-handling' | 'after-handling';

/** One request on its way, as a fault sees it. */
export interface Exchange {
  readonly request: RecordedRequest;
  /** Lets the server do what was asked, and gives its answer without sending it. */
  handle(): Answer;
  /** Sends an answer, whole or cut. */
  send(answer: Answer, cut?: Cut): void;
  /** Resets the connection: the client sees ECONNRESET. */
  reset(): void;
}

/** What a fault does instead of handling the request and sending the answer. */
export type FaultAction = (exchange: Exchange, fault: FaultHandle) => void | Promise<void>;

/** Which requests a fault is for. What is left out matches everything. */
export interface FaultMatch {
  readonly method?: string;
  readonly verb?: Verb;
  /** `jobs`, `pods`, `pods/log`, `jobs/status`, `events` … */
  readonly resource?: string;
  readonly namespace?: string;
  readonly name?: string;
  /** Any other test of the request. */
  readonly where?: (request: RecordedRequest) => boolean;
  /** So many matching requests pass first. @default 0 */
  readonly skip?: number;
  /** So many requests meet the fault, then it is used up. `Infinity`: all. @default 1 */
  readonly times?: number;
}

/** A fault: which requests, and exactly one thing that happens to them. */
export type Fault = FaultMatch &
  (
    | {
        /**
         * Answers this and does nothing. Without `body`, a `Status` that fits the code; 429 as an API server that has
         * no room for the request: text, and `Retry-After: 1`.
         */
        readonly respond: {
          readonly status: number;
          readonly headers?: Readonly<Record<string, string>>;
          /** A string is sent as text, anything else as JSON. */
          readonly body?: unknown;
        };
      }
    | {
        /** The connection is reset. `after-handling`: the server has done what was asked, the answer is lost. */
        readonly drop: Moment;
      }
    | {
        /** Handled as ever, but the connection is reset after so many bytes of the answer's body. */
        readonly resetAfterBytes: number;
      }
    | {
        /**
         * Handled as ever, but after so many bytes of the answer's body nothing comes any more: the connection stays
         * open, as one that a firewall has forgotten.
         */
        readonly silentAfterBytes: number;
      }
    | {
        /** Waits so many milliseconds of the cluster's time, then goes on as ever. */
        readonly delay: number;
      }
    | {
        /** Waits until {@link FaultHandle.release}, then goes on as ever. */
        readonly hold: Moment;
      }
    | { readonly action: FaultAction }
  );

/** A fault that was added. */
export interface FaultHandle {
  /** Requests that have met the fault so far. */
  readonly hits: number;
  /** Resolves when the first request meets the fault. */
  readonly reached: Promise<RecordedRequest>;
  /** Lets go what `hold` keeps, now and from now on. */
  release(): void;
  /** Resolves at `release`, or when the cluster stops. */
  readonly released: Promise<void>;
  /** Takes the fault away; what it holds is let go. */
  remove(): void;
}

interface ActiveFault {
  readonly fault: Fault;
  readonly action: FaultAction;
  readonly handle: FaultHandle & { hits: number };
  readonly hit: (request: RecordedRequest) => void;
  seen: number;
}

/**
 * Faults that requests meet. The first added one that matches is met, so a list of faults is a script: the first POST
 * is dropped, the second answered 503, the third goes through.
 *
 * @example
 * cluster.faults.add({ method: 'POST', resource: 'jobs', drop: 'after-handling' });
 */
export class Faults {
  readonly #active = new Set<ActiveFault>();
  readonly #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  add(fault: Fault): FaultHandle {
    let hit!: (request: RecordedRequest) => void;
    let release!: () => void;
    const active: ActiveFault = {
      fault,
      action: actionOf(fault, this.#clock),
      seen: 0,
      hit: (request) => hit(request),
      handle: {
        hits: 0,
        reached: new Promise((resolve) => (hit = resolve)),
        released: new Promise((resolve) => (release = resolve)),
        release: () => release(),
        remove: () => {
          this.#active.delete(active);
          release();
        },
      },
    };
    this.#active.add(active);
    return active.handle;
  }

  /** Takes all faults away. */
  clear(): void {
    for (const { handle } of this.#active) handle.remove();
  }

  /** What the next fault for this request does; `undefined` when there is none. Counts the request as met. */
  take(request: RecordedRequest): ((exchange: Exchange) => void | Promise<void>) | undefined {
    for (const active of this.#active) {
      const { fault, handle } = active;
      if (!matches(fault, request) || handle.hits >= (fault.times ?? 1)) continue;
      if (active.seen++ < (fault.skip ?? 0)) continue;
      handle.hits++;
      active.hit(request);
      return (exchange) => active.action(exchange, handle);
    }
    return undefined;
  }
}

function matches(fault: FaultMatch, request: RecordedRequest): boolean {
  const same = (['method', 'verb', 'resource', 'namespace', 'name'] as const).every(
    (field) => fault[field] === undefined || fault[field] === request[field],
  );
  return same && (fault.where?.(request) ?? true);
}

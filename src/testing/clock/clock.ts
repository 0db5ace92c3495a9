/** The time of the cluster. Every delay of the cluster goes through it. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Calls `callback` once, `delayMs` milliseconds from now, unless the returned function is called before. */
  schedule(delayMs: number, callback: () => void): () => void;
}

// setTimeout fires at once for anything longer; an activeDeadlineSeconds may be.
const longestTimeout = 2 ** 31 - 1;

/** The time of the machine. */
export const realClock: Clock = {
  now: () => Date.now(),
  schedule(delayMs, callback) {
    let timer: NodeJS.Timeout;
    const arm = (rest: number): void => {
      const step = Math.min(Math.max(rest, 0), longestTimeout);
      timer = setTimeout(() => (rest > step ? arm(rest - step) : callback()), step);
    };
    arm(delayMs);
    return () => clearTimeout(timer);
  },
};

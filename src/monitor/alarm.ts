/** A timer of Node fires at once when it is set to more. */
const LONGEST_MILLISECONDS = 2 ** 31 - 1;

type Sleep = (ms: number, signal: AbortSignal) => Promise<void>;

/** A signal that fires after so many milliseconds, unless `stop` fires before. `undefined`: never. */
export function alarm(ms: number | undefined, sleep: Sleep, stop: AbortSignal): AbortSignal {
  const ring = new AbortController();
  if (ms === undefined) return ring.signal;
  const wait = async (): Promise<void> => {
    await pause(ms, sleep, stop);
    if (!stop.aborted) ring.abort();
  };
  // It rejects only when it is stopped.
  wait().catch(() => undefined);
  return ring.signal;
}

/** Waits for so many milliseconds, however many. */
export async function pause(ms: number, sleep: Sleep, stop: AbortSignal): Promise<void> {
  for (let left = ms; left > 0; left -= LONGEST_MILLISECONDS)
    await sleep(Math.min(left, LONGEST_MILLISECONDS), stop);
}

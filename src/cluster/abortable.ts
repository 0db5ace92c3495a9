/**
 * Starts something that may be given up: rejects with `signal.reason` as soon as the signal fires, whether or not what
 * was started listens to the signal it gets. Leaves no listener behind.
 */
export async function abortable<T>(
  signal: AbortSignal,
  start: (signal: AbortSignal) => Promise<T> | T,
): Promise<T> {
  signal.throwIfAborted();
  // A signal of its own, because clients forget to take their listeners off.
  const inner = new AbortController();
  let onAbort = (): void => undefined;
  const aborted = new Promise<never>((_, reject) => {
    onAbort = () => {
      inner.abort(signal.reason);
      reject(signal.reason as Error);
    };
    signal.addEventListener('abort', onAbort, { once: true });
  });
  try {
    return await Promise.race([start(inner.signal), aborted]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

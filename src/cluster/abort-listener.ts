import { setMaxListeners } from 'node:events';

/**
 * Calls back when one of the signals fires, at once when one has fired. Gives what takes the listeners away again.
 *
 * Node warns of a leak from the eleventh listener of a signal, but a signal that ends a thousand requests has a
 * thousand of them, and they all go.
 */
export function onAbort(signals: readonly AbortSignal[], listener: () => void): () => void {
  for (const signal of signals) {
    setMaxListeners(0, signal);
    signal.addEventListener('abort', listener, { once: true });
  }
  if (signals.some(({ aborted }) => aborted)) listener();
  return () => {
    for (const signal of signals) signal.removeEventListener('abort', listener);
  };
}

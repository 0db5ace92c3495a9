import { setTimeout as sleep } from 'node:timers/promises';

const pauses = [5_000, 20_000];

/** Does again, after 5 s and after 20 s more, what a hiccup of the network may have broken. */
export async function retried<T>(action: () => Promise<T>): Promise<T> {
  for (const pause of pauses) {
    try {
      return await action();
    } catch {
      await sleep(pause);
    }
  }
  return action();
}

import { setTimeout as sleep } from 'node:timers/promises';
import { isKubernetesJobEnvironmentError } from 'kubernetes-job-environment';

/** Asks an API server that is killed again and again until it has answered. */
export async function whenUp<T>(ask: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await ask();
    } catch (error) {
      if (!isKubernetesJobEnvironmentError(error) || tries === 100) throw error;
      await sleep(1_000);
    }
  }
}

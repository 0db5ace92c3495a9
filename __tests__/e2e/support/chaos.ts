import { setTimeout as sleep } from 'node:timers/promises';
import type { RealCluster } from '../../../e2e/cluster/real-cluster.js';
import { between, oneOf, type Random, seeded } from '../../support/seeded.js';
import type { Plan } from './tcp-proxy.js';

/** How often each was done. */
export interface Disturbances {
  apiServerKills: number;
  kubeletKills: number;
}

/** Kills API server and kubelet (SIGKILL) in turns and starts them again a little later, until it is told to stop. */
export async function disturb(
  cluster: RealCluster,
  random: Random,
  calm: AbortSignal,
): Promise<Disturbances> {
  const done: Disturbances = { apiServerKills: 0, kubeletKills: 0 };
  const pause = () => sleep(between(random, 1000, 5000), undefined, { signal: calm }).catch(() => undefined);
  while (!calm.aborted) {
    await pause();
    if (calm.aborted) break;
    if (random() < 0.5) {
      await cluster.killApiServer();
      await sleep(between(random, 0, 2000));
      await cluster.restartApiServer();
      done.apiServerKills += 1;
    } else {
      await cluster.killKubelet();
      await sleep(between(random, 0, 2000));
      await cluster.restartKubelet();
      done.kubeletKills += 1;
    }
  }
  return done;
}

/** Breaks most connections, somewhere between the first bytes of a handshake and the middle of a long log. */
export function brokenConnections(seed: number): Plan {
  return (connection) => {
    const random = seeded(seed + connection);
    if (random() < 0.3) return undefined;
    return {
      direction: oneOf(random, ['up', 'down', 'down']),
      after: Math.round(10 ** (2 + 3 * random())),
      how: oneOf(random, ['reset', 'end', 'silence', 'half-open', 'stall']),
    };
  };
}

import { setTimeout as sleep } from 'node:timers/promises';
import type { RealCluster } from '../../../e2e/cluster/real-cluster.js';
import { between, oneOf, type Random, seeded } from '../../support/seeded.js';
import type { Plan } from './tcp-proxy.js';

/** How often each was done. */
export interface Disturbances {
  apiServerKills: number;
  kubeletKills: number;
}

/** Kills API server and kubelet in turns (SIGKILL), and starts them again a little later, until it is told to stop. */
export async function disturb(
  cluster: RealCluster,
  random: Random,
  calm: AbortSignal,
): Promise<Disturbances> {
  const done: Disturbances = { apiServerKills: 0, kubeletKills: 0 };
  for (let turn = 0; ; turn += 1) {
    await sleep(between(random, 2000, 6000), undefined, { signal: calm }).catch(() => undefined);
    if (calm.aborted) return done;
    const away = between(random, 0, 2000);
    if (turn % 2 === 0) {
      await cluster.killApiServer();
      await sleep(away);
      await cluster.restartApiServer();
      done.apiServerKills += 1;
    } else {
      await cluster.killKubelet();
      await sleep(away);
      await cluster.restartKubelet();
      done.kubeletKills += 1;
    }
  }
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

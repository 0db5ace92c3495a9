import { setTimeout as sleep } from 'node:timers/promises';
import type { RealCluster } from '../../../e2e/cluster/real-cluster.js';
import { between, oneOf, type Random, seeded } from '../../support/seeded.js';
import type { Plan } from './tcp-proxy.js';

/** How often each was killed. */
export type Kills = Record<'apiServer' | 'kubelet' | 'controllers', number>;

/**
 * Kills API server, kubelet and controllers in turns (SIGKILL), and starts them again a little later, until it is told to
 * stop. Controllers that live on wait longer after each outage of the API server, up to a minute, and forget that after
 * two minutes without one only (client-go `reflector.go`): after some kills nothing would move any more.
 */
export async function disturb(cluster: RealCluster, random: Random, calm: AbortSignal): Promise<Kills> {
  const kills: Kills = { apiServer: 0, kubelet: 0, controllers: 0 };
  for (;;) {
    for (const [victim, kill, restart] of [
      ['apiServer', () => cluster.killApiServer(), () => cluster.restartApiServer()],
      ['kubelet', () => cluster.killKubelet(), () => cluster.restartKubelet()],
      ['controllers', () => cluster.killControllers(), () => cluster.restartControllers()],
    ] as const) {
      await sleep(between(random, 2000, 6000), undefined, { signal: calm }).catch(() => undefined);
      if (calm.aborted) return kills;
      await kill();
      await sleep(between(random, 0, 2000));
      await restart();
      kills[victim] += 1;
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

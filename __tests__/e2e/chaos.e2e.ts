import { setTimeout as timer } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { connect, JobMonitor } from 'kubernetes-job-environment';
import type { RealCluster } from '../../e2e/cluster/real-cluster.js';
import { seeded } from '../support/seeded.js';
import { brokenConnections, disturb } from './support/chaos.js';
import { chaosRun, chaosSeed } from './support/chaos-run.js';
import { follow, summaryOf, type Told } from './support/chaos-told.js';
import { plannedEnd, truthOf } from './support/chaos-truth.js';
import { grantRights, kubeConfigWithRights } from './support/rbac.js';
import { TcpProxy } from './support/tcp-proxy.js';
import { startTestCluster } from './support/test-cluster.js';

const namespace = 'default';
const runs = Number(process.env.CHAOS_RUNS || 24);
/** Runs are submitted at this rate, so that their number does not change what happens to each. */
const submittedWithinMs = runs * 500;

let cluster: RealCluster;

beforeAll(async () => {
  cluster = await startTestCluster();
  await grantRights(cluster, namespace);
});
afterAll(() => cluster?.stop());

test(
  `API server and kubelet are killed again and again, connections break: each of ${runs} runs is told as it was`,
  async () => {
    const seed = chaosSeed();
    const random = seeded(seed);
    const planned = Array.from({ length: runs }, (_, index) => chaosRun(random, index, submittedWithinMs));
    await using proxy = await TcpProxy.start(cluster.server, brokenConnections(seed));
    const kubeConfig = (await kubeConfigWithRights(cluster)).replace(cluster.server, proxy.url);
    await using api = connect(kubeConfig, { timeouts: { connect: 2_000, answer: 5_000 } });
    // A half-open watch is given up after minutes: here the monitor's long waits are short.
    const sleep = (ms: number, signal: AbortSignal) => timer(Math.min(ms, 5_000), undefined, { signal });
    await using monitor = new JobMonitor(api, { sleep });

    const calm = new AbortController();
    const signal = AbortSignal.timeout(submittedWithinMs + 150_000);
    const disturbing = disturb(cluster, random, { forMs: submittedWithinMs + 20_000, calm: calm.signal });
    const told = await Promise.all(
      planned.map((run) => follow(api, monitor, run, { namespace, signal })),
    ).finally(async () => {
      calm.abort();
      await disturbing;
    });
    const { apiServerKills, kubeletKills } = await disturbing;

    // Else it was no chaos.
    expect(Math.min(apiServerKills, kubeletKills)).toBeGreaterThan(0);
    expect(new Set(proxy.cuts.map(({ how }) => how)).size).toBe(5);
    let undisturbed = 0;
    await using admin = connect(cluster.kubeConfig);
    for (const [index, run] of planned.entries()) {
      const truth = await truthOf(admin, run, namespace);
      expect({ run: run.id, ...summaryOf(told[index] as Told) }).toEqual({ run: run.id, ...truth.told });
      if (truth.asPlanned === undefined) continue;
      undisturbed += 1;
      expect({ run: run.id, ...truth.asPlanned }).toEqual({ run: run.id, ...plannedEnd(run) });
    }
    expect(undisturbed).toBeGreaterThan(runs / 2);
  },
  submittedWithinMs + 300_000,
);

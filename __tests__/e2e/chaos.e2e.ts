import { setTimeout as timer } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { connect, JobMonitor } from 'kubernetes-job-environment';
import type { RealCluster } from '../../e2e/cluster/real-cluster.js';
import { seeded } from '../support/seeded.js';
import { brokenConnections, disturb } from './support/chaos.js';
import { type ChaosRun, chaosRun, chaosSeed } from './support/chaos-run.js';
import { follow, summaryOf } from './support/chaos-told.js';
import { plannedEnd, remove, truthOf } from './support/chaos-truth.js';
import { grantRights, kubeConfigWithRights } from './support/rbac.js';
import { TcpProxy } from './support/tcp-proxy.js';
import { startTestCluster } from './support/test-cluster.js';
import { whenUp } from './support/when-up.js';

const namespace = 'default';
const runs = Number(process.env.CHAOS_RUNS || 24);
/** So many runs are there at once (a node takes 110 pods), so that their number does not change what happens to each. */
const atOnce = 90;
/** A run sees a dozen kills at most while it is followed; who takes longer than this hangs. */
const withinMs = 300_000;

let cluster: RealCluster;

beforeAll(async () => {
  cluster = await startTestCluster();
  await grantRights(cluster, namespace);
});
afterAll(() => cluster?.stop());

test(
  `API server, kubelet and controllers are killed again and again, connections break: each of ${runs} runs is told as it was`,
  async () => {
    const seed = chaosSeed();
    const random = seeded(seed);
    const planned = Array.from({ length: runs }, (_, index) => chaosRun(random, index));
    await using proxy = await TcpProxy.start(cluster.server, brokenConnections(seed));
    const kubeConfig = (await kubeConfigWithRights(cluster)).replace(cluster.server, proxy.url);
    await using api = connect(kubeConfig, { timeouts: { connect: 2_000, answer: 5_000 } });
    // A half-open watch is given up after minutes: here the monitor's long waits are short.
    const sleep = (ms: number, signal: AbortSignal) => timer(ms > 60_000 ? 5_000 : ms, undefined, { signal });
    await using monitor = new JobMonitor(api, { sleep });

    const calm = new AbortController();
    const disturbing = disturb(cluster, random, calm.signal);
    await using admin = connect(cluster.kubeConfig);
    const ended = await eachOf(planned, async (run) => {
      const told = await follow(api, monitor, run, { namespace, withinMs });
      const truth = await whenUp(() => truthOf(admin, run, namespace));
      await whenUp(() => remove(admin, run, namespace));
      const summary = summaryOf(told, run.lines, truth.pods);
      return { run, truth, difference: differenceOf(run, summary, truth.told) };
    }).finally(async () => {
      calm.abort();
      await disturbing;
    });
    const kills = await disturbing;
    console.info(`Killed: ${JSON.stringify(kills)} times. ${proxy.cuts.length} connections cut.`);

    // Else it was no chaos.
    expect(Math.min(...Object.values(kills))).toBeGreaterThan(0);
    expect(new Set(proxy.cuts.map(({ how }) => how)).size).toBe(5);
    // None that was submitted once more, after its run had been looked at.
    expect((await admin.list('jobs', { namespace })).items).toEqual([]);
    // What differs was shown when it did.
    const toldOtherwise = ended.filter(({ difference }) => difference !== undefined);
    expect(toldOtherwise.map(({ run }) => run.id)).toEqual([]);
    const undisturbed = ended.filter(({ truth }) => truth.asPlanned !== undefined);
    expect(undisturbed.map(({ truth }) => truth.asPlanned)).toEqual(
      undisturbed.map(({ run }) => plannedEnd(run)),
    );
    expect(undisturbed.length).toBeGreaterThan(runs / 2);
  },
  60_000 + runs * 4_000 + withinMs,
);

/** Where what was told is not what was so, if anywhere: shown at once, as the end of many runs is far. */
function differenceOf({ id }: ChaosRun, told: object, truth: object): string | undefined {
  try {
    expect(told).toStrictEqual(truth);
    return undefined;
  } catch (error) {
    const difference = `${id} was told otherwise: ${(error as Error).message}`;
    console.info(difference);
    return difference;
  }
}

/** Does something with each run, the next as soon as one has come to its end. */
async function eachOf<T extends { readonly difference: string | undefined }>(
  planned: readonly ChaosRun[],
  one: (run: ChaosRun) => Promise<T>,
): Promise<T[]> {
  const done: T[] = [];
  const waiting = planned.values();
  const worker = async (): Promise<void> => {
    for (const run of waiting) {
      const all = done.push(await one(run));
      if (all % 100 === 0)
        console.info(
          `${all} runs ended, ${done.filter(({ difference }) => difference).length} told otherwise`,
        );
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return done;
}

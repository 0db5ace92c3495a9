import { setTimeout as timer } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { connect, JobMonitor, submitJob } from 'kubernetes-job-environment';
import type { ClusterApi, JobOutcome, KubernetesObject, RunEvent } from 'kubernetes-job-environment';
import type { RealCluster } from '../../e2e/cluster/real-cluster.js';
import { seeded } from '../support/seeded.js';
import { brokenConnections, disturb } from './support/chaos.js';
import { chaosRun, type ChaosRun, chaosSeed } from './support/chaos-run.js';
import { grantRights, kubeConfigWithRights } from './support/rbac.js';
import { TcpProxy } from './support/tcp-proxy.js';
import { startTestCluster } from './support/test-cluster.js';

const namespace = 'default';
const runs = Number(process.env.CHAOS_RUNS || 24);
/** Runs are submitted at this rate, so that their number does not change what happens to each. */
const submittedWithinMs = runs * 500;

/** The end of a container whose kubelet died while it was being started (StartError): the Job counts it as a failure. */
const notStarted = 128;
const ends: readonly string[] = ['succeeded', 'failed', 'deleted'];

/** What the test was told of a run, as often as it was told. */
interface Told {
  readonly outcomes: JobOutcome[];
  readonly events: RunEvent[];
}

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
    const disturbing = disturb(cluster, random, calm.signal);
    const told = await Promise.all(planned.map((run) => follow(api, monitor, run))).finally(async () => {
      calm.abort();
      await disturbing;
    });
    const { apiServerKills, kubeletKills } = await disturbing;

    // Else it was no chaos.
    expect(Math.min(apiServerKills, kubeletKills)).toBeGreaterThan(1);
    expect(new Set(proxy.cuts.map(({ how }) => how)).size).toBe(5);
    let undisturbed = 0;
    await using admin = connect(cluster.kubeConfig);
    for (const [index, run] of planned.entries()) {
      const { outcomes, events } = told[index] as Told;
      const seen = {
        run: run.id,
        outcomes: outcomes.map((outcome) => outcome.status),
        pods: Object.fromEntries(
          outcomes.flatMap(({ pods }) => pods.map(({ name, containers }) => [name, containers[0]?.exitCode])),
        ),
        ends: events.map(({ type }) => type).filter((type) => ends.includes(type)),
        repeated: repeated(events),
      };
      const { status, pods } = await truth(admin, run);
      expect(seen).toEqual({ run: run.id, outcomes: [status], pods, ends: [status], repeated: [] });
      const exitCodes = Object.values(pods);
      if (exitCodes.includes(notStarted)) continue;
      undisturbed += 1;
      expect({ status, exitCodes }).toEqual({
        status: run.exitCode === 0 ? 'succeeded' : 'failed',
        exitCodes: Array.from({ length: run.pods }, () => run.exitCode),
      });
    }
    expect(undisturbed).toBeGreaterThan(runs / 2);
  },
  submittedWithinMs + 300_000,
);

async function follow(api: ClusterApi, monitor: JobMonitor, run: ChaosRun): Promise<Told> {
  await timer(run.submitAfterMs);
  const job = await submitJob(api, run.job, { namespace, flowRunId: run.id });
  const told: Told = { outcomes: [], events: [] };
  await Promise.all([
    monitor.wait(job, { until: 'settled' }).then((outcome) => told.outcomes.push(outcome)),
    (async () => {
      for await (const event of monitor.events(job)) told.events.push(event);
    })(),
  ]);
  return told;
}

/** What happens once to a run, a pod or a container, and was told more often. */
function repeated(events: readonly RunEvent[]): string[] {
  const once = [
    'submitted',
    'adopted',
    'pod-created',
    'scheduled',
    'started',
    'finished',
    'succeeded',
    'failed',
  ];
  const keys = events
    .filter(({ type }) => once.includes(type))
    .map(({ type, pod = '', container = '' }) => `${type} ${pod} ${container}`);
  return keys.filter((key, index) => keys.indexOf(key) < index);
}

/** What the server says in the end: of the only Job of a run, and of each of its pods. */
async function truth(admin: ClusterApi, { id }: ChaosRun) {
  const [job, ...others] = (await admin.list('jobs', { namespace, labelSelector: `flow_run_id=${id}` }))
    .items;
  expect({ id, others }).toEqual({ id, others: [] });
  const labelSelector = `batch.kubernetes.io/controller-uid=${job?.metadata.uid}`;
  const pods = (await admin.list('pods', { namespace, labelSelector })).items;
  const { conditions } = job?.['status'] as { conditions: { type: string; status: string }[] };
  return {
    status: conditions.some(({ type }) => type === 'Complete') ? 'succeeded' : 'failed',
    pods: Object.fromEntries(pods.map((pod) => [pod.metadata.name, exitCodeOf(pod)])),
  };
}

function exitCodeOf(pod: KubernetesObject): number | undefined {
  const { containerStatuses } = pod['status'] as {
    containerStatuses?: { state?: { terminated?: { exitCode: number } } }[];
  };
  return containerStatuses?.[0]?.state?.terminated?.exitCode;
}

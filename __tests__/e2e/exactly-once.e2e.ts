import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { connect, submitJob } from 'kubernetes-job-environment';
import type { ClusterApi, JobApi, JobHandle } from 'kubernetes-job-environment';
import type { RealCluster } from '../../e2e/cluster/real-cluster.js';
import { batchV1Api, jobOf } from '../support/submit.js';
import { grantRights, kubeConfigWithRights } from './support/rbac.js';
import { TcpProxy } from './support/tcp-proxy.js';
import type { Cut, Passed, Plan } from './support/tcp-proxy.js';
import { startTestCluster } from './support/test-cluster.js';

const namespace = 'default';
const clients: Record<string, (kubeConfig: string) => JobApi & Partial<AsyncDisposable>> = {
  'connect()': connect,
  "client-node's BatchV1Api": batchV1Api,
};

let cluster: RealCluster;
let admin: ClusterApi;
/** Not the admin's, whom a server that restarts refuses nothing. */
let kubeConfig: string;
let runs = 0;

beforeAll(async () => {
  cluster = await startTestCluster({ node: false });
  await grantRights(cluster, namespace);
  kubeConfig = await kubeConfigWithRights(cluster);
  admin = connect(cluster.kubeConfig);
});
afterAll(async () => {
  await admin?.close();
  await cluster?.stop();
});

describe.each(Object.keys(clients))('through %s, a real API server has exactly one Job', (kind) => {
  const ways = [
    { direction: 'up', how: 'reset' },
    { direction: 'up', how: 'end' },
    { direction: 'down', how: 'reset' },
    { direction: 'down', how: 'end' },
  ] as const;

  test.each(ways)(
    'whenever the connection breaks ($how) on the way $direction',
    async ({ direction, how }) => {
      const whole = await undisturbed(kind);
      const created = new Set<boolean>();
      const points = stages(whole[direction], direction);
      let unbroken = 0;
      for (const after of points) {
        const flowRunId = nextRun();
        const { handle, connections } = await submitThrough(kind, flowRunId, { direction, after, how });
        if (connections === 1) unbroken += 1;
        created.add(handle.created);
        expect({ after, jobs: await jobsOf(flowRunId) }).toEqual({ after, jobs: [handle.uid] });
      }
      // Signatures differ in length by a few bytes, so that the last point may lie beyond the end.
      expect(unbroken).toBeLessThanOrEqual(1);
      // Both kinds of loss were met: before the server has the request, and after it acted on it.
      expect(created).toContain(true);
      if (direction === 'down') expect(created).toContain(false);
    },
  );

  test('when 20 submit the run at once', async () => {
    const flowRunId = nextRun();
    const handles = await Promise.all(Array.from({ length: 20 }, () => submit(kind, kubeConfig, flowRunId)));

    expect(handles.filter(({ created }) => created)).toHaveLength(1);
    expect(new Set(handles.map(({ uid }) => uid))).toEqual(new Set(await jobsOf(flowRunId)));
  });

  test('when 20 submit the run at once, each over a connection that breaks at another stage', async () => {
    const flowRunId = nextRun();
    const { up, down } = await undisturbed(kind);
    const cuts = Array.from({ length: 20 }, (_, index): Cut => {
      const direction = index % 2 === 0 ? 'up' : 'down';
      const after = Math.round(((index + 1) / 21) * (direction === 'up' ? up : down));
      return { direction, after, how: index % 3 === 0 ? 'end' : 'reset' };
    });
    const handles = await Promise.all(cuts.map((cut) => submitThrough(kind, flowRunId, cut)));

    expect(await jobsOf(flowRunId)).toHaveLength(1);
    expect(new Set(handles.map(({ handle }) => handle.uid))).toEqual(new Set(await jobsOf(flowRunId)));
  });

  test('when SIGKILL ends the server between commit and response', async () => {
    const flowRunId = nextRun();
    const { up } = await undisturbed(kind);
    await using proxy = await TcpProxy.start(
      cluster.server,
      onlyFirst({ direction: 'up', after: Math.round(up * 0.95), how: 'silence' }),
    );
    const { metadata } = await admin.list('jobs', { namespace });
    const submission = submit(kind, throughProxy(proxy), flowRunId);
    await added(flowRunId, metadata.resourceVersion);
    await cluster.killApiServer();
    await cluster.restartApiServer();

    const handle = await submission;
    expect(handle).toMatchObject({ created: false });
    expect(await jobsOf(flowRunId)).toEqual([handle.uid]);
  });

  test('when SIGKILL ends the server as soon as it has the request', async () => {
    const flowRunId = nextRun();
    const { up } = await undisturbed(kind);
    await using proxy = await TcpProxy.start(cluster.server);
    const passed = proxy.passedUp(up - 20);
    const submission = submit(kind, throughProxy(proxy), flowRunId);
    await passed;
    await cluster.killApiServer();
    await cluster.restartApiServer();

    const handle = await submission;
    expect(await jobsOf(flowRunId)).toEqual([handle.uid]);
  });
});

/** What goes either way over the connection of a submission that nothing disturbs. */
async function undisturbed(kind: string): Promise<Passed> {
  await using proxy = await TcpProxy.start(cluster.server);
  expect(await submit(kind, throughProxy(proxy), nextRun())).toMatchObject({ created: true });
  return { ...proxy.connections[0] } as Passed;
}

function onlyFirst(cut: Cut): Plan {
  return (connection) => (connection === 0 ? cut : undefined);
}

/** Submits while the first connection breaks, and others do not. */
async function submitThrough(kind: string, flowRunId: string, cut: Cut) {
  await using proxy = await TcpProxy.start(cluster.server, onlyFirst(cut));
  const handle = await submit(kind, throughProxy(proxy), flowRunId, () => Promise.resolve());
  return { handle, connections: proxy.connections.length };
}

async function submit(
  kind: string,
  userConfig: string,
  flowRunId: string,
  sleep?: () => Promise<void>,
): Promise<JobHandle> {
  const api = clients[kind]?.(userConfig);
  if (api === undefined) throw new Error(`No client is called ${kind}.`);
  try {
    return await submitJob(api, jobOf(flowRunId, { name: flowRunId }), { namespace, flowRunId, sleep });
  } finally {
    await api[Symbol.asyncDispose]?.();
  }
}

/** From nothing to all of it. The server may say goodbye in 24 bytes after its answer, which are no loss. */
function stages(bytes: number, direction: 'up' | 'down'): number[] {
  const parts = Array.from({ length: 12 }, (_, index) => Math.round((bytes * index) / 12));
  return [...parts, 1, bytes - 200, bytes - 30, ...(direction === 'up' ? [bytes] : [])].sort((a, b) => a - b);
}

/** The uids of the Jobs that the server has for a run. */
async function jobsOf(flowRunId: string): Promise<(string | undefined)[]> {
  const { items } = await admin.list('jobs', { namespace, labelSelector: `flow_run_id=${flowRunId}` });
  return items.map(({ metadata }) => metadata.uid);
}

/** When a Job of the run is committed. */
async function added(flowRunId: string, resourceVersion: string | undefined): Promise<void> {
  const signal = AbortSignal.timeout(30_000);
  const labelSelector = `flow_run_id=${flowRunId}`;
  const events = admin.watch('jobs', { namespace, labelSelector, resourceVersion }, { signal });
  for await (const { type } of events) if (type === 'ADDED') return;
}

function throughProxy(proxy: TcpProxy): string {
  return kubeConfig.replace(cluster.server, proxy.url);
}

function nextRun(): string {
  runs += 1;
  return `run-${runs}`;
}

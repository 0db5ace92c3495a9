import { EventEmitter, once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { connect, JobMonitor, submitJob } from 'kubernetes-job-environment';
import type { ClusterApi, JobHandle } from 'kubernetes-job-environment';
import type { RealCluster } from '../../e2e/cluster/real-cluster.js';
import { type Permission, permissions } from '../../src/cluster/permissions.js';
import { setLabels } from '../../src/job/set-labels.js';
import { authorized, grantRights, kubeConfigWithRights, serviceAccount } from './support/rbac.js';
import { startTestCluster } from './support/test-cluster.js';

const namespace = 'default';
const key = ({ verb, resource }: Pick<Permission, 'verb' | 'resource'>) => `${verb} ${resource}`;

/** A client with the rights of a ServiceAccount, and what its monitor warned of. */
interface Actor extends AsyncDisposable {
  readonly api: ClusterApi;
  readonly monitor: JobMonitor;
  readonly warnings: string[];
  /** The first of them. */
  readonly warning: Promise<string>;
}

/** What must fail when a right is missing: gives the text that has to name it. */
type Denied = (actor: Actor) => Promise<string>;

let cluster: RealCluster;
/** Runs until it is told to end. */
let running: JobHandle;
let runs = 0;

beforeAll(async () => {
  cluster = await startTestCluster();
  await grantRights(cluster, namespace);
  const objects = permissions.flatMap((missing, index) => accountWithout(missing, `without-${index}`));
  const file = join(cluster.directory, 'roles.json');
  writeFileSync(file, JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects }));
  await cluster.runKubectl('apply', `--filename=${file}`);
  // The last one stands for all.
  const account = `without-${permissions.length - 1}`;
  await authorized(cluster, { namespace, account, verb: 'get', resource: 'jobs' });
  await using admin = connect(cluster.kubeConfig);
  running = await submit(admin, ['sh', '-c', 'echo begun; exec sleep 600']);
});
afterAll(() => cluster?.stop());

describe('with exactly the rights of deploy/rbac.yaml', () => {
  test('a run is submitted, adopted, watched, read, and found', async () => {
    await using actor = await actorOf(serviceAccount);
    const { api, monitor, warnings } = actor;
    const job = await submit(api, ['echo', 'hello']);
    const events: string[] = [];
    const following = (async () => {
      for await (const { type } of monitor.events(job)) events.push(type);
    })();
    const lines: string[] = [];
    for await (const { text } of monitor.logs(job)) lines.push(text);

    expect(lines).toEqual(['hello']);
    expect(await monitor.wait(job)).toMatchObject({ status: 'succeeded' });
    await following;
    expect(events.length).toBeGreaterThan(2);
    expect(await submit(api, ['echo', 'hello'], job.flowRunId)).toEqual({ ...job, created: false });
    expect(await monitor.find(job.flowRunId)).toMatchObject({ uid: job.uid });
    expect(warnings).toEqual([]);
  });

  test('a run is suspended, resumed, cancelled, and others are cleaned up', async () => {
    await using actor = await actorOf(serviceAccount);
    const { api, monitor, warnings } = actor;
    const job = await submit(api, ['sleep', '600']);

    expect(await monitor.suspend(job)).toBe(true);
    expect(await monitor.resume(job)).toBe(true);
    expect(await monitor.cancel(job, { gracePeriodSeconds: 1 })).toMatchObject({ status: 'cancelled' });
    const ended = await submit(api, ['true']);
    await monitor.wait(ended, { until: 'settled' });
    await monitor.cleanUp({ olderThanMs: 0 });
    expect(await monitor.find(ended.flowRunId)).toBeUndefined();
    expect(warnings).toEqual([]);
  });
});

describe('without one right, what needs it fails, and the error names the right:', () => {
  const signal = () => AbortSignal.timeout(30_000);
  const wait: Denied = ({ monitor }) => messageOf(monitor.wait(running, { signal: signal() }));
  /** What goes on without the right, and says in its log what is missing. */
  const warned =
    (use: (monitor: JobMonitor, signal: AbortSignal) => Promise<unknown>): Denied =>
    async ({ monitor, warning }) => {
      const stop = new AbortController();
      const using = use(monitor, AbortSignal.any([stop.signal, signal()]));
      const told = await Promise.race([warning, using.then(() => 'It ended without a warning.')]);
      stop.abort();
      await using.catch(() => undefined);
      return told;
    };
  const imagePulls = warned((monitor, signal) => collect(monitor.events(running, { signal })));
  const denied: Record<string, Denied> = {
    'create jobs': ({ api }) => messageOf(submit(api, ['true'])),
    'get jobs': ({ api }) => messageOf(submit(api, ['true'], running.flowRunId)),
    'list jobs': wait,
    'watch jobs': wait,
    'delete jobs': ({ monitor }) => messageOf(monitor.cancel(running, { signal: signal() })),
    'delete pods': async ({ api, monitor }) => {
      const job = await submit(api, ['sleep', '600']);
      for await (const { type } of monitor.events(job, { signal: signal() })) if (type === 'started') break;
      return messageOf(monitor.cancel(job, { gracePeriodSeconds: 1, signal: signal() }));
    },
    'patch jobs': ({ monitor }) => messageOf(monitor.suspend(running, { signal: signal() })),
    'list pods': wait,
    'watch pods': wait,
    'get pods/log': ({ monitor }) => messageOf(collect(monitor.logs(running, { signal: signal() }))),
    'list events': imagePulls,
    'watch events': imagePulls,
  };

  test('all rights are tried', () => {
    expect(Object.keys(denied).sort()).toEqual(permissions.map(key).sort());
  });

  test.each(permissions.map((missing, index) => [key(missing), missing, index] as const))(
    '%s',
    async (name, { verb, resource, apiGroup }, index) => {
      await using actor = await actorOf(`without-${index}`);
      const told = await denied[name]?.(actor);

      expect(told).toContain(`cannot ${verb} resource "${resource}" in API group "${apiGroup}"`);
      expect(told).toContain(`the verb "${verb}" on "${resource}" (API group "${apiGroup}")`);
    },
  );
});

async function actorOf(account: string): Promise<Actor> {
  const api = connect(await kubeConfigWithRights(cluster, account));
  const warnings: string[] = [];
  const heard = new EventEmitter();
  const warning = once(heard, 'warning').then(([text]) => String(text));
  const warn = (text: string): void => {
    warnings.push(text);
    heard.emit('warning', text);
  };
  const ignore = () => undefined;
  const monitor = new JobMonitor(api, { logger: { debug: ignore, info: ignore, warn, error: ignore } });
  return {
    api,
    monitor,
    warnings,
    warning,
    [Symbol.asyncDispose]: async () => {
      await monitor.close();
      await api.close();
    },
  };
}

async function submit(api: ClusterApi, command: string[], of?: string): Promise<JobHandle> {
  if (of === undefined) runs += 1;
  const flowRunId = of ?? `run-${runs}`;
  const job = setLabels({ flowRunId, identifier: `identifier-${runs}` })({
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name: flowRunId },
    spec: {
      backoffLimit: 0,
      template: {
        spec: {
          restartPolicy: 'Never',
          terminationGracePeriodSeconds: 2,
          containers: [{ name: 'main', image: 'localhost/busybox:1', command }],
        },
      },
    },
  });
  // A second look at a 403 need not wait here.
  return submitJob(api, job, { namespace, flowRunId, sleep: () => Promise.resolve() });
}

/** A ServiceAccount that may do all but one thing. */
function accountWithout(missing: Permission, name: string): object[] {
  const rbac = 'rbac.authorization.k8s.io';
  const rules = permissions
    .filter((right) => right !== missing)
    .map(({ verb, apiGroup, resource }) => ({
      verbs: [verb],
      apiGroups: [apiGroup],
      resources: [resource],
    }));
  const metadata = { name, namespace };
  return [
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata },
    { apiVersion: `${rbac}/v1`, kind: 'Role', metadata, rules },
    {
      apiVersion: `${rbac}/v1`,
      kind: 'RoleBinding',
      metadata,
      roleRef: { apiGroup: rbac, kind: 'Role', name },
      subjects: [{ kind: 'ServiceAccount', name, namespace }],
    },
  ];
}

async function messageOf(promise: Promise<unknown>): Promise<string> {
  return promise.then(
    (value) => Promise.reject(new Error(`It was let do it: ${JSON.stringify(value)}`)),
    (error: unknown) => String(error),
  );
}

async function collect(items: AsyncIterable<unknown>): Promise<unknown[]> {
  const found: unknown[] = [];
  for await (const item of items) found.push(item);
  return found;
}

import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { connect, JobMonitor, submitJob } from 'kubernetes-job-environment';
import type { ClusterApi, JobHandle } from 'kubernetes-job-environment';
import type { RealCluster } from '../../e2e/cluster/real-cluster.js';
import { setLabels } from '../../src/job/set-labels.js';
import { grantRights, kubeConfigWithRights, serviceAccount } from './support/rbac.js';
import { startTestCluster } from './support/test-cluster.js';

/** Not the default one, so that it is seen where the library takes it from. */
const namespace = 'flows';
const signal = () => AbortSignal.timeout(120_000);

/** An orchestrator: it runs a flow, and prints what became of it. */
const orchestrator = `
  import {
    connect, DockerStorage, Flow, JobMonitor, KubernetesJobEnvironment,
  } from 'kubernetes-job-environment';

  const api = connect();
  const environment = new KubernetesJobEnvironment({
    api,
    jobSpec: '{ apiVersion: batch/v1, kind: Job, metadata: { name: inner } }',
    runtime: { start: () => ({ command: ['sh', '-c'], args: ['echo from the inner Job'], env: [] }) },
  });
  const storage = new DockerStorage({ imageName: 'localhost/busybox', imageTag: '1' });
  const monitor = new JobMonitor(api);
  try {
    const flow = new Flow({ name: 'the flow', environment, storage });
    const job = await environment.execute(flow, { id: 'inner-run' });
    const again = await environment.execute(flow, { id: 'inner-run' });
    const lines = [];
    for await (const { text } of monitor.logs(job)) lines.push(text);
    const { status } = await monitor.wait(job);
    console.log(JSON.stringify({ job, adopted: again.uid === job.uid && !again.created, lines, status }));
  } catch ({ code, message }) {
    console.log(JSON.stringify({ code, message }));
  } finally {
    await monitor.close();
    await api.close();
  }`;

describe('the library in a pod, with nothing but its ServiceAccount', () => {
  let cluster: RealCluster;
  let api: ClusterApi;
  let monitor: JobMonitor;
  beforeAll(async () => {
    cluster = await startTestCluster();
    await cluster.loadImage('node');
    await cluster.runKubectl('create', 'namespace', namespace);
    await grantRights(cluster, namespace);
    await cluster.runKubectl('create', 'serviceaccount', 'stranger', `--namespace=${namespace}`);
    api = connect(await kubeConfigWithRights(cluster, serviceAccount, namespace));
    monitor = new JobMonitor(api);
  });
  afterAll(async () => {
    await monitor?.close();
    await api?.close();
    await cluster?.stop();
  });

  test('submits a Job into its own namespace, and sees it end', async () => {
    const told = await outputOf(await orchestrate(serviceAccount));

    const [inner] = (await api.list('jobs', { namespace, labelSelector: 'flow_run_id=inner-run' })).items;
    expect(told).toEqual({
      job: {
        namespace,
        name: 'inner',
        uid: inner?.metadata.uid,
        flowRunId: 'inner-run',
        identifier: inner?.metadata.labels?.['identifier'],
        created: true,
      },
      adopted: true,
      lines: ['from the inner Job'],
      status: 'succeeded',
    });
  });

  test('is told which right its ServiceAccount lacks', async () => {
    const told = await outputOf(await orchestrate('stranger'));

    expect(told).toMatchObject({ code: 'API_RESPONSE' });
    expect(told.message).toContain(`User "system:serviceaccount:${namespace}:stranger" cannot create`);
    expect(told.message).toContain(
      `the verb "create" on "jobs" (API group "batch") by a Role in namespace "${namespace}"`,
    );
  });

  function orchestrate(serviceAccountName: string): Promise<JobHandle> {
    const flowRunId = `as-${serviceAccountName}`;
    const job = setLabels({ flowRunId, identifier: flowRunId })({
      apiVersion: 'batch/v1',
      kind: 'Job',
      metadata: { name: flowRunId },
      spec: {
        backoffLimit: 0,
        template: {
          spec: {
            restartPolicy: 'Never',
            serviceAccountName,
            // The API server listens on the loopback of the host; no Service leads there.
            hostNetwork: true,
            containers: [
              {
                name: 'orchestrator',
                image: 'localhost/node:1',
                command: ['node', '--input-type=module', '--eval', orchestrator],
                env: [
                  { name: 'KUBERNETES_SERVICE_HOST', value: '127.0.0.1' },
                  { name: 'KUBERNETES_SERVICE_PORT', value: new URL(cluster.server).port },
                ],
              },
            ],
          },
        },
      },
    });
    return submitJob(api, job, { namespace, flowRunId });
  }

  async function outputOf(job: JobHandle) {
    const lines: string[] = [];
    for await (const { text } of monitor.logs(job, { signal: signal() })) lines.push(text);
    expect(await monitor.wait(job, { signal: signal() })).toMatchObject({ status: 'succeeded' });
    return JSON.parse(lines.join('\n')) as { code?: string; message?: string };
  }
});

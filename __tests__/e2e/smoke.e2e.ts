import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ApiResponseError, connect, JobMonitor, submitJob } from 'kubernetes-job-environment';
import type { JobApi, JobHandle } from 'kubernetes-job-environment';
import type { RealCluster } from '../../e2e/cluster/real-cluster.js';
import { startTestCluster } from './support/test-cluster.js';

describe('a real cluster', () => {
  let cluster: RealCluster;
  beforeAll(async () => {
    cluster = await startTestCluster();
  });
  afterAll(() => cluster?.stop());

  test('runs a Job in a busybox image, which the monitor sees end and whose output it reads', async () => {
    await using api = connect(cluster.kubeConfig);
    const job = await submit(api, 'busybox', 'localhost/busybox:1', ['sh', '-c', 'echo to stdout; exit 0']);
    await using monitor = new JobMonitor(api);

    expect(await linesOf(monitor, job)).toEqual(['to stdout']);
    expect(await monitor.wait(job)).toMatchObject({ status: 'succeeded' });
  });

  test('tells a container that fails from one that succeeds', async () => {
    await using api = connect(cluster.kubeConfig);
    const job = await submit(api, 'failing', 'localhost/busybox:1', ['sh', '-c', 'exit 3']);
    await using monitor = new JobMonitor(api);

    expect(await monitor.wait(job)).toMatchObject({ status: 'failed' });
  });

  test('has a Node image in which the library and its subpaths can be imported', async () => {
    await cluster.loadImage('node');
    const script = `
      const { connect } = await import('kubernetes-job-environment');
      const { loadAndRunFlow } = await import('kubernetes-job-environment/runtime');
      const { EmbeddedCluster } = await import('kubernetes-job-environment/testing');
      const { KubeConfig } = await import('@kubernetes/client-node');
      console.log(process.version, typeof connect, typeof loadAndRunFlow, typeof EmbeddedCluster, typeof KubeConfig);`;
    await using api = connect(cluster.kubeConfig);
    const command = ['node', '--input-type=module', '--eval', script];
    const job = await submit(api, 'node', 'localhost/node:1', command);
    await using monitor = new JobMonitor(api);

    expect(await linesOf(monitor, job)).toEqual([`${process.version} function function function function`]);
    expect(await monitor.wait(job)).toMatchObject({ status: 'succeeded' });
  });

  test('gives a token user no right until a RoleBinding does', async () => {
    await using api = connect(cluster.kubeConfigFor({ token: cluster.tokens.user }));
    const request = { namespace: 'default' };

    await expect(api.list('jobs', request)).rejects.toMatchObject({
      constructor: ApiResponseError,
      status: 403,
    });
    await cluster.runKubectl('create', 'role', 'reader', '--verb=list', '--resource=jobs.batch');
    await cluster.runKubectl('create', 'rolebinding', 'reader', '--role=reader', '--user=token-user');
    await expect(api.list('jobs', request)).resolves.toMatchObject({ items: expect.any(Array) });
  });

  test('keeps what was stored over a kill of its API server', async () => {
    await using api = connect(cluster.kubeConfig);
    const { uid } = await submit(api, 'kept', 'localhost/busybox:1', ['true']);
    await cluster.killApiServer();
    await cluster.restartApiServer();

    const kept = await api.readNamespacedJob({ namespace: 'default', name: 'kept' });
    expect(kept.metadata.uid).toBe(uid);
  });
});

function submit(api: JobApi, name: string, image: string, command: string[]): Promise<JobHandle> {
  const job = {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name, labels: { identifier: `${name}-1`, flow_run_id: name } },
    spec: {
      backoffLimit: 0,
      template: { spec: { restartPolicy: 'Never', containers: [{ name: 'main', image, command }] } },
    },
  };
  return submitJob(api, job, { namespace: 'default', flowRunId: name });
}

async function linesOf(monitor: JobMonitor, job: JobHandle): Promise<string[]> {
  const lines: string[] = [];
  for await (const { text } of monitor.logs(job)) lines.push(text);
  return lines;
}

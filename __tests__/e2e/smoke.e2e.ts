import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ApiResponseError, connect, JobMonitor, submitJob } from 'kubernetes-job-environment';
import type { JobApi, JobHandle } from 'kubernetes-job-environment';
import { prefectFlowPath } from '../../e2e/cluster/images/prefect-image.js';
import type { RealCluster } from '../../e2e/cluster/real-cluster.js';
import { grantRights, kubeConfigWithRights } from './support/rbac.js';
import { startTestCluster } from './support/test-cluster.js';

describe('a real cluster', () => {
  let cluster: RealCluster;
  let kubeConfig: string;
  beforeAll(async () => {
    cluster = await startTestCluster();
    await grantRights(cluster, 'default');
    kubeConfig = await kubeConfigWithRights(cluster);
  });
  afterAll(() => cluster?.stop());

  test('runs a Job in a busybox image, which the monitor sees end and whose output it reads', async () => {
    await using api = connect(kubeConfig);
    const job = await submit(api, 'busybox', 'localhost/busybox:1', ['sh', '-c', 'echo to stdout; exit 0']);
    await using monitor = new JobMonitor(api);

    expect(await linesOf(monitor, job)).toEqual(['to stdout']);
    expect(await monitor.wait(job)).toMatchObject({ status: 'succeeded' });
  });

  test('tells a container that fails from one that succeeds', async () => {
    await using api = connect(kubeConfig);
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
    await using api = connect(kubeConfig);
    const command = ['node', '--input-type=module', '--eval', script];
    const job = await submit(api, 'node', 'localhost/node:1', command);
    await using monitor = new JobMonitor(api);

    expect(await linesOf(monitor, job)).toEqual([`${process.version} function function function function`]);
    expect(await monitor.wait(job)).toMatchObject({ status: 'succeeded' });
  });

  test('has an image in which real Prefect loads and runs the flow of the image', async () => {
    await cluster.loadImage('prefect');
    const script = `
import prefect
from prefect.utilities.storage import flow_from_bytes_pickle
with open("${prefectFlowPath}", "rb") as file:
    flow = flow_from_bytes_pickle(file.read())
print(prefect.__version__, flow.run().is_successful())`;
    await using api = connect(kubeConfig);
    const command = ['/bin/sh', '-c', `python -c '${script}' 2>/dev/null`];
    const job = await submit(api, 'prefect', 'localhost/prefect:0.15.13', command);
    await using monitor = new JobMonitor(api);

    expect((await linesOf(monitor, job)).at(-1)).toBe('0.15.13 True');
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
    await using api = connect(kubeConfig);
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

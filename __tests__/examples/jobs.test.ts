import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import {
  type ClusterApi,
  connect,
  DockerStorage,
  Flow,
  type JobHandle,
  JobMonitor,
  KubernetesJobEnvironment,
  nodeRuntime,
} from '../../src/index.js';
import { EmbeddedCluster, type Images } from '../../src/testing/index.js';
import { readJobSpecFile } from '../../src/job-spec/read-job-spec-file.js';

const folder = new URL('../../examples/jobs/', import.meta.url);
const flowImage = 'my-flow:1';

const tested = [
  'gpu.yaml',
  'indexed.yaml',
  'kueue.yaml',
  'minimal.yaml',
  'native-sidecar.yaml',
  'secrets.yaml',
  'sidecar.yaml',
];

/** A cluster whose nodes have these images, and `my-flow:1`, which tells what it was given. */
async function world(images: Images = {}) {
  const flow: Images[string] = ({ env, log }) => {
    log(['flow', env['JOB_COMPLETION_INDEX'], env['API_TOKEN'], env['MY_ENV']].filter(Boolean).join(' '));
  };
  const cluster = await EmbeddedCluster.start({
    images: { [flowImage]: flow, ...images },
    secrets: { api: { token: 'token-of-the-secret' } },
  });
  const api = connect(cluster.kubeConfig);
  const monitor = new JobMonitor(api);
  return {
    cluster,
    monitor,
    submit: (name: string) => submit(api, name),
    lines: async (job: JobHandle) => {
      const lines: string[] = [];
      for await (const { text } of monitor.logs(job)) lines.push(text);
      return lines.sort();
    },
    [Symbol.asyncDispose]: async () => {
      await monitor.close();
      await api.close();
      await cluster.stop();
    },
  };
}

function submit(api: ClusterApi, name: string): Promise<JobHandle> {
  const environment = new KubernetesJobEnvironment({
    jobSpecFile: new URL(name, folder),
    runtime: nodeRuntime({ flowFile: 'flow.js' }),
    api,
  });
  const storage = new DockerStorage({ imageName: 'my-flow', imageTag: '1' });
  const flow = new Flow({ name: 'my flow', environment, storage });
  expect(environment.findings).toEqual([]);
  return environment.execute(flow, { id: 'run-1' });
}

describe('the Job examples', () => {
  test('are all tested here', () => {
    expect(readdirSync(folder)).toEqual(tested);
  });

  test.each(tested)('%s begins with what it is for', (name) => {
    const spec = readJobSpecFile(fileURLToPath(new URL(name, folder)));
    expect(spec.position(['apiVersion'])?.line).toBeGreaterThan(1);
  });

  test('minimal.yaml: what is empty is filled in', async () => {
    await using run = await world();
    const job = await run.submit('minimal.yaml');
    expect(await run.lines(job)).toEqual(['flow foo']);
    expect(await run.monitor.wait(job)).toMatchObject({ status: 'succeeded' });
  });

  test('sidecar.yaml: the log is that of the flow, and the Job waits for both', async () => {
    await using run = await world({ busybox: ({ log }) => log('uploaded') });
    const job = await run.submit('sidecar.yaml');
    expect(await run.lines(job)).toEqual(['flow']);
    const { status, pods } = await run.monitor.wait(job);
    expect(status).toBe('succeeded');
    expect(pods[0]?.containers.map(({ name, exitCode }) => [name, exitCode])).toEqual([
      ['flow', 0],
      ['uploader', 0],
    ]);
  });

  test('native-sidecar.yaml: the proxy begins first, and the Job does not wait for it', async () => {
    const begun: string[] = [];
    await using run = await world({
      'envoyproxy/envoy:v1.34-latest': ({ sleep }) => {
        begun.push('proxy');
        return sleep(1e9);
      },
      [flowImage]: ({ env }) => void begun.push(`flow through ${env['HTTP_PROXY']}`),
    });
    const job = await run.submit('native-sidecar.yaml');
    expect(await run.monitor.wait(job)).toMatchObject({ status: 'succeeded' });
    expect(begun).toEqual(['proxy', 'flow through http://127.0.0.1:10000']);
  });

  test('gpu.yaml: waits for a node of that kind, and says so', async () => {
    await using run = await world();
    const job = await run.submit('gpu.yaml');
    for await (const { diagnosis } of run.monitor.events(job)) {
      if (diagnosis === undefined) continue;
      expect(diagnosis).toMatchObject({ category: 'unschedulable', stuck: true });
      break;
    }
    const [pod] = run.cluster.pods();
    expect(pod?.spec.containers[0]?.['resources']).toMatchObject({ limits: { 'nvidia.com/gpu': '1' } });
    expect(pod?.spec.nodeSelector).toEqual({ 'cloud.google.com/gke-accelerator': 'nvidia-l4' });
  });

  test('indexed.yaml: each part has its number', async () => {
    await using run = await world();
    const job = await run.submit('indexed.yaml');
    expect(await run.lines(job)).toEqual(['flow 0', 'flow 1', 'flow 2', 'flow 3']);
    expect(await run.monitor.wait(job)).toMatchObject({ status: 'succeeded' });
  });

  test('kueue.yaml: waits until it is let go', async () => {
    await using run = await world();
    const job = await run.submit('kueue.yaml');
    expect(run.cluster.jobs()[0]?.metadata.labels).toMatchObject({ 'kueue.x-k8s.io/queue-name': 'team-a' });
    for await (const { type } of run.monitor.events(job)) if (type === 'suspended') break;
    expect(run.cluster.pods()).toEqual([]);
    // What Kueue does.
    await run.monitor.resume(job);
    expect(await run.lines(job)).toEqual(['flow']);
    expect(await run.monitor.wait(job)).toMatchObject({ status: 'succeeded' });
  });

  test('secrets.yaml: the flow has the value, the Job only its name', async () => {
    await using run = await world();
    const job = await run.submit('secrets.yaml');
    expect(await run.lines(job)).toEqual(['flow token-of-the-secret']);
    expect(JSON.stringify([run.cluster.jobs(), run.cluster.pods()])).not.toContain('token-of-the-secret');
  });
});

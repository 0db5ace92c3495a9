import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import {
  BatchV1Api,
  CoreV1Api,
  KubeConfig,
  Log,
  PatchStrategy,
  setHeaderOptions,
  Watch,
  type V1Job,
} from '@kubernetes/client-node';
import { describe, expect, test } from '@jest/globals';
import { EmbeddedCluster } from '../../src/testing/index.js';
import { jobManifest } from './api.js';

function configOf(cluster: EmbeddedCluster): KubeConfig {
  const config = new KubeConfig();
  config.loadFromString(cluster.kubeConfig);
  return config;
}

const images = { 'test/image:1': ({ log }: { log: (line: string) => void }) => log('Example!') };

/** The Job once its last condition is there, by client-node's own Watch. */
function settled(config: KubeConfig, name: string): Promise<V1Job> {
  return new Promise((resolve, reject) => {
    const request = new Watch(config).watch(
      '/apis/batch/v1/namespaces/default/jobs',
      { fieldSelector: `metadata.name=${name}` },
      (_type, job: V1Job) => {
        if (!job.status?.conditions?.some(({ type }) => type === 'Complete' || type === 'Failed')) return;
        resolve(job);
        void request.then((controller) => controller.abort());
      },
      (error) => (error ? reject(error as Error) : undefined),
    );
  });
}

describe('client-node 1.4 on the embedded cluster', () => {
  test('creates a Job, watches it to its end, and reads the log of its Pod', async () => {
    await using cluster = await EmbeddedCluster.start({ images });
    const config = configOf(cluster);
    const batch = config.makeApiClient(BatchV1Api);
    const core = config.makeApiClient(CoreV1Api);
    const created = await batch.createNamespacedJob({ namespace: 'default', body: jobManifest('one') });
    expect(created.metadata?.creationTimestamp).toBeInstanceOf(Date);
    const job = await settled(config, 'one');
    expect(job.status).toMatchObject({ succeeded: 1 });

    const pods = await core.listNamespacedPod({
      namespace: 'default',
      labelSelector: 'batch.kubernetes.io/job-name=one',
    });
    const pod = pods.items[0]?.metadata?.name as string;
    expect(await core.readNamespacedPodLog({ namespace: 'default', name: pod })).toBe('Example!\n');
    const stream = new PassThrough();
    await new Log(config).log('default', pod, 'main', stream, { follow: true });
    expect(await text(stream)).toBe('Example!\n');
    const events = await core.listNamespacedEvent({
      namespace: 'default',
      fieldSelector: `involvedObject.name=${pod}`,
    });
    expect(events.items.map(({ reason }) => reason)).toEqual(['Scheduled', 'Pulled', 'Created', 'Started']);
  });

  test('is refused as by a real server', async () => {
    await using cluster = await EmbeddedCluster.start();
    const batch = configOf(cluster).makeApiClient(BatchV1Api);
    await batch.createNamespacedJob({ namespace: 'default', body: jobManifest('one', { suspend: true }) });
    await expect(
      batch.createNamespacedJob({ namespace: 'default', body: jobManifest('one') }),
    ).rejects.toMatchObject({
      code: 409,
      body: expect.stringContaining('jobs.batch \\"one\\" already exists'),
    });
    await expect(batch.readNamespacedJob({ namespace: 'default', name: 'two' })).rejects.toMatchObject({
      code: 404,
    });
  });

  test('patches in its three ways, replaces, and deletes', async () => {
    await using cluster = await EmbeddedCluster.start();
    const batch = configOf(cluster).makeApiClient(BatchV1Api);
    const at = { namespace: 'default', name: 'one' };
    await batch.createNamespacedJob({ namespace: 'default', body: jobManifest('one', { suspend: true }) });
    await batch.patchNamespacedJob({
      ...at,
      body: [{ op: 'add', path: '/metadata/labels/a~1b', value: 'c' }],
    });
    for (const [strategy, parallelism] of [
      [PatchStrategy.MergePatch, 2],
      [PatchStrategy.StrategicMergePatch, 3],
    ] as const) {
      const patched = await batch.patchNamespacedJob(
        { ...at, body: { spec: { parallelism } } },
        setHeaderOptions('Content-Type', strategy),
      );
      expect(patched.spec?.parallelism).toBe(parallelism);
    }
    const read = await batch.readNamespacedJob(at);
    expect(read.metadata?.labels).toMatchObject({ 'a/b': 'c' });
    const replaced = await batch.replaceNamespacedJob({
      ...at,
      body: { ...read, spec: { ...read.spec, parallelism: 4 } as V1Job['spec'] & object },
    });
    expect(replaced).toMatchObject({ metadata: { generation: 4 }, spec: { parallelism: 4 } });
    await batch.deleteNamespacedJob({ ...at, propagationPolicy: 'Background' });
    expect(cluster.jobs()).toEqual([]);
  });
});

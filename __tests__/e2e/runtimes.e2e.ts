import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  connect,
  DockerStorage,
  Flow,
  JobMonitor,
  KubernetesJobEnvironment,
  nodeRuntime,
  prefectRuntime,
} from 'kubernetes-job-environment';
import type { ClusterApi, JobHandle, JobManifest } from 'kubernetes-job-environment';
import ts from 'typescript';
import { prefectRegistration } from '../../e2e/cluster/images/prefect-image.js';
import type { RealCluster } from '../../e2e/cluster/real-cluster.js';
import { fixturePath } from '../support/fixtures.js';
import * as report from './fixtures/report-flow.js';
import { PrefectApi } from './support/prefect-api.js';
import { grantRights, kubeConfigWithRights } from './support/rbac.js';
import { startTestCluster } from './support/test-cluster.js';

const namespace = 'default';
const signal = () => AbortSignal.timeout(120_000);

let cluster: RealCluster;
let api: ClusterApi;
let monitor: JobMonitor;

beforeAll(async () => {
  cluster = await startTestCluster();
  await grantRights(cluster, namespace);
  api = connect(await kubeConfigWithRights(cluster));
  monitor = new JobMonitor(api);
});
afterAll(async () => {
  await monitor?.close();
  await api?.close();
  await cluster?.stop();
});

describe("the seed's Job, built by prefectRuntime, runs real Prefect", () => {
  const name = 'Kubernetes Job Environment w/ Resource Requests & Limits';
  const storage = new DockerStorage({ imageName: 'localhost/prefect', imageTag: '0.15.13' });
  beforeAll(() => cluster.loadImage('prefect'));

  test.each(['seed-1.yaml', 'seed-2.yaml'])('which runs the flow to success: %s', async (file) => {
    const id = `3f0d7c5e-6a9b-4c1d-8e2f-00000000000${/\d/.exec(file)?.[0] ?? ''}`;
    await using prefect = await PrefectApi.start(await prefectRegistration(), {
      flowRunId: id,
      key: 'a-key',
    });
    const environment = environmentOf(file);
    const job = await environment.execute(new Flow({ name, environment, storage }), {
      id,
      cloud: { graphql: prefect.url, api: prefect.url, apiKey: 'a-key' },
    });
    const lines = await linesOf(job);

    expect(await monitor.wait(job, { signal: signal() })).toMatchObject({ status: 'succeeded' });
    expect(prefect.flowStates).toEqual(['Running', 'Success']);
    expect(prefect.taskStates).toEqual([
      'get_value Running',
      'get_value Success',
      'output_value Running',
      'output_value Success',
    ]);
    expect(prefect).toMatchObject({ unauthorized: 0, unknown: [] });
    // The task printed it in the container, and Prefect sent its own log to the API.
    expect(lines).toContain('Example!');
    expect(prefect.logs).toContain('Flow run SUCCESS: all reference tasks succeeded');
  });

  test('which the API does not let in with a wrong key: the Job fails', async () => {
    const id = '3f0d7c5e-6a9b-4c1d-8e2f-000000000009';
    await using prefect = await PrefectApi.start(await prefectRegistration(), {
      flowRunId: id,
      key: 'a-key',
    });
    const environment = environmentOf('seed-1.yaml', (job) => ({
      ...job,
      spec: { ...job.spec, backoffLimit: 0 },
    }));
    const job = await environment.execute(new Flow({ name, environment, storage }), {
      id,
      cloud: { graphql: prefect.url, api: prefect.url, apiKey: 'another-key' },
    });

    expect(await monitor.wait(job, { signal: signal() })).toMatchObject({ status: 'failed' });
    expect(prefect.unauthorized).toBeGreaterThan(0);
    expect(prefect.flowStates).toEqual([]);
  });

  /** The YAML as it is, on the network of the host, where the API listens. */
  function environmentOf(file: string, change = (job: JobManifest): JobManifest => job) {
    const onHostNetwork = (job: JobManifest): JobManifest => ({
      ...job,
      spec: {
        ...job.spec,
        template: { ...job.spec?.template, spec: { ...job.spec?.template?.spec, hostNetwork: true } },
      },
    });
    return new KubernetesJobEnvironment({
      jobSpecFile: fixturePath(`prefect-contract/manifests/seed/${file}`),
      api,
      uniqueJobName: true,
      runtime: prefectRuntime(),
      transforms: [onHostNetwork, change],
    });
  }
});

describe('a TypeScript flow, by nodeRuntime', () => {
  beforeAll(async () => {
    await cluster.loadImage('node');
    const source = readFileSync(new URL('./fixtures/report-flow.ts', import.meta.url), 'utf8');
    const compilerOptions = { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022 };
    const file = join(cluster.directory, 'flow.mjs');
    writeFileSync(file, ts.transpileModule(source, { compilerOptions }).outputText);
    await cluster.runKubectl('create', 'configmap', 'flow-code', `--from-file=${file}`);
  });

  test('waits for its node, and runs with all that the YAML says in force', async () => {
    const environment = new KubernetesJobEnvironment({
      jobSpec: report.jobSpec,
      api,
      runtime: nodeRuntime({ flowFile: 'flow.mjs' }),
    });
    const { name, storage } = report.flow;
    const job = await environment.execute(new Flow({ name, environment, storage }), { id: 'a run' });
    for await (const { reason, type } of monitor.events(job, { signal: signal() })) {
      expect(type).not.toBe('scheduled');
      if (reason === 'Unschedulable') break;
    }
    await cluster.runKubectl('label', 'node', '--all', 'flows=welcome');

    // The sidecar would run on for long: it does not hold the Job up.
    expect(await monitor.wait(job, { signal: signal() })).toMatchObject({ status: 'succeeded' });
    expect((await linesOf(job)).map((line) => JSON.parse(line) as unknown)).toEqual([
      {
        context: { flowName: name, flowRunId: 'a run', namespace, image: 'localhost/node:1' },
        prepared: 'prepared',
        sidecar: 'prepared',
        memory: String(Math.floor(300_000_000 / 4096) * 4096),
        cpu: '30000',
      },
    ]);
    const [pod] = await podsOf(job);
    expect(pod).toMatchObject({
      spec: { nodeName: 'localhost', nodeSelector: { flows: 'welcome' } },
      status: {
        qosClass: 'Burstable',
        initContainerStatuses: [
          { name: 'prepare', state: { terminated: { exitCode: 0 } } },
          { name: 'sidecar', started: expect.any(Boolean) },
        ],
      },
    });
  });
});

async function linesOf(job: JobHandle): Promise<string[]> {
  const lines: string[] = [];
  for await (const { text } of monitor.logs(job, { signal: signal() })) lines.push(text);
  return lines;
}

async function podsOf({ uid }: JobHandle): Promise<readonly object[]> {
  const labelSelector = `batch.kubernetes.io/controller-uid=${uid}`;
  return (await api.list('pods', { namespace, labelSelector })).items;
}

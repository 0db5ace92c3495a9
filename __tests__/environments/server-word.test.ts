import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  connect,
  DockerStorage,
  Flow,
  KubernetesJobEnvironment,
  nodeRuntime,
  type ApiResponseError,
  type ClusterApi,
  type KubernetesJobEnvironmentOptions,
} from 'kubernetes-job-environment';
import { BatchV1Api, KubeConfig } from '@kubernetes/client-node';
import { EmbeddedCluster } from 'kubernetes-job-environment/testing';

const text = `apiVersion: batch/v1
kind: Job
metadata: {name: x}
spec:
  backofLimit: 3
  template:
    spec:
      restartPolicy: Never
      containers:
        - name: Flow
          image: any
`;
const sound = text.replace('  backofLimit: 3\n', '').replace('name: Flow', 'name: flow');

let cluster: EmbeddedCluster;
let api: ClusterApi;

beforeAll(async () => {
  cluster = await EmbeddedCluster.start();
  api = connect(cluster.kubeConfig);
});

afterAll(async () => {
  await api.close();
  await cluster.stop();
});

function flowWith(options: Omit<KubernetesJobEnvironmentOptions, 'jobSpecFile'>): {
  flow: Flow;
  environment: KubernetesJobEnvironment;
} {
  const runtime = nodeRuntime({ flowFile: 'flow.js' });
  const environment = new KubernetesJobEnvironment({ api, runtime, validation: 'off', ...options });
  const storage = new DockerStorage({ imageName: 'flow', imageTag: '1' });
  return { environment, flow: new Flow({ name: 'f', environment, storage }) };
}

function batchV1Api(): BatchV1Api {
  const kubeConfig = new KubeConfig();
  kubeConfig.loadFromString(cluster.kubeConfig);
  return kubeConfig.makeApiClient(BatchV1Api);
}

const jobsOf = async (): Promise<number> => (await api.list('jobs', {})).items.length;

describe("a server's refusal", () => {
  test('of an unknown field names its line', async () => {
    const { environment, flow } = flowWith({ jobSpec: text });
    const error = await environment.execute(flow, { id: 'r' }).catch((e: unknown) => e as ApiResponseError);
    expect(error).toMatchObject({
      code: 'API_RESPONSE',
      status: 400,
      findings: [{ code: 'server-refused', path: 'spec.backofLimit', line: 5, column: 3 }],
    });
    expect((error as Error).message).toContain(
      'job spec:5:3 error spec.backofLimit: unknown field\n  5 |   backofLimit: …\n    |   ^^^^^^^^^^^',
    );
  });

  test('of a wrong value names its line', async () => {
    const { environment, flow } = flowWith({ jobSpec: text, fieldValidation: 'Ignore' });
    await expect(environment.execute(flow, { id: 'r' })).rejects.toMatchObject({
      status: 422,
      findings: [{ path: 'spec.template.spec.containers[0].name', line: 10, column: 17 }],
    });
  });

  test('that has nothing to do with the spec stays as it is', async () => {
    const { environment, flow } = flowWith({ jobSpec: sound });
    await expect(environment.execute(flow, { id: 'r', namespace: 'nowhere' })).rejects.toMatchObject({
      status: 404,
      findings: [],
    });
  });
});

test("a server's warning names its line", async () => {
  const warnings: string[] = [];
  const logger = {
    debug() {},
    info() {},
    error() {},
    warn: (warning: string) => void warnings.push(warning),
  };
  const { environment, flow } = flowWith({
    jobSpec: sound.replace('spec:\n', 'spec:\n  backofLimit: 3\n'),
    fieldValidation: 'Warn',
    logger,
  });
  await environment.execute(flow, { id: 'warned' });
  expect(warnings).toEqual([
    expect.stringContaining('job spec:5:3 warning spec.backofLimit: unknown field\n'),
  ]);
});

describe('validate', () => {
  test('asks no server and sees what the transforms made', async () => {
    const { environment, flow } = flowWith({
      jobSpec: text,
      transforms: [(job) => ({ ...job, spec: { ...job.spec, completions: -1 } })],
    });
    const before = cluster.requests.length;
    const findings = await environment.validate(flow, { id: 'r' });
    expect(findings).toMatchObject([
      { code: 'out-of-range', path: 'spec.completions', setBy: 'library' },
      { code: 'unknown-field', path: 'spec.backofLimit', line: 5, column: 3, suggestion: 'backoffLimit' },
      { code: 'invalid-name', path: 'spec.template.spec.containers[0].name', line: 10, column: 17 },
    ]);
    expect(cluster.requests.length).toBe(before);
  });

  test.each([
    ['connect()', () => api],
    ['BatchV1Api of client-node', () => batchV1Api()],
  ])('asks the server through %s, which creates nothing', async (_, client) => {
    const count = await jobsOf();
    const bad = flowWith({ jobSpec: text, fieldValidation: 'Ignore', api: client() });
    expect(await bad.environment.validate(bad.flow, { id: 'v' }, { server: true })).toMatchObject([
      { code: 'unknown-field', severity: 'warning' },
      { code: 'invalid-name', path: 'spec.template.spec.containers[0].name' },
    ]);
    const good = flowWith({ jobSpec: sound, api: client(), uniqueJobName: true });
    expect(await good.environment.validate(good.flow, { id: 'v' }, { server: true })).toEqual([]);
    expect(await jobsOf()).toBe(count);
    expect(cluster.requests.at(-2)?.path).toContain('/jobs');
  });

  test('throws when the server gives no verdict', async () => {
    const { environment, flow } = flowWith({ jobSpec: sound });
    const run = { id: 'r', namespace: 'nowhere' };
    await expect(environment.validate(flow, run, { server: true })).rejects.toMatchObject({ status: 404 });
    const signal = AbortSignal.abort(new Error('stopped'));
    await expect(environment.validate(flow, { id: 'r' }, { server: true, signal })).rejects.toThrow(
      'stopped',
    );
  });
});

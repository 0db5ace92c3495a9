import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import {
  DockerStorage,
  Flow,
  type FlowRun,
  type JobManifest,
  KubernetesJobEnvironment,
  type KubernetesJobEnvironmentOptions,
  nodeRuntime,
  Storage,
} from '../../src/index.js';
import { fixture, fixturePath } from '../support/fixtures.js';

const seed = fixture('prefect-contract/manifests/seed/seed-2.yaml');
const storage = new DockerStorage({
  registryUrl: 'gcr.io/dev/',
  imageName: 'k8s-job-flow',
  imageTag: '0.1.0',
});
const cloud = { graphql: 'https://graphql.example', apiKey: 'the-key' };

function flowWith(
  options: Omit<KubernetesJobEnvironmentOptions, 'jobSpecFile'>,
  flowStorage: Storage = storage,
) {
  const environment = new KubernetesJobEnvironment({ jobSpec: seed, ...options });
  return new Flow({ name: 'my flow', environment, storage: flowStorage });
}

function build(
  options: Omit<KubernetesJobEnvironmentOptions, 'jobSpecFile'>,
  run: FlowRun = { id: 'run-1' },
) {
  const flow = flowWith(options);
  return flow.environment.buildJob(flow, run);
}

const first = (job: JobManifest) => job.spec?.template?.spec?.containers?.[0];
const env = (job: JobManifest) =>
  Object.fromEntries((first(job)?.env ?? []).map(({ name, value }) => [name, value]));

/** A user's fake: creates nothing, remembers what it was asked for. */
function fakeApi(contextNamespace?: string) {
  const created: { namespace: string; body: JobManifest; fieldValidation?: string }[] = [];
  return {
    created,
    createNamespacedJob(request: { namespace: string; body: JobManifest }) {
      created.push(request);
      return Promise.resolve({ ...request.body, metadata: { ...request.body.metadata, uid: 'uid-1' } });
    },
    ...(contextNamespace === undefined ? {} : { contextNamespace: () => Promise.resolve(contextNamespace) }),
  };
}

describe('the Job spec', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'kje-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  test('is read from a path or a file URL', () => {
    const path = fixturePath('prefect-contract/manifests/seed/seed-2.yaml');
    for (const jobSpecFile of [path, pathToFileURL(path)]) {
      expect(new KubernetesJobEnvironment({ jobSpecFile }).jobSpec.json.metadata?.name).toBe(
        'my-prefect-job',
      );
    }
  });

  test('is read once, now: a later change of the file changes nothing', () => {
    const jobSpecFile = join(folder, 'job.yaml');
    writeFileSync(jobSpecFile, seed);
    const environment = new KubernetesJobEnvironment({ jobSpecFile });
    const flow = new Flow({ name: 'f', environment, storage });
    writeFileSync(jobSpecFile, seed.replace('my-prefect-job', 'changed'));
    expect(environment.buildJob(flow, { id: 'run-1' }).metadata?.name).toBe('my-prefect-job');
    rmSync(jobSpecFile);
    expect(environment.buildJob(flow, { id: 'run-1' }).metadata?.name).toBe('my-prefect-job');
  });

  test('can be given as text or as an object', () => {
    const object = { apiVersion: 'batch/v1', kind: 'Job', metadata: { name: 'from-object' } };
    expect(build({ jobSpec: seed }).metadata?.name).toBe('my-prefect-job');
    expect(build({ jobSpec: object }).metadata?.name).toBe('from-object');
    expect(Object.isFrozen(object.metadata)).toBe(false);
  });

  test.each([[{}], [{ jobSpec: seed, jobSpecFile: 'job.yaml' }], [{ jobSpec: 1 }]])(
    'must be given exactly once: %j',
    (options) => {
      expect(() => new KubernetesJobEnvironment(options as KubernetesJobEnvironmentOptions)).toThrow(
        expect.objectContaining({ code: 'INVALID_ARGUMENT' }),
      );
    },
  );

  test.each<[string, object | undefined, string]>([
    ['no options', undefined, 'jobSpecFile'],
    ['an empty path', { jobSpecFile: '' }, 'jobSpecFile'],
    ['an api without the method', { jobSpec: seed, api: { createNamespacedJob: 1 } }, 'api'],
    ['an api that is null', { jobSpec: seed, api: null }, 'api'],
    ['transforms that are no list', { jobSpec: seed, transforms: 'x' }, 'transforms'],
    ['a transform that is no function', { jobSpec: seed, transforms: [null] }, 'transforms'],
  ])('and the options are checked at once: %s', (_, options, argument) => {
    expect(() => new KubernetesJobEnvironment(options as KubernetesJobEnvironmentOptions)).toThrow(
      expect.objectContaining({ code: 'INVALID_ARGUMENT', argument }),
    );
  });

  test('is frozen', () => {
    const { jobSpec } = new KubernetesJobEnvironment({ jobSpec: seed });
    expect(() => ((jobSpec.json.metadata as any).name = 'x')).toThrow(TypeError);
  });

  test('shows in no inspection or serialisation of the environment or its flow', () => {
    const flow = flowWith({ jobSpec: seed.replace('value: foo', 'value: canary') });
    for (const text of [inspect(flow, { depth: 9 }), JSON.stringify(flow), String(flow.environment)]) {
      expect(text).not.toContain('canary');
      expect(text).not.toContain('my-prefect-job');
    }
    expect(flow.environment.serialize()).toEqual({
      type: 'KubernetesJobEnvironment',
      labels: [],
      metadata: {},
    });
  });

  test('without the container that flowContainer names is refused at once', () => {
    expect(() => new KubernetesJobEnvironment({ jobSpec: seed, flowContainer: 'other' })).toThrow(
      'No container of the Job spec is called "other"; there are "flow-container".',
    );
  });
});

describe('the Job', () => {
  test('has an identifier of its own for each execution', () => {
    const flow = flowWith({});
    const identifiers = [1, 2].map(
      () => flow.environment.buildJob(flow, { id: 'r' }).metadata?.labels?.['identifier'],
    );
    expect(identifiers[0]).toMatch(/^[0-9a-f]{8}-[0-9a-f-]{27}$/);
    expect(identifiers[0]).not.toBe(identifiers[1]);
  });

  test('does not double its env when it is built again', () => {
    const flow = flowWith({});
    const lengths = [1, 2].map(() => first(flow.environment.buildJob(flow, { id: 'r', cloud }))?.env?.length);
    expect(lengths).toEqual([11, 11]);
  });

  test('runs in the image of the storage, or in metadata.image when that is set', () => {
    const run = { id: 'run-1', cloud };
    expect(first(build({}, run))?.image).toBe('gcr.io/dev/k8s-job-flow:0.1.0');
    const job = build({ metadata: { image: 'mine:2' } }, run);
    expect(first(job)?.image).toBe('mine:2');
    expect(env(job)['PREFECT__CONTEXT__IMAGE']).toBe('mine:2');
  });

  test('can not be built where nothing names an image', () => {
    class NoImage extends Storage {
      readonly image = undefined;
      flowPath = () => '/flow';
    }
    const flow = flowWith({}, new NoImage());
    expect(() => flow.environment.buildJob(flow, { id: 'r' })).toThrow(
      expect.objectContaining({ code: 'IMAGE_UNKNOWN' }),
    );
  });

  test('of a run without an id is refused', () => {
    expect(() => build({}, { id: '' })).toThrow(
      expect.objectContaining({ code: 'INVALID_ARGUMENT', argument: 'id' }),
    );
  });

  test('keeps the key of the YAML where the run brings none', () => {
    const jobSpec = fixture('prefect-contract/manifests/edge/env-same-names.yaml');
    const job = build({ jobSpec }, { id: 'run-1', cloud: { graphql: 'g' } });
    const keys = (first(job)?.env ?? []).filter(({ name }) => name === 'PREFECT__CLOUD__API_KEY');
    expect(keys).toEqual([
      { name: 'PREFECT__CLOUD__API_KEY', valueFrom: { secretKeyRef: { name: 'prefect', key: 'api-key' } } },
    ]);
  });

  test('takes the command and variables of another runtime', () => {
    const job = build({ runtime: nodeRuntime({ flowFile: 'flow.js' }) });
    expect(first(job)?.command).toEqual(['node']);
    expect(env(job)['PREFECT__CONTEXT__FLOW_RUN_ID']).toBeUndefined();
    expect(env(job)['MY_ENV']).toBe('foo');
  });

  test('warns through the logger of what the runtime warns of', () => {
    const warnings: string[] = [];
    const nothing = () => undefined;
    build({ logger: { debug: nothing, info: nothing, warn: (text) => warnings.push(text), error: nothing } });
    expect(warnings).toEqual([expect.stringContaining('PREFECT__CONTEXT__FLOW_RUN_ID')]);
  });
});

describe('the namespace', () => {
  const own = seed.replace('  name: my-prefect-job', '  name: my-prefect-job\n  namespace: yamls');

  async function namespaceOf(jobSpec: string, run: Partial<FlowRun>, context?: string): Promise<string[]> {
    const api = fakeApi(context);
    const flow = flowWith({ jobSpec, api });
    const handle = await flow.environment.execute(flow, { id: 'run-1', cloud, ...run });
    const [request] = api.created;
    expect(handle.namespace).toBe(request?.namespace);
    return [handle.namespace, env(request?.body ?? {})['PREFECT__CONTEXT__NAMESPACE'] ?? ''];
  }

  test.each<[string, string, Partial<FlowRun>, string | undefined, string]>([
    ["the run's", seed, { namespace: 'runs' }, 'contexts', 'runs'],
    ["else the YAML's", own, {}, 'contexts', 'yamls'],
    ["else the client's own", seed, {}, 'contexts', 'contexts'],
    ['else default', seed, {}, undefined, 'default'],
    ['the same in run and YAML is fine', own, { namespace: 'yamls' }, undefined, 'yamls'],
  ])('is %s, in the request and in the variable', async (_, jobSpec, run, context, expected) => {
    await expect(namespaceOf(jobSpec, run, context)).resolves.toEqual([expected, expected]);
  });

  test('that run and YAML disagree on is an error that names both, and where', async () => {
    await expect(namespaceOf(own, { namespace: 'runs' })).rejects.toThrow(
      /namespace "runs", but metadata\.namespace of job spec:5:14 is "yamls"/,
    );
  });
});

describe('execute', () => {
  test('creates the Job through the injected client and gives a handle', async () => {
    const api = fakeApi();
    const flow = flowWith({ api, generateId: () => 'id-1' });
    await expect(flow.environment.execute(flow, { id: 'run-1', cloud })).resolves.toEqual({
      namespace: 'default',
      name: 'my-prefect-job',
      uid: 'uid-1',
      flowRunId: 'run-1',
      identifier: 'id-1',
      created: true,
    });
    expect(api.created).toHaveLength(1);
    expect(api.created[0]?.fieldValidation).toBe('Strict');
  });

  test('needs no setup', async () => {
    const flow = flowWith({});
    await expect(flow.environment.setup(flow)).resolves.toBeUndefined();
  });

  test('of a subclass that overrides buildJob submits what that builds', async () => {
    class Labelled extends KubernetesJobEnvironment {
      override buildJob(flow: Flow, run: FlowRun): JobManifest {
        const job = super.buildJob(flow, run);
        return { ...job, metadata: { ...job.metadata, labels: { ...job.metadata?.labels, team: 'a' } } };
      }
    }
    const api = fakeApi();
    const environment = new Labelled({ jobSpec: seed, api });
    const flow = new Flow({ name: 'f', environment, storage });
    await environment.execute(flow, { id: 'run-1', cloud });
    expect(api.created[0]?.body.metadata?.labels).toMatchObject({ team: 'a', flow_run_id: 'run-1' });
    expect(environment.serialize().type).toBe('Labelled');
  });

  test('with a signal that has fired creates nothing', async () => {
    const api = fakeApi();
    const flow = flowWith({ api });
    const signal = AbortSignal.abort(new Error('stop'));
    await expect(flow.environment.execute(flow, { id: 'run-1', cloud }, { signal })).rejects.toMatchObject({
      code: 'SUBMIT_ABORTED',
      jobMayExist: false,
    });
    expect(api.created).toEqual([]);
  });
});

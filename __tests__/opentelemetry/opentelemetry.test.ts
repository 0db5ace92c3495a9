import { inspect } from 'node:util';
import { afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { SpanKind, SpanStatusCode } from '@opentelemetry/api';
import {
  type ClusterApi,
  connect,
  DockerStorage,
  Flow,
  JobMonitor,
  KubernetesJobEnvironment,
  type KubernetesJobEnvironmentOptions,
  nodeRuntime,
  submitJob,
} from '../../src/index.js';
import { EmbeddedCluster } from '../../src/testing/index.js';
import { RecordedTelemetry, registerOpenTelemetry } from '../support/recorded-telemetry.js';
import { gate, until } from '../support/monitored-cluster.js';

let cluster: EmbeddedCluster;
let recorded: RecordedTelemetry;
let api: ClusterApi;
let ended: ReturnType<typeof gate>;
let env: Record<string, string>;

beforeAll(registerOpenTelemetry);
beforeEach(async () => {
  ended = gate();
  ended.open();
  cluster = await EmbeddedCluster.start({
    images: {
      'my-flow:1': async (container) => {
        env = { ...container.env };
        container.log('began');
        await ended.opened;
      },
    },
  });
  recorded = new RecordedTelemetry();
  api = connect(cluster.kubeConfig, { telemetry: recorded.telemetry });
});
afterEach(async () => {
  await api.close();
  await recorded[Symbol.asyncDispose]();
  await cluster.stop();
});

function flowWith(options: KubernetesJobEnvironmentOptions = {}): Flow {
  const environment = new KubernetesJobEnvironment({
    jobSpec: {
      apiVersion: 'batch/v1',
      kind: 'Job',
      metadata: { name: 'my-job' },
      spec: {
        backoffLimit: 0,
        template: {
          spec: {
            restartPolicy: 'Never',
            containers: [{ name: 'main', env: [{ name: 'PASSWORD', value: 'hunter2' }] }],
          },
        },
      },
    },
    api,
    uniqueJobName: true,
    runtime: nodeRuntime({ flowFile: 'flow.js' }),
    telemetry: recorded.telemetry,
    ...options,
  });
  return new Flow({
    name: 'my flow',
    environment,
    storage: new DockerStorage({ imageName: 'my-flow', imageTag: '1' }),
  });
}

const execute = (flow: Flow, id = 'run-1') =>
  (flow.environment as KubernetesJobEnvironment).execute(flow, { id });

test('an execution and a wait are spans, and each request is one', async () => {
  const job = await execute(flowWith());
  await using monitor = new JobMonitor(api, { telemetry: recorded.telemetry });
  await monitor.wait(job);
  const [execution] = recorded.spans('execute');
  const [create] = recorded.spans('create jobs');
  const [wait] = recorded.spans('wait');
  expect(execution?.attributes).toEqual({
    'flow.name': 'my flow',
    'flow_run.id': 'run-1',
    'k8s.namespace.name': 'default',
    'k8s.job.name': job.name,
    'k8s.job.uid': job.uid,
    created: true,
  });
  expect(create).toMatchObject({
    kind: SpanKind.CLIENT,
    parentSpanContext: { spanId: execution?.spanContext().spanId },
    attributes: {
      'http.request.method': 'POST',
      'http.response.status_code': 201,
      'k8s.namespace.name': 'default',
      'k8s.job.name': job.name,
    },
  });
  expect(wait?.attributes).toMatchObject({
    'k8s.job.uid': job.uid,
    'flow_run.id': 'run-1',
    status: 'succeeded',
    reason: 'CompletionsReached',
  });
});

test('the watch that a wait began is no part of it: it serves others too', async () => {
  const job = await execute(flowWith());
  const monitor = new JobMonitor(api, { telemetry: recorded.telemetry });
  await monitor.wait(job);
  await monitor.close();
  await until(() => recorded.spans('watch jobs').length === 1);
  const ofWatch = ['list jobs', 'list pods', 'watch jobs', 'watch pods'].flatMap((name) =>
    recorded.spans(name),
  );
  expect(ofWatch.map(({ parentSpanContext }) => parentSpanContext)).toEqual(ofWatch.map(() => undefined));
});

test('what failed is told by its code', async () => {
  await execute(flowWith({ uniqueJobName: false }), 'run-1');
  await expect(execute(flowWith({ uniqueJobName: false }), 'run-2')).rejects.toThrow();
  expect(recorded.spans('execute').at(-1)).toMatchObject({
    status: { code: SpanStatusCode.ERROR, message: expect.stringMatching(/"run-1"/) },
    attributes: { 'error.type': 'JOB_CONFLICT' },
  });
});

test('what is refused is an error of its span, and tells no env value', async () => {
  const respond = { status: 403, body: { kind: 'Status', message: 'no: hunter2', reason: 'Forbidden' } };
  cluster.faults.add({ verb: 'create', times: 9, respond });
  const flow = flowWith();
  const job = (flow.environment as KubernetesJobEnvironment).buildJob(flow, { id: 'run-1' });
  const { telemetry } = recorded;
  const sleep = () => Promise.resolve();
  const options = { namespace: 'default', flowRunId: 'run-1', telemetry, sleep };
  await expect(submitJob(api, job, options)).rejects.toMatchObject({ code: 'API_RESPONSE' });
  const [create] = recorded.spans('create jobs');
  expect(create).toMatchObject({
    status: { code: SpanStatusCode.ERROR },
    attributes: { 'error.type': '403' },
  });
  expect(inspect(recorded.spans(), { depth: 9 })).not.toContain('hunter2');
  expect(await recorded.measured('retries')).toEqual([{ attributes: { 'error.type': '403' }, value: 1 }]);
  expect(await recorded.measured('submits')).toEqual([
    { attributes: { outcome: 'failed', 'error.type': '403' }, value: 1 },
  ]);
});

test('a log that its reader leaves is told as aborted', async () => {
  ended = gate();
  const job = await execute(flowWith());
  await using monitor = new JobMonitor(api);
  for await (const { text } of monitor.logs(job)) if (text === 'began') break;
  await until(() => recorded.spans('get pods/log').length === 1);
  expect(recorded.spans('get pods/log')[0]?.attributes).toMatchObject({ 'error.type': 'AbortError' });
  ended.open();
});

test('submissions are counted by their outcome, and nothing is left in flight', async () => {
  await execute(flowWith(), 'run-1');
  await execute(flowWith(), 'run-1');
  await execute(flowWith(), 'run-2');
  expect(await recorded.measured('submits')).toEqual([
    { attributes: { outcome: 'created' }, value: 2 },
    { attributes: { outcome: 'adopted' }, value: 1 },
  ]);
  for (const name of ['submits.in_flight', 'requests.in_flight']) {
    expect(await recorded.measured(name)).toEqual([{ attributes: {}, value: 0 }]);
  }
});

test('what is in flight is counted while it is', async () => {
  const held = cluster.faults.add({ verb: 'create', hold: 'before-handling' });
  const stop = new AbortController();
  const flow = flowWith();
  const execution = flow.environment.execute(flow, { id: 'run-1' }, { signal: stop.signal });
  await until(() => held.hits === 1);
  for (const name of ['submits.in_flight', 'requests.in_flight']) {
    expect(await recorded.measured(name)).toEqual([{ attributes: {}, value: 1 }]);
  }
  stop.abort();
  await expect(execution).rejects.toMatchObject({ code: 'SUBMIT_ABORTED' });
  expect(await recorded.measured('submits.in_flight')).toEqual([{ attributes: {}, value: 0 }]);
});

test('watches that begin anew are counted, and how late an outcome was known', async () => {
  const { telemetry } = recorded;
  const expired = cluster.faults.add({ verb: 'watch', resource: 'jobs', respond: { status: 410 } });
  ended = gate();
  const job = await execute(flowWith());
  await using monitor = new JobMonitor(api, { telemetry });
  const outcome = monitor.wait(job);
  await until(() => expired.hits === 1);
  expect(await recorded.measured('waits.in_flight')).toEqual([{ attributes: {}, value: 1 }]);
  ended.open();
  await outcome;
  expect(await recorded.measured('watch.restarts')).toEqual([
    { attributes: { resource: 'jobs', reason: 'expired' }, value: 1 },
  ]);
  const [lag] = await recorded.measured('outcome.lag');
  expect(lag).toMatchObject({ attributes: { status: 'succeeded' }, value: { count: 1 } });
  expect(await recorded.measured('waits.in_flight')).toEqual([{ attributes: {}, value: 0 }]);
});

test('an end that was there before anybody waited says nothing of how late it was known', async () => {
  const job = await execute(flowWith());
  await using first = new JobMonitor(api);
  await first.wait(job);
  const now = (): number => Date.now() + 60_000;
  await using second = new JobMonitor(api, { telemetry: recorded.telemetry, now });
  await second.wait(job);
  expect(await recorded.measured('outcome.lag')).toEqual([]);
});

test('the container is told of its span when that is asked for', async () => {
  const job = await execute(flowWith({ traceContext: true }));
  await using monitor = new JobMonitor(api);
  await monitor.wait(job);
  const { traceId, spanId } = recorded.spans('execute')[0]?.spanContext() ?? {};
  expect(env['TRACEPARENT']).toBe(`00-${traceId}-${spanId}-01`);
});

test('and is not otherwise', async () => {
  const job = await execute(flowWith());
  await using monitor = new JobMonitor(api);
  await monitor.wait(job);
  expect(env).not.toHaveProperty('TRACEPARENT');
});

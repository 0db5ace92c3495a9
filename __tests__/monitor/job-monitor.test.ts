import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import {
  type ClusterApi,
  connect,
  DockerStorage,
  Flow,
  type JobHandle,
  JobMonitor,
  KubernetesJobEnvironment,
  type LogLine,
  nodeRuntime,
} from '../../src/index.js';
import { EmbeddedCluster, type ImageFunction, ManualClock } from '../../src/testing/index.js';

const image = 'my-flow:1';
const jobSpec = {
  apiVersion: 'batch/v1',
  kind: 'Job',
  metadata: { name: 'my-job' },
  spec: {
    backoffLimit: 0,
    template: { spec: { restartPolicy: 'Never' as const, containers: [{ name: 'main' }] } },
  },
};

let cluster: EmbeddedCluster;
let api: ClusterApi;
let monitor: JobMonitor;
let program: ImageFunction;

async function start(options: { clock?: ManualClock } = {}): Promise<void> {
  cluster = await EmbeddedCluster.start({ ...options, images: { [image]: (context) => program(context) } });
  api = connect(cluster.kubeConfig);
  // No test waits for a clock: a retry comes at once, after what is under way has gone on.
  monitor = new JobMonitor(api, { sleep: () => new Promise((resolve) => setImmediate(resolve)) });
}

async function stop(): Promise<void> {
  await monitor.close();
  await api.close();
  await cluster.stop();
}

async function submit(id = 'run-1', spec: object = {}): Promise<JobHandle> {
  const environment = new KubernetesJobEnvironment({
    jobSpec: { ...jobSpec, spec: { ...jobSpec.spec, ...spec } },
    api,
    uniqueJobName: id !== 'run-1',
    runtime: nodeRuntime({ flowFile: 'flow.js' }),
  });
  const storage = new DockerStorage({ imageName: 'my-flow', imageTag: '1' });
  return environment.execute(new Flow({ name: 'my flow', environment, storage }), { id });
}

async function collect(lines: AsyncIterable<LogLine>): Promise<string[]> {
  const texts: string[] = [];
  for await (const { text } of lines) texts.push(text);
  return texts;
}

const requests = (verb: string, resource: string) =>
  cluster.requests.filter((request) => request.verb === verb && request.resource === resource).length;

/** A promise that a test settles by hand. */
function gate(): { open: () => void; opened: Promise<void> } {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open, opened };
}

beforeEach(async () => {
  program = ({ log }) => log('Example!');
  await start();
});
afterEach(stop);

describe('wait', () => {
  test('tells that a run succeeded, and when all is at rest', async () => {
    const outcome = { status: 'succeeded', reason: 'CompletionsReached', message: expect.any(String) };
    const job = await submit();
    await expect(monitor.wait(job)).resolves.toMatchObject(outcome);
    await expect(monitor.wait(job, { until: 'settled' })).resolves.toMatchObject({
      ...outcome,
      settled: true,
      pods: [{ gone: false, phase: 'Succeeded', containers: [{ name: 'main', exitCode: 0 }] }],
      timeline: { created: expect.any(String), totalMs: expect.any(Number) },
    });
  });

  test('gives the failure of a run as a value', async () => {
    program = () => 3;
    await expect(monitor.wait(await submit())).resolves.toMatchObject({
      status: 'failed',
      reason: 'BackoffLimitExceeded',
    });
  });

  test('works for a Job that ended before anybody watched, with a handle from disk', async () => {
    const job = await submit();
    await monitor.wait(job, { until: 'settled' });
    await using later = new JobMonitor(api);
    const handle = JSON.parse(JSON.stringify(job)) as JobHandle;
    await expect(later.wait(handle)).resolves.toMatchObject({ status: 'succeeded', settled: true });
  });

  test('tells that a Job was deleted, while it is watched and before', async () => {
    const running = gate();
    program = ({ signal }) => {
      running.open();
      return new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
    };
    const job = await submit();
    const outcome = monitor.wait(job);
    await running.opened;
    await api.deleteNamespacedJob({ ...job, propagationPolicy: 'Background' });
    await expect(outcome).resolves.toMatchObject({ status: 'lost', reason: 'Deleted' });
    await expect(monitor.wait(job)).resolves.toMatchObject({ status: 'lost', reason: 'Deleted' });
  });

  test('is not misled by another Job of the same name', async () => {
    const first = await submit();
    await monitor.wait(first, { until: 'settled' });
    await api.deleteNamespacedJob({ ...first, propagationPolicy: 'Background' });
    const second = await submit();
    expect(second.name).toBe(first.name);
    await using later = new JobMonitor(api);
    await expect(later.wait(first)).resolves.toMatchObject({ status: 'lost', reason: 'Replaced' });
    await expect(later.wait(second)).resolves.toMatchObject({ status: 'succeeded' });
  });

  test('shares one list and watch of Jobs and one of Pods among all who wait', async () => {
    const go = gate();
    program = () => go.opened;
    const watches = ['jobs', 'pods'].map((resource) =>
      cluster.faults.add({ verb: 'watch', resource, hold: 'before-handling' }),
    );
    const jobs = await Promise.all(Array.from({ length: 20 }, (_, index) => submit(`run-${index + 2}`)));
    const waiting = Promise.all(jobs.map((job) => monitor.wait(job)));
    for (const watch of watches) await watch.reached.then(() => watch.release());
    go.open();
    const outcomes = await waiting;
    expect(new Set(outcomes.map(({ status }) => status))).toEqual(new Set(['succeeded']));
    for (const resource of ['jobs', 'pods']) {
      expect(requests('list', resource)).toBe(1);
      expect(requests('watch', resource)).toBe(1);
    }
  });

  test('goes on over lists and watches that are refused, cut or expired', async () => {
    const go = gate();
    program = () => go.opened;
    cluster.faults.add({ verb: 'list', resource: 'jobs', respond: { status: 503 } });
    cluster.faults.add({ verb: 'list', resource: 'jobs', drop: 'before-handling' });
    cluster.faults.add({ verb: 'watch', resource: 'jobs', respond: { status: 429 } });
    const expired = {
      type: 'ERROR',
      object: { kind: 'Status', code: 410, reason: 'Expired', message: 'too old' },
    };
    const respond = { status: 200, body: `${JSON.stringify(expired)}\n` };
    const gone = cluster.faults.add({ verb: 'watch', resource: 'jobs', respond });
    const cut = cluster.faults.add({ verb: 'watch', resource: 'jobs', resetAfterBytes: 10 });
    const outcome = monitor.wait(await submit());
    await gone.reached;
    await cut.reached;
    go.open();
    await expect(outcome).resolves.toMatchObject({ status: 'succeeded' });
  });

  test.each([
    [401, 'credentials'],
    [403, 'list'],
  ])('says at once that the cluster does not let it watch: %i', async (status, word) => {
    const job = await submit();
    cluster.faults.add({ verb: 'list', resource: 'jobs', times: Infinity, respond: { status } });
    await expect(monitor.wait(job)).rejects.toMatchObject({ code: 'API_RESPONSE', status });
    await expect(monitor.wait(job)).rejects.toThrow(word);
  });

  test('ends with the reason of its signal, and others wait on', async () => {
    const go = gate();
    program = () => go.opened;
    const job = await submit();
    const stopped = new AbortController();
    const ended = monitor.wait(job, { signal: stopped.signal });
    const other = monitor.wait(job);
    const reason = new Error('enough');
    stopped.abort(reason);
    await expect(ended).rejects.toBe(reason);
    await expect(monitor.wait(job, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    go.open();
    await expect(other).resolves.toMatchObject({ status: 'succeeded' });
  });

  test('ends when the monitor is closed; a closed monitor can not be asked', async () => {
    program = ({ sleep }) => sleep(1e9);
    const job = await submit();
    const outcome = monitor.wait(job);
    await monitor.close();
    await expect(outcome).rejects.toMatchObject({ code: 'MONITOR_CLOSED' });
    await expect(monitor.wait(job)).rejects.toMatchObject({ code: 'MONITOR_CLOSED' });
  });
});

describe('logs', () => {
  test('give each line with its pod, container and time, and end with the run', async () => {
    program = ({ log }) => {
      log('one');
      log('two');
    };
    const lines: LogLine[] = [];
    for await (const line of monitor.logs(await submit())) lines.push(line);
    const [pod] = cluster.pods();
    expect(lines.map(({ text }) => text)).toEqual(['one', 'two']);
    for (const line of lines) {
      expect(line).toMatchObject({ pod: pod?.metadata.name, container: 'main' });
      expect(line.time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z$/);
    }
  });

  test('come while the container runs', async () => {
    const go = gate();
    program = async ({ log }) => {
      log('first');
      await go.opened;
      log('last');
    };
    const lines = monitor.logs(await submit());
    expect((await lines.next()).value?.text).toBe('first');
    go.open();
    expect((await lines.next()).value?.text).toBe('last');
    expect((await lines.next()).done).toBe(true);
  });

  test('are complete for a run that ended before anybody read', async () => {
    const job = await submit();
    await monitor.wait(job, { until: 'settled' });
    await expect(collect(monitor.logs(job))).resolves.toEqual(['Example!']);
  });

  test('lose no line and repeat none when streams break at any place', async () => {
    const written = Array.from({ length: 200 }, (_, index) => `line ${index}`);
    const go = gate();
    program = async ({ log }) => {
      for (const line of written.slice(0, 100)) log(line);
      await go.opened;
      for (const line of written.slice(100)) log(line);
    };
    const breaks = [1, 37, 38, 500, 1777].map((resetAfterBytes) =>
      cluster.faults.add({ resource: 'pods/log', resetAfterBytes }),
    );
    cluster.faults.add({ resource: 'pods/log', respond: { status: 500 } });
    const lines = collect(monitor.logs(await submit()));
    await Promise.all(breaks.map(({ reached }) => reached));
    go.open();
    await expect(lines).resolves.toEqual(written);
  });

  test('end nothing by themselves when a stream ends cleanly in the midst of the run', async () => {
    const go = gate();
    program = async ({ log }) => {
      log('before');
      await go.opened;
      log('after');
    };
    const line = '2026-11-23T10:00:00.000000000Z from the stream that ended\n';
    const ended = cluster.faults.add({ resource: 'pods/log', respond: { status: 200, body: line } });
    const again = cluster.faults.add({ resource: 'pods/log', hold: 'before-handling' });
    const lines = collect(monitor.logs(await submit()));
    await ended.reached;
    await again.reached;
    again.release();
    go.open();
    await expect(lines).resolves.toEqual(['from the stream that ended', 'before', 'after']);
  });

  test('of another container are read by its name', async () => {
    program = ({ container, log }) => log(`this is ${container}`);
    const template = {
      spec: { restartPolicy: 'Never' as const, containers: [{ name: 'main' }, { name: 'second', image }] },
    };
    const job = await submit('run-1', { template });
    await expect(collect(monitor.logs(job))).resolves.toEqual(['this is main']);
    await expect(collect(monitor.logs(job, { container: 'second' }))).resolves.toEqual(['this is second']);
  });

  test('can be left at any line', async () => {
    program = async ({ log, sleep }) => {
      log('one');
      await sleep(1e9);
    };
    for await (const { text } of monitor.logs(await submit())) {
      expect(text).toBe('one');
      break;
    }
  });

  test('end with the reason of their signal', async () => {
    program = ({ sleep }) => sleep(1e9);
    const stopped = new AbortController();
    const lines = collect(monitor.logs(await submit(), { signal: stopped.signal }));
    const reason = new Error('enough');
    stopped.abort(reason);
    await expect(lines).rejects.toBe(reason);
  });
});

test('logs are those of every try of the Job', async () => {
  await stop();
  const clock = new ManualClock();
  let tries = 0;
  program = ({ log }) => {
    tries += 1;
    log(`try ${tries}`);
    return tries < 3 ? 1 : 0;
  };
  await start({ clock });
  const job = await submit('run-1', { backoffLimit: 2 });
  const lines = collect(monitor.logs(job));
  const outcome = monitor.wait(job);
  // 10 seconds after the first try the second comes, 20 seconds after that the third.
  await clock.advance(60_000);
  await expect(outcome).resolves.toMatchObject({ status: 'succeeded' });
  expect((await lines).sort()).toEqual(['try 1', 'try 2', 'try 3']);
});

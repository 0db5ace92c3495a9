import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type ClusterApi, connect, JobMonitor } from '../../src/index.js';
import { silentLogger } from '../../src/logger.js';
import { batchV1Api } from '../support/submit.js';
import { gate, isBound, MonitoredCluster, until } from '../support/monitored-cluster.js';

let run: MonitoredCluster;

beforeEach(async () => {
  run = await MonitoredCluster.start();
});
afterEach(() => run[Symbol.asyncDispose]());

const ended = ['Succeeded', 'Failed'];

type Watch = ClusterApi['watch'];

/** The client of the cluster, with another `watch`. */
function watchingBy(watch: (...request: Parameters<Watch>) => ReturnType<Watch>): ClusterApi {
  return new Proxy(run.api, {
    get: (api, name) => {
      if (name === 'watch') return watch;
      const value: unknown = Reflect.get(api, name);
      return typeof value === 'function' ? (value as () => unknown).bind(api) : value;
    },
  });
}

/**
 * A client whose first watch of pods is half-open from the end of a pod on, when it has told of so many ends; no
 * container ends before it is open.
 */
function halfOpenAfter(ends: number, exitCode = 0): ClusterApi {
  const watching = gate();
  run.program = () => watching.opened.then(() => exitCode);
  let isFirst = true;
  return watchingBy(async function* (resource, request, options) {
    let left = resource === 'pods' && isFirst ? ends : Infinity;
    if (resource === 'pods') isFirst = false;
    if (resource === 'pods') watching.open();
    for await (const event of run.api.watch(resource, request, options)) {
      const { phase = '' } = (event.object['status'] ?? {}) as { phase?: string };
      if (ended.includes(phase)) left -= 1;
      if (left >= 0) yield event;
    }
  });
}

/** A client whose watches of pods tell of no end. */
function deaf(): ClusterApi {
  return watchingBy(async function* (resource, request, options) {
    for await (const event of run.api.watch(resource, request, options)) {
      const { phase = '' } = (event.object['status'] ?? {}) as { phase?: string };
      if (!ended.includes(phase)) yield event;
    }
  });
}

const two = { backoffLimit: 1, parallelism: 2, completions: 2 };

describe('the outcome has all pods that its Job counts, also those of which the watch has not told:', () => {
  test.each([
    ['succeeded', 0, ['Succeeded', 'Succeeded']],
    ['failed', 3, ['Failed', 'Failed']],
  ])('of a run that %s', async (status, exitCode, phases) => {
    await using monitor = run.newMonitor(halfOpenAfter(1, exitCode));
    const job = await run.submit('run-1', two);
    const outcome = monitor.wait(job, { until: 'settled' });
    await run.elapse(400);
    expect((await outcome).status).toBe(status);
    expect((await outcome).pods.map(({ phase }) => phase)).toEqual(phases);
  });

  test('of a run that is decided, whose pods are not counted yet', async () => {
    await using monitor = run.newMonitor(halfOpenAfter(0));
    const outcome = monitor.wait(await run.submit());
    await run.elapse(400);
    expect(await outcome).toMatchObject({ status: 'succeeded', pods: [{ phase: 'Succeeded' }] });
  });

  test('while the API server is away for a moment', async () => {
    await using monitor = run.newMonitor(halfOpenAfter(0));
    const outcome = monitor.wait(await run.submit());
    await until(() => run.timers.has(400));
    run.cluster.faults.add({ verb: 'list', resource: 'pods', times: 3, respond: { status: 503 } });
    await run.elapse(400);
    expect(await outcome).toMatchObject({ status: 'succeeded', pods: [{ phase: 'Succeeded' }] });
  });

  test('though another one, which counts as failed, still runs', async () => {
    const [fails, stops, watching] = [gate(), gate(), gate()];
    const started: string[] = [];
    run.program = ({ pod }) => (started.push(pod.name) === 1 ? fails.opened.then(() => 42) : stops.opened);
    const client = watchingBy(async function* (resource, request, options) {
      for await (const event of run.api.watch(resource, request, options)) {
        const { phase = '' } = (event.object['status'] ?? {}) as { phase?: string };
        if (resource === 'pods' && phase === 'Failed') await watching.opened;
        yield event;
      }
    });
    await using monitor = run.newMonitor(client);
    const onExitCodes = { operator: 'In', values: [42] };
    const job = await run.submit('run-1', {
      ...two,
      podFailurePolicy: { rules: [{ action: 'FailJob', onExitCodes }] },
    });
    const outcome = monitor.wait(job);
    await until(() => started.length === 2 && run.requests('watch', 'pods') === 1);
    await run.api.deleteNamespacedPod({ namespace: job.namespace, name: started[1] ?? '' });
    fails.open();
    await until(() => run.timers.has(400));
    watching.open();
    expect((await outcome).pods.map(({ containers }) => containers[0]?.exitCode)).toContain(42);
    stops.open();
  });

  test('with the time in which their images were pulled', async () => {
    const [released, pulled] = [gate(), gate()];
    run.program = () => released.opened;
    const silent = watchingBy(async function* (resource, request, options) {
      for await (const event of run.api.watch(resource, request, options)) {
        if (resource !== 'pods') yield event;
        if (event.object['reason'] === 'Pulled') pulled.open();
      }
    });
    await using monitor = run.newMonitor(silent);
    await monitor.events(await run.submit('run-2', { suspend: true })).next();
    const job = await run.submit();
    const outcome = monitor.wait(job);
    const leave = new AbortController();
    const events = monitor.events(job, { signal: leave.signal });
    await events.next();
    await until(() => run.cluster.pods().length === 1);
    const { namespace } = job;
    const { name, uid } = run.cluster.pods()[0]?.metadata ?? {};
    const { url, token } = run.cluster;
    await fetch(`${url}/api/v1/namespaces/${namespace}/events`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({
        apiVersion: 'v1',
        kind: 'Event',
        metadata: { name: 'pulled', namespace },
        involvedObject: { apiVersion: 'v1', kind: 'Pod', namespace, name, uid },
        source: { component: 'kubelet' },
        type: 'Normal',
        reason: 'Pulled',
        message: 'Successfully pulled image "my-flow:1" in 1m2.5s (1m2.5s including waiting)',
      }),
    });
    await pulled.opened;
    released.open();
    await run.elapse(400);
    expect((await outcome).timeline).toMatchObject({ pullingMs: 62_500 });
    leave.abort();
  });

  test('without a list while the watch is slow only', async () => {
    const [watching, first, told, second] = [gate(), gate(), gate(), gate()];
    run.program = () => watching.opened;
    const client = watchingBy(async function* (resource, request, options) {
      if (resource === 'pods') watching.open();
      let ends = 0;
      for await (const event of run.api.watch(resource, request, options)) {
        const { phase = '' } = (event.object['status'] ?? {}) as { phase?: string };
        const aborted = once(options?.signal ?? new EventTarget(), 'abort');
        if (ended.includes(phase)) await Promise.race([[first, second][ends++]?.opened, aborted]);
        options?.signal?.throwIfAborted();
        yield event;
        if (ends === 1) told.open();
      }
    });
    await using monitor = run.newMonitor(client);
    const outcome = monitor.wait(await run.submit('run-1', two));
    await until(() => run.timers.has(400));
    first.open();
    await told.opened;
    await run.elapse(400);
    await until(() => run.timers.has(400));
    second.open();
    expect(await outcome).toMatchObject({ pods: [{ phase: 'Succeeded' }, { phase: 'Succeeded' }] });
    expect(run.requests('list', 'pods')).toBe(1);
  });

  test('by one list for all who wait', async () => {
    await using monitor = run.newMonitor(halfOpenAfter(0));
    const ids = ['a', 'b', 'c', 'd', 'e'];
    const jobs = await Promise.all(ids.map((id) => run.submit(id)));
    const timers: (() => void)[] = [];
    const set = run.timers.set.bind(run.timers);
    run.timers.set = (ms, end) => (ms === 400 && timers.push(end), set(ms, end));
    const outcomes = Promise.all(jobs.map((job) => monitor.wait(job)));
    await until(() => timers.length === jobs.length);
    for (const end of timers) end();
    for (const { pods } of await outcomes) expect(pods).toMatchObject([{ phase: 'Succeeded' }]);
    expect(run.requests('list', 'pods')).toBe(2);
  });
});

test('lists that are asked for are seconds apart', async () => {
  const [first, second] = [gate(), gate()];
  const ends = [first.opened, second.opened];
  run.program = () => ends.shift();
  await using monitor = run.newMonitor(deaf());
  const jobs = [await run.submit('run-2'), await run.submit('run-3')];
  const outcomes = jobs.map((job) => monitor.wait(job));
  await until(() => ends.length === 0 && run.requests('watch', 'pods') === 1);
  let ended = 0;
  for (const outcome of outcomes) void outcome.then(() => (ended += 1));
  const look = async (): Promise<void> => {
    run.timers.get(400)?.();
    run.timers.delete(400);
    await until(() => run.timers.has(400) || ended > 0);
  };
  first.open();
  while (ended === 0) await look();
  expect(run.requests('list', 'pods')).toBe(2);
  second.open();
  await until(() => run.timers.has(400));
  for (let looks = 0; looks < 5; looks += 1) {
    await run.elapse(400);
    await until(() => run.timers.has(400));
  }
  expect(run.requests('list', 'pods')).toBe(2);
  await run.elapse(3_000);
  await run.elapse(400);
  for (const { pods } of await Promise.all(outcomes)) expect(pods).toMatchObject([{ phase: 'Succeeded' }]);
  expect(run.requests('list', 'pods')).toBe(3);
});

test('the watch of pods is tried again at once when that of Jobs has come back', async () => {
  const { running, release } = run.runUntilReleased();
  const paused = gate();
  const sleep = (ms: number, signal: AbortSignal) =>
    new Promise<void>((resolve, reject) => {
      signal.addEventListener('abort', () => reject(new Error('stopped')));
      if (ms === 8_000) paused.open();
      else if (!isBound(ms)) setImmediate(resolve);
    });
  await using monitor = new JobMonitor(run.api, { sleep, random: () => 1 });
  const { faults } = run.cluster;
  faults.add({ verb: 'watch', resource: 'jobs', respond: { status: 500 } });
  const jobs = faults.add({ verb: 'watch', resource: 'jobs', hold: 'before-handling' });
  faults.add({ verb: 'watch', resource: 'pods', times: 5, respond: { status: 500 } });
  const outcome = monitor.wait(await run.submit());
  await Promise.all([running, paused.opened, jobs.reached]);
  release();
  jobs.release();
  expect(await outcome).toMatchObject({ status: 'succeeded', pods: [{ phase: 'Succeeded' }] });
});

test('the outcome comes after 20 s also when the pods can not be listed, and a log says so', async () => {
  const warnings: string[] = [];
  const logger = { ...silentLogger, warn: (message: string) => void warnings.push(message) };
  await using monitor = run.newMonitor(halfOpenAfter(0), { logger });
  const outcome = monitor.wait(await run.submit());
  await until(() => run.timers.has(400));
  run.cluster.faults.add({ verb: 'list', resource: 'pods', times: Infinity, hold: 'before-handling' });
  await run.elapse(400);
  await run.elapse(20_000);
  expect(await outcome).toMatchObject({
    status: 'succeeded',
    pods: [{ phase: expect.not.stringMatching('Succeeded') }],
  });
  expect(warnings).toEqual(['An outcome lacks pods that could not be read within 20 s: my-job.']);
});

describe('the outcome waits for no pods', () => {
  test('of a Job that another controller works on, in another cluster perhaps', async () => {
    const job = await run.submit('run-1', { managedBy: 'example.com/elsewhere' });
    const { namespace, name } = job;
    const outcome = run.monitor.wait(job);
    const batch = batchV1Api(run.cluster.kubeConfig);
    const body = await batch.readNamespacedJob({ namespace, name });
    const [time, status] = [new Date('2026-01-01T00:00:00Z'), 'True'];
    const conditions = ['SuccessCriteriaMet', 'Complete'].map((type) => ({
      type,
      status,
      lastTransitionTime: time,
    }));
    body.status = { succeeded: 1, startTime: time, completionTime: time, conditions };
    await batch.replaceNamespacedJobStatus({ namespace, name, body });
    expect(await outcome).toMatchObject({ status: 'succeeded', pods: [] });
    expect(run.requests('list', 'pods')).toBe(1);
  });

  test('that are counted as failed when they are told to stop, and still run', async () => {
    const { running } = run.runUntilReleased();
    const stubborn = run.program;
    run.program = (context) => stubborn({ ...context, signal: new AbortController().signal });
    const counted = gate();
    const client = watchingBy(async function* (...request) {
      for await (const event of run.api.watch(...request)) {
        yield event;
        const { failed } = (event.object['status'] ?? {}) as { failed?: number };
        if (failed === 1) counted.open();
      }
    });
    await using monitor = run.newMonitor(client);
    const job = await run.submit('run-1', { activeDeadlineSeconds: 5 });
    const leave = new AbortController();
    const settled = monitor.wait(job, { until: 'settled', signal: leave.signal });
    const left = expect(settled).rejects.toThrow('enough');
    await running;
    await run.clock.advance(6_000);
    await counted.opened;
    expect(await monitor.wait(job)).toMatchObject({ status: 'failed', reason: 'DeadlineExceeded' });
    leave.abort(new Error('enough'));
    await left;
  });

  test('that were deleted before anybody watched', async () => {
    let tries = 0;
    run.program = () => (tries++ === 0 ? 1 : 0);
    const job = await run.submit('run-1', { backoffLimit: 1 });
    const { namespace } = job;
    await until(() => run.cluster.pods().some(({ status }) => status?.phase === 'Failed'));
    const name = run.cluster.pods()[0]?.metadata.name ?? '';
    await run.clock.advance(60_000);
    await run.monitor.wait(job, { until: 'settled' });
    await run.api.deleteNamespacedPod({ namespace, name });
    await using client = connect(run.cluster.kubeConfig);
    await using later = run.newMonitor(client);
    const lists = run.requests('list', 'pods');
    const { status, pods } = await later.wait(job);
    expect(run.requests('list', 'pods')).toBe(lists + 1);
    expect({ status, phases: pods.map(({ phase }) => phase) }).toEqual({
      status: 'succeeded',
      phases: ['Succeeded'],
    });
  });
});

test('a pod that went before its run was waited for costs one more list, of which no run is told', async () => {
  const [others, second] = [gate(), gate()];
  const programs = [() => others.opened, () => 1, () => second.opened];
  run.program = () => programs.shift()?.();
  const told: string[] = [];
  const other = await run.submit('run-2');
  const events = (async () => {
    for await (const { type } of run.monitor.events(other)) told.push(type);
  })();
  await until(() => told.includes('started'));
  const job = await run.submit('run-3', { backoffLimit: 1 });
  const failed = () => run.cluster.pods().find(({ status }) => status?.phase === 'Failed');
  await until(() => failed() !== undefined);
  await run.api.deleteNamespacedPod({ namespace: job.namespace, name: failed()?.metadata.name ?? '' });
  await run.clock.advance(60_000);
  const outcome = run.monitor.wait(job, { until: 'settled' });
  second.open();
  await run.elapse(400);
  expect(await outcome).toMatchObject({ status: 'succeeded', pods: [{ phase: 'Succeeded' }] });
  expect(run.requests('list', 'pods')).toBe(2);
  others.open();
  await events;
  expect(told).toContain('succeeded');
  expect(told).not.toContain('watch-interrupted');
});

import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { JobMonitor, type RunEvent } from '../../src/index.js';
import { gate, MonitoredCluster, until } from '../support/monitored-cluster.js';
import { inWords } from '../support/recorded-run.js';

let run: MonitoredCluster;

beforeEach(async () => {
  run = await MonitoredCluster.start();
});
afterEach(() => run[Symbol.asyncDispose]());

describe('wait', () => {
  test('ends by its time-out, says where the run stands, and leaves it', async () => {
    const { running, release } = run.runUntilReleased();
    const job = await run.submit();
    const events = run.monitor.events(job);
    for await (const { type } of events) if (type === 'started') break;
    await running;
    const outcome = run.monitor.wait(job, { timeoutMs: 40_000 });
    await until(() => run.timers.has(40_000));
    await run.elapse(40_000);
    await expect(outcome).resolves.toMatchObject({
      status: 'timed-out',
      reason: 'Timeout',
      message: expect.stringMatching(/^Job "my-job" has not ended within 40000 ms: /),
    });
    expect(run.cluster.jobs()).toHaveLength(1);
    const later = run.monitor.wait(job);
    release();
    await expect(later).resolves.toMatchObject({ status: 'succeeded' });
  });

  test('for all pods at rest goes on when the Job is gone, until those that were told to stop have stopped', async () => {
    const [running, stopped] = [gate(), gate()];
    run.program = () => (running.open(), stopped.opened.then(() => 7));
    const job = await run.submit('run-1', { backoffLimit: 1 });
    const settled = run.monitor.wait(job, { until: 'settled' });
    const decided = run.monitor.wait(job);
    await running.opened;
    const name = run.cluster.pods()[0]?.metadata.name ?? '';
    await run.api.deleteNamespacedPod({ namespace: job.namespace, name });
    // The watch has told of the deletion when it tells of the pod that comes instead, after a back-off.
    await run.clock.advance(10_000);
    for await (const event of run.monitor.events(job))
      if (event.type === 'pod-created' && event.pod !== name) break;
    await run.api.deleteNamespacedJob({ ...job, propagationPolicy: 'Background' });
    await expect(decided).resolves.toMatchObject({ status: 'lost', reason: 'Deleted' });
    stopped.open();
    const { reason, pods } = await settled;
    expect(reason).toBe('Deleted');
    expect(pods.find((pod) => pod.name === name)).toMatchObject({ containers: [{ exitCode: 7 }] });
  });

  test('cancels a run that has timed out when that is asked for', async () => {
    const { running } = run.runUntilReleased();
    const job = await run.submit();
    await running;
    const outcome = run.monitor.wait(job, { timeoutMs: 40_000, onTimeout: 'cancel' });
    await run.elapse(40_000);
    await expect(outcome).resolves.toMatchObject({ status: 'timed-out', reason: 'Timeout', settled: true });
    expect(run.cluster.jobs()).toEqual([]);
  });

  test('ends by its time-out also while the API server does not answer', async () => {
    const job = await run.submit();
    run.cluster.faults.add({ verb: 'list', times: Infinity, hold: 'before-handling' });
    const outcome = run.monitor.wait(job, { timeoutMs: 40_000 });
    await run.elapse(40_000);
    // An explanation is not waited for any longer than that.
    await run.elapse(5_000);
    await expect(outcome).resolves.toMatchObject({
      status: 'timed-out',
      message: expect.stringContaining('was not seen yet'),
    });
  });

  test('has a time-out of its own for a run that does not start, and says why', async () => {
    const template = {
      spec: {
        restartPolicy: 'Never',
        containers: [{ name: 'main' }, { name: 'proxy', image: 'proxy:1' }],
        nodeSelector: { disk: 'ssd' },
      },
    };
    const job = await run.submit('run-1', { template });
    const outcome = run.monitor.wait(job, { pendingTimeoutMs: 30_000, timeoutMs: 90_000 });
    for await (const { type } of run.monitor.events(job)) if (type === 'waiting') break;
    await run.elapse(30_000);
    await expect(outcome).resolves.toMatchObject({
      status: 'timed-out',
      reason: 'PendingTimeout',
      message: expect.stringMatching(
        /^Job "my-job" has not started within 30000 ms: its pod "my-job-\w+" waits for a node: Unschedulable\.$/,
      ),
      diagnoses: [{ category: 'unschedulable', stuck: true }],
    });
  });

  test('counts the time to start anew when a suspended run is resumed', async () => {
    const { running, release } = run.runUntilReleased();
    const job = await run.submit('run-1', { suspend: true });
    const outcome = run.monitor.wait(job, { pendingTimeoutMs: 30_000 });
    for await (const { type } of run.monitor.events(job)) if (type === 'suspended') break;
    expect(run.timers.has(30_000)).toBe(false);
    await run.monitor.resume(job);
    await until(() => run.timers.has(30_000));
    await running;
    release();
    await expect(outcome).resolves.toMatchObject({ status: 'succeeded' });
  });

  test('is not ended by the time-out for the start once the run has started', async () => {
    const { running, release } = run.runUntilReleased();
    const job = await run.submit();
    const outcome = run.monitor.wait(job, { pendingTimeoutMs: 30_000 });
    await running;
    for await (const { type } of run.monitor.events(job)) if (type === 'started') break;
    await run.elapse(30_000);
    release();
    await expect(outcome).resolves.toMatchObject({ status: 'succeeded' });
  });

  test.each([0, -1, NaN, Infinity])('refuses a time-out of %d', async (timeoutMs) => {
    const job = await run.submit();
    await expect(run.monitor.wait(job, { timeoutMs })).rejects.toMatchObject({
      code: 'INVALID_ARGUMENT',
      argument: 'timeoutMs',
    });
  });

  test('waits for a time-out that no timer of Node could hold', async () => {
    const { running, release } = run.runUntilReleased();
    const job = await run.submit();
    const outcome = run.monitor.wait(job, { timeoutMs: 2 ** 40 });
    await running;
    await run.elapse(2 ** 31 - 1);
    release();
    await expect(outcome).resolves.toMatchObject({ status: 'succeeded' });
  });

  test('gives up a pod that does not stop, as on a lost node, and says so', async () => {
    const { running } = run.runUntilReleased();
    const stuck = run.program;
    // A container that hears no signal: its node is not there.
    run.program = (context) => stuck({ ...context, signal: new AbortController().signal });
    const job = await run.submit('run-1', { activeDeadlineSeconds: 5 });
    const outcome = run.monitor.wait(job, { until: 'settled' });
    await running;
    await run.clock.advance(6_000);
    await until(() => run.timers.size > 0);
    for (const end of run.timers.values()) end();
    await expect(outcome).resolves.toMatchObject({
      status: 'failed',
      reason: 'DeadlineExceeded',
      settled: false,
      unsettled: expect.stringMatching(/^Pod "my-job-.*" should have stopped and has not/),
    });
  });

  test('tells that the Job went with its namespace', async () => {
    const { running } = run.runUntilReleased();
    const job = await run.submit('run-1', {}, 'other');
    const outcome = run.monitor.wait(job);
    await running;
    const { url, token } = run.cluster;
    await fetch(`${url}/api/v1/namespaces/other`, {
      method: 'DELETE',
      headers: { authorization: `Bearer ${token}` },
    });
    await expect(outcome).resolves.toMatchObject({ status: expect.stringMatching(/lost|failed/) });
    await expect(run.monitor.wait(job, { until: 'settled' })).resolves.toBeDefined();
  });
});

describe('events', () => {
  const collect = async (events: AsyncIterable<RunEvent>): Promise<string[]> => {
    const words: string[] = [];
    for await (const event of events) words.push(inWords(event));
    return words;
  };
  const whole = ['submitted', 'pod-created', 'scheduled', 'started main', 'finished main Completed 0'];

  test('tell what happens to a run from its beginning to its end', async () => {
    const { running, release } = run.runUntilReleased();
    const job = await run.submit();
    const told = collect(run.monitor.events(job));
    await running;
    release();
    const words = await told;
    expect(words).toEqual(expect.arrayContaining([...whole, 'succeeded CompletionsReached']));
    expect(words[0]).toBe('submitted');
    expect(new Set(words).size).toBe(words.length);
  });

  test('are told of a run that had ended before, to another process, and without the right to read events', async () => {
    const job = await run.submit();
    await run.monitor.wait(job, { until: 'settled' });
    await using later = run.newMonitor();
    run.cluster.faults.add({ resource: 'events', times: Infinity, respond: { status: 403 } });
    const words = await collect(later.events({ ...job, created: false }));
    expect(words).toEqual(['adopted', ...whole.slice(1), 'succeeded CompletionsReached']);
  });

  test('tell that the watch was interrupted and has recovered, and what happened meanwhile, once', async () => {
    const { running, release } = run.runUntilReleased();
    const cut = run.cluster.faults.add({ verb: 'watch', resource: 'jobs', resetAfterBytes: 5 });
    run.cluster.faults.add({ verb: 'watch', resource: 'jobs', respond: { status: 500 } });
    const job = await run.submit();
    const told = collect(run.monitor.events(job));
    await using other = run.newMonitor();
    const twice = collect(other.events(job));
    await running;
    await cut.reached;
    release();
    for (const words of [await told, await twice]) {
      expect(words.filter((word) => word === 'watch-interrupted')).toHaveLength(1);
      expect(words.filter((word) => word === 'watch-recovered')).toHaveLength(1);
      expect(words).toEqual(expect.arrayContaining([...whole, 'succeeded CompletionsReached']));
      expect(words.filter((word) => word.startsWith('succeeded'))).toHaveLength(1);
    }
  });

  test('end with the Job, also when it was gone before anybody looked', async () => {
    const job = await run.submit();
    await run.monitor.wait(job, { until: 'settled' });
    await run.api.deleteNamespacedJob({ ...job, propagationPolicy: 'Background' });
    await using later = run.newMonitor();
    await expect(collect(later.events(job))).resolves.toEqual(['deleted Deleted']);
  });

  test('end when the monitor is closed, and with the reason of their signal', async () => {
    const { running } = run.runUntilReleased();
    const job = await run.submit();
    const reason = new Error('enough');
    await expect(collect(run.monitor.events(job, { signal: AbortSignal.abort(reason) }))).rejects.toBe(
      reason,
    );
    const monitor = run.newMonitor();
    const told = collect(monitor.events(job));
    const closed = expect(told).rejects.toMatchObject({ code: 'MONITOR_CLOSED' });
    await running;
    await monitor.close();
    await closed;
  });
});

describe('find, list and cleanUp', () => {
  test('find the Job of a flow run, whatever its id, and nothing for another', async () => {
    const ids = ['run-1', 'run 1/ä', 'x'.repeat(100)];
    for (const id of ids) {
      const job = await run.submit(id);
      await expect(run.monitor.find(id)).resolves.toEqual({ ...job, created: false });
    }
    await expect(run.monitor.find('run-2')).resolves.toBeUndefined();
    await expect(run.monitor.find('run-1', { namespace: 'other' })).resolves.toBeUndefined();
  });

  test('list all runs page by page with their state', async () => {
    await run.monitor.wait(await run.submit('run-2'), { until: 'settled' });
    run.program = () => 1;
    await run.monitor.wait(await run.submit('run-3'), { until: 'settled' });
    await run.submit('run-4', { suspend: true });
    const { running } = run.runUntilReleased();
    await run.submit('run-5');
    await running;
    await run.submit('run-6', {}, 'other');
    const states: Record<string, string> = {};
    for await (const { job, state } of run.monitor.list()) states[job.flowRunId] = state;
    expect(states).toEqual({
      'run-2': 'succeeded',
      'run-3': 'failed',
      'run-4': 'suspended',
      'run-5': expect.stringMatching(/running|pending/),
    });
  });

  test('tell each run once when a page has expired on the way', async () => {
    for (const id of ['run-2', 'run-3', 'run-4']) await run.submit(id);
    const { api } = run;
    // Pages of two, as a server with many Jobs gives them.
    const list: typeof api.list = (resource, request, options) =>
      api.list(resource, { ...request, limit: 2 }, options);
    const paged = new Proxy(api, {
      get: (target, key) => (key === 'list' ? list : bound(target, key)),
    });
    await using monitor = new JobMonitor(paged, {
      sleep: () => new Promise((resolve) => setImmediate(resolve)),
    });
    run.cluster.faults.add({
      verb: 'list',
      resource: 'jobs',
      where: ({ query }) => query.has('continue'),
      respond: { status: 410 },
    });
    const told: string[] = [];
    for await (const { job } of monitor.list()) told.push(job.flowRunId);
    expect(told.sort()).toEqual(['run-2', 'run-3', 'run-4']);
  });

  test('delete Jobs that ended long ago, no others, and say which', async () => {
    const old = await run.submit('run-2');
    await run.monitor.wait(old, { until: 'settled' });
    await run.clock.advance(3_600_000);
    const young = await run.submit('run-3');
    await run.monitor.wait(young, { until: 'settled' });
    const { running } = run.runUntilReleased();
    await run.submit('run-4');
    await running;
    const gone = await run.monitor.cleanUp({ olderThanMs: 3_600_000 });
    expect(gone).toEqual({ count: 1, deleted: [{ ...old, created: false }], kept: [] });
    await until(() => run.cluster.pods().length === 2);
    expect(
      run.cluster
        .jobs()
        .map(({ metadata }) => metadata.labels?.['flow_run_id'])
        .sort(),
    ).toEqual(['run-3', 'run-4']);
    await expect(run.monitor.cleanUp({ olderThanMs: NaN })).rejects.toMatchObject({
      code: 'INVALID_ARGUMENT',
    });
  });

  test('never delete a Job whose logs are being read here', async () => {
    const job = await run.submit('run-2');
    await run.monitor.wait(job, { until: 'settled' });
    const lines = run.monitor.logs(job);
    await lines.next();
    const kept = { ...job, created: false };
    await expect(run.monitor.cleanUp({ olderThanMs: 0 })).resolves.toEqual({
      count: 0,
      deleted: [],
      kept: [kept],
    });
    await lines.return();
    await expect(run.monitor.cleanUp({ olderThanMs: 0 })).resolves.toMatchObject({
      count: 1,
      deleted: [kept],
    });
  });

  test('do not count a Job that somebody else has deleted first', async () => {
    const job = await run.submit('run-2');
    await run.monitor.wait(job, { until: 'settled' });
    run.cluster.faults.add({ verb: 'delete', resource: 'jobs', respond: { status: 404 } });
    await expect(run.monitor.cleanUp({ olderThanMs: 0 })).resolves.toMatchObject({ count: 0 });
  });

  test('clean-ups at an interval come one after the other, until they are left', async () => {
    const first = await run.submit();
    await run.monitor.wait(first, { until: 'settled' });
    const counts: number[] = [];
    for await (const { count } of run.monitor.cleanUpEvery({ intervalMs: 60_000, olderThanMs: 0 })) {
      counts.push(count);
      if (counts.length === 3) break;
      if (counts.length === 1) {
        await run.monitor.wait(await run.submit('run-2'), { until: 'settled' });
      }
      void until(() => run.timers.has(60_000)).then(() => run.timers.get(60_000)?.());
    }
    expect(counts).toEqual([1, 1, 0]);
    expect(run.cluster.jobs()).toEqual([]);
  });

  test.each([0, -1, NaN])('a clean-up every %d milliseconds is refused', async (intervalMs) => {
    const results = run.monitor.cleanUpEvery({ intervalMs, olderThanMs: 0 });
    await expect(results.next()).rejects.toThrow('intervalMs must be a number of milliseconds above 0');
  });

  test('clean-ups at an interval end when the monitor is closed', async () => {
    const results = run.monitor.cleanUpEvery({ intervalMs: 60_000, olderThanMs: 0 });
    await results.next();
    const next = results.next();
    await run.monitor.close();
    await expect(next).rejects.toMatchObject({ code: 'MONITOR_CLOSED' });
  });
});

function bound(target: object, key: string | symbol): unknown {
  const value: unknown = Reflect.get(target, key);
  return typeof value === 'function' ? value.bind(target) : value;
}

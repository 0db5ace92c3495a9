import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { gate, MonitoredCluster, until } from '../support/monitored-cluster.js';

let run: MonitoredCluster;

beforeEach(async () => {
  run = await MonitoredCluster.start();
});
afterEach(() => run[Symbol.asyncDispose]());

const cancelled = { status: 'cancelled', reason: 'Cancelled' };
const endless = (): Promise<void> => run.runUntilReleased().running;

describe('cancel', () => {
  test('ends the run, and comes back when its Job and its pods are gone', async () => {
    const running = endless();
    const job = await run.submit();
    await running;
    await expect(run.monitor.cancel(job)).resolves.toMatchObject({ ...cancelled, settled: true });
    expect(run.cluster.jobs()).toEqual([]);
    expect(run.cluster.pods()).toEqual([]);
  });

  test('says how to delete, which Job, and in which state', async () => {
    const running = endless();
    const job = await run.submit();
    await running;
    await run.monitor.cancel(job);
    const [request] = run.cluster.requests.filter(({ verb }) => verb === 'delete');
    expect(JSON.parse(String(request?.body))).toMatchObject({
      propagationPolicy: 'Foreground',
      preconditions: { uid: job.uid, resourceVersion: expect.any(String) },
    });
  });

  test('makes all who wait for the run, then and later, hear that it was cancelled', async () => {
    const running = endless();
    const job = await run.submit();
    const waiting = [run.monitor.wait(job), run.monitor.wait(job, { until: 'settled' })];
    await running;
    await run.monitor.cancel(job);
    for (const outcome of await Promise.all(waiting)) expect(outcome).toMatchObject(cancelled);
    await expect(run.monitor.wait(job)).resolves.toMatchObject({ ...cancelled, settled: true });
  });

  test('may be repeated, at once and afterwards', async () => {
    const running = endless();
    const job = await run.submit();
    await running;
    const both = await Promise.all([run.monitor.cancel(job), run.monitor.cancel(job)]);
    for (const outcome of [...both, await run.monitor.cancel(job)])
      expect(outcome).toMatchObject({ ...cancelled, settled: true });
  });

  test.each([
    [0, 'succeeded'],
    [3, 'failed'],
  ])('leaves a run that has ended with %i as it is, and tells that it %s', async (exitCode, status) => {
    run.program = () => exitCode;
    const job = await run.submit();
    await run.monitor.wait(job, { until: 'settled' });
    await expect(run.monitor.cancel(job)).resolves.toMatchObject({ status, settled: true });
    await expect(run.monitor.wait(job)).resolves.toMatchObject({ status });
    expect(run.cluster.jobs()).toHaveLength(1);
    expect(run.requests('delete', 'jobs')).toBe(0);
  });

  test('lets a run that ends while it is being cancelled have its own end', async () => {
    const { running, release } = run.runUntilReleased(3);
    const job = await run.submit();
    await running;
    const deletion = run.cluster.faults.add({ verb: 'delete', resource: 'jobs', hold: 'before-handling' });
    const outcome = run.monitor.cancel(job);
    const waiting = run.monitor.wait(job);
    await deletion.reached;
    release();
    await until(() => run.cluster.pods()[0]?.status.phase === 'Failed');
    deletion.release();
    await expect(outcome).resolves.toMatchObject({ status: 'failed', reason: 'BackoffLimitExceeded' });
    await expect(waiting).resolves.toMatchObject({ status: 'failed' });
    expect(run.cluster.jobs()).toHaveLength(1);
  });

  test('never hits a later Job of the same name', async () => {
    run.program = () => 0;
    const first = await run.submit();
    await run.monitor.wait(first, { until: 'settled' });
    await run.api.deleteNamespacedJob({ ...first, propagationPolicy: 'Background' });
    const running = endless();
    const second = await run.submit();
    await running;
    expect(second.name).toBe(first.name);
    await using fresh = run.newMonitor();
    await expect(fresh.cancel(first)).resolves.toMatchObject({ status: 'lost', reason: 'Replaced' });
    expect(run.cluster.jobs().map(({ metadata }) => metadata.uid)).toEqual([second.uid]);
  });

  test('of a Job that somebody else has deleted says that it is lost', async () => {
    const job = await run.submit();
    await run.api.deleteNamespacedJob({ ...job, propagationPolicy: 'Foreground' });
    await until(() => run.cluster.jobs().length === 0);
    await expect(run.monitor.cancel(job)).resolves.toMatchObject({ status: 'lost', reason: 'Deleted' });
  });

  test.each(['before-handling', 'after-handling'] as const)(
    'goes on when the deletion breaks off %s',
    async (drop) => {
      const running = endless();
      const job = await run.submit();
      await running;
      run.cluster.faults.add({ verb: 'delete', resource: 'jobs', respond: { status: 503 } });
      run.cluster.faults.add({ verb: 'delete', resource: 'jobs', drop });
      await expect(run.monitor.cancel(job)).resolves.toMatchObject({ ...cancelled, settled: true });
      expect(run.cluster.jobs()).toEqual([]);
    },
  );

  test('that is forbidden says so, and the run goes on', async () => {
    const { running, release } = run.runUntilReleased();
    const job = await run.submit();
    await running;
    run.cluster.faults.add({ verb: 'delete', resource: 'jobs', times: 2, respond: { status: 403 } });
    await expect(run.monitor.cancel(job)).rejects.toMatchObject({ code: 'API_RESPONSE', status: 403 });
    const outcome = run.monitor.wait(job);
    release();
    await expect(outcome).resolves.toMatchObject({ status: 'succeeded' });
  });

  test('ends with the reason of its signal', async () => {
    const reason = new Error('enough');
    const job = await run.submit();
    await expect(run.monitor.cancel(job, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    expect(run.requests('delete', 'jobs')).toBe(0);
  });

  test('leaves the lines of a run to those who read them', async () => {
    run.program = async ({ log, signal }) => {
      log('works');
      await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
      log('last words');
    };
    const job = await run.submit();
    const texts: string[] = [];
    let cancelling: Promise<unknown> = Promise.resolve();
    for await (const { text } of run.monitor.logs(job)) {
      if (texts.push(text) === 1) cancelling = run.monitor.cancel(job);
    }
    await cancelling;
    expect(texts).toEqual(['works', 'last words']);
  });
});

describe('suspend and resume', () => {
  test('stop the pods of a run, and let it go on with new ones', async () => {
    const running = endless();
    const job = await run.submit();
    await running;
    const outcome = run.monitor.wait(job);
    await expect(run.monitor.suspend(job)).resolves.toBe(true);
    await until(() => run.cluster.pods().length === 0);
    run.program = () => 0;
    await expect(run.monitor.resume(job)).resolves.toBe(true);
    await expect(outcome).resolves.toMatchObject({ status: 'succeeded' });
  });

  test('change nothing that is so already, and send no request for it', async () => {
    const job = await run.submit('run-1', { suspend: true });
    await expect(run.monitor.suspend(job)).resolves.toBe(true);
    expect(run.requests('patch', 'jobs')).toBe(0);
  });

  test('tell that a run has ended, is gone or was replaced', async () => {
    const job = await run.submit();
    await run.monitor.wait(job, { until: 'settled' });
    await expect(run.monitor.suspend(job)).resolves.toBe(false);
    await run.api.deleteNamespacedJob({ ...job, propagationPolicy: 'Background' });
    await expect(run.monitor.suspend(job)).resolves.toBe(false);
    await run.submit();
    await expect(run.monitor.resume(job)).resolves.toBe(false);
    expect(run.requests('patch', 'jobs')).toBe(0);
  });

  test('look again when the Job has changed since they read it', async () => {
    const job = await run.submit('run-1', { suspend: true });
    const patch = run.cluster.faults.add({ verb: 'patch', resource: 'jobs', hold: 'before-handling' });
    const resumed = run.monitor.resume(job);
    await patch.reached;
    await run.api.patchNamespacedJob({ ...job, patch: { metadata: { labels: { other: 'hand' } } } });
    patch.release();
    await expect(resumed).resolves.toBe(true);
    expect(run.cluster.jobs()[0]).toMatchObject({
      metadata: { labels: { other: 'hand' } },
      spec: { suspend: false },
    });
  });

  test('are not sent to a Job that took the place of theirs meanwhile', async () => {
    const job = await run.submit('run-1', { suspend: true });
    const patch = run.cluster.faults.add({ verb: 'patch', resource: 'jobs', hold: 'before-handling' });
    const resumed = run.monitor.resume(job);
    await patch.reached;
    await run.api.deleteNamespacedJob({ ...job, propagationPolicy: 'Background' });
    await run.submit('run-1', { suspend: true });
    patch.release();
    await expect(resumed).resolves.toBe(false);
    expect(run.cluster.jobs()[0]?.spec.suspend).toBe(true);
  });
});

describe('a grace period of the caller', () => {
  test('ends a container that does not listen after so many seconds', async () => {
    const running = gate();
    run.program = async () => {
      running.open();
      await gate().opened;
    };
    const job = await run.submit();
    await running.opened;
    const cancelled = run.monitor.cancel(job, { gracePeriodSeconds: 7 });
    await until(() => run.requests('delete', 'pods') === 1 && run.cluster.requests.at(-1)?.status === 200);
    const deleted = run.cluster.requests.find(
      ({ verb, resource }) => verb === 'delete' && resource === 'pods',
    );
    expect(deleted?.json()).toMatchObject({
      gracePeriodSeconds: 7,
      preconditions: { uid: run.cluster.pods()[0]?.metadata.uid },
    });
    await run.clock.advance(6_000);
    expect(run.cluster.pods()).toHaveLength(1);
    await run.clock.advance(2_000);
    await expect(cancelled).resolves.toMatchObject({ status: 'cancelled', settled: true });
  });

  test.each([0, -1, 1.5, NaN])('of %d is refused, and nothing deleted', async (gracePeriodSeconds) => {
    const running = endless();
    const job = await run.submit();
    await running;
    await expect(run.monitor.cancel(job, { gracePeriodSeconds })).rejects.toThrow(
      `gracePeriodSeconds must be a whole number of seconds, 1 or more; it is ${gracePeriodSeconds}.`,
    );
    expect(run.requests('delete', 'jobs')).toBe(0);
  });
});

describe('drained logs', () => {
  test('were given to their reader before the Job is deleted, and end before cancel comes back', async () => {
    const written = gate();
    const stopped = gate();
    run.program = async ({ log, signal }) => {
      for (let line = 0; line < 100; line += 1) log(`line ${line}`);
      written.open();
      signal.addEventListener('abort', stopped.open);
      await stopped.opened;
      log('last words');
      return 143;
    };
    const job = await run.submit();
    await written.opened;
    const lines = run.monitor.logs(job);
    const read = [(await lines.next()).value?.text];
    const cancelled = run.monitor.cancel(job, { drainLogs: true });
    // The last line is asked for, and the reader is slow.
    await until(() =>
      run.cluster.requests.some(({ query, status }) => query.has('tailLines') && status === 200),
    );
    for (let turn = 0; turn < 50; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    expect(run.requests('delete', 'jobs')).toBe(0);
    for await (const { text } of lines) read.push(text);
    await expect(cancelled).resolves.toMatchObject({ status: 'cancelled', settled: true });
    expect(read).toEqual([...Array.from({ length: 100 }, (_, line) => `line ${line}`), 'last words']);
  });

  test('are not drained when their reader was given a gap alone', async () => {
    const running = gate();
    let runs = 0;
    run.program = async ({ log, signal }) => {
      runs += 1;
      log(`run ${runs}`);
      if (runs < 4) return 1;
      running.open();
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
      return 143;
    };
    const containers = [{ name: 'main' }];
    const template = { spec: { restartPolicy: 'OnFailure', containers } };
    const job = await run.submit('run-1', { backoffLimit: 6, template });
    for (let turn = 0; turn < 9; turn += 1) await run.clock.advance(60_000);
    await running.opened;
    const lines = run.monitor.logs(job);
    expect((await lines.next()).value?.incomplete?.reason).toBe('RunGone');
    const cancelled = run.monitor.cancel(job, { drainLogs: true });
    await until(() =>
      run.cluster.requests.some(({ query, status }) => query.has('tailLines') && status === 200),
    );
    for (let turn = 0; turn < 50; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    expect(run.requests('delete', 'jobs')).toBe(0);
    const read: string[] = [];
    for await (const { text } of lines) read.push(text);
    expect(read).toEqual(['run 3', 'run 4']);
    await expect(cancelled).resolves.toMatchObject({ status: 'cancelled', settled: true });
  });

  test('are none when nobody reads, or the reader has left', async () => {
    run.program = async ({ log, signal }) => {
      log('one');
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
    };
    const job = await run.submit();
    for await (const _ of run.monitor.logs(job)) break;
    await expect(run.monitor.cancel(job, { drainLogs: true })).resolves.toMatchObject({ settled: true });
  });

  test('can be waited for only until the signal fires, and then nothing is deleted', async () => {
    run.program = async ({ log, signal }) => {
      log('one');
      log('two');
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
    };
    const job = await run.submit();
    const lines = run.monitor.logs(job);
    await lines.next();
    const stop = new AbortController();
    const cancelled = run.monitor.cancel(job, { drainLogs: true, signal: stop.signal });
    await until(() =>
      run.cluster.requests.some(({ query, status }) => query.has('tailLines') && status === 200),
    );
    stop.abort(new Error('enough'));
    await expect(cancelled).rejects.toThrow('enough');
    expect(run.requests('delete', 'jobs')).toBe(0);
    await lines.return();
  });
});

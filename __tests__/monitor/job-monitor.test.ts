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
import { EmbeddedCluster, type ImageFunction, ManualClock, type Verb } from '../../src/testing/index.js';
import { isBound } from '../support/monitored-cluster.js';

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

/** The waits for watches that are half-open: minutes, while all others are pauses before another try. */
let watchdogs: (() => void)[] = [];

/** No test waits for a clock: a retry comes at once, after what is under way has gone on. */
function sleep(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error));
    if (ms > 100_000) watchdogs.push(resolve);
    else if (!isBound(ms)) setImmediate(resolve);
  });
}

async function start(options: { clock?: ManualClock } = {}): Promise<void> {
  cluster = await EmbeddedCluster.start({ ...options, images: { [image]: (context) => program(context) } });
  api = connect(cluster.kubeConfig);
  monitor = new JobMonitor(api, { sleep });
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
  watchdogs = [];
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

  test('notices a deletion that it missed, when it lists anew', async () => {
    program = ({ sleep: wait }) => wait(1e9);
    const expired = {
      type: 'ERROR',
      object: { kind: 'Status', code: 410, reason: 'Expired', message: 'too old' },
    };
    const answer = { status: 200, headers: {}, text: `${JSON.stringify(expired)}\n` };
    const blind = cluster.faults.add({
      verb: 'watch',
      resource: 'jobs',
      action: async (exchange, { released }) => {
        await released;
        exchange.send(answer);
      },
    });
    const job = await submit();
    const outcome = monitor.wait(job);
    await blind.reached;
    await api.deleteNamespacedJob({ ...job, propagationPolicy: 'Background' });
    blind.release();
    await expect(outcome).resolves.toMatchObject({ status: 'lost', reason: 'Deleted' });
    expect(requests('list', 'jobs')).toBe(2);
  });

  test('reads every page of a list', async () => {
    const job = await submit();
    await monitor.wait(job, { until: 'settled' });
    cluster.faults.add({
      verb: 'list',
      resource: 'jobs',
      action: (exchange) => {
        const list = exchange.handle().body as { metadata: object };
        exchange.send({
          status: 200,
          body: { ...list, items: [], metadata: { ...list.metadata, continue: 'page-2' } },
        });
      },
    });
    const second = cluster.faults.add({
      verb: 'list',
      resource: 'jobs',
      where: ({ query }) => query.get('continue') === 'page-2',
      action: async (exchange) => {
        const { metadata, items } = await api.list('jobs', { namespace: 'default' });
        exchange.send({ status: 200, body: { kind: 'JobList', apiVersion: 'batch/v1', metadata, items } });
      },
    });
    await using client = connect(cluster.kubeConfig);
    await using later = new JobMonitor(client, { sleep });
    await expect(later.wait(job)).resolves.toMatchObject({ status: 'succeeded' });
    expect(second.hits).toBe(1);
  });

  test('gives up a watch that is half-open, and watches anew', async () => {
    const go = gate();
    program = () => go.opened;
    const dead = cluster.faults.add({ verb: 'watch', resource: 'jobs', hold: 'before-handling' });
    const outcome = monitor.wait(await submit());
    await dead.reached;
    for (const giveUp of watchdogs) giveUp();
    go.open();
    await expect(outcome).resolves.toMatchObject({ status: 'succeeded' });
  });

  test('lists anew when it watches from a version to which the server, set up from a backup, has not come', async () => {
    const go = gate();
    program = () => go.opened;
    const ahead = cluster.faults.add({
      verb: 'list',
      resource: 'jobs',
      action: (exchange) => {
        const answer = exchange.handle();
        const list = answer.body as { metadata: object };
        exchange.send({
          ...answer,
          body: { ...list, metadata: { ...list.metadata, resourceVersion: '99999999' } },
        });
      },
    });
    const watch = cluster.faults.add({ verb: 'watch', resource: 'jobs', hold: 'before-handling' });
    const job = await submit();
    const outcome = monitor.wait(job);
    await ahead.reached;
    await watch.reached;
    watch.release();
    await using client = connect(cluster.kubeConfig);
    await using other = new JobMonitor(client);
    go.open();
    await other.wait(job);
    for (const giveUp of watchdogs) giveUp();
    await expect(outcome).resolves.toMatchObject({ status: 'succeeded' });
  });

  test('pauses between watches that end at once', async () => {
    const pauses: number[] = [];
    await using other = new JobMonitor(api, {
      random: () => 1,
      sleep: (ms, signal) => {
        if (!isBound(ms)) pauses.push(ms);
        return sleep(ms, signal);
      },
    });
    const go = gate();
    program = () => go.opened;
    const ends = cluster.faults.add({
      verb: 'watch',
      resource: 'jobs',
      times: 5,
      respond: { status: 200, body: '' },
    });
    const outcome = other.wait(await submit());
    const watched = cluster.faults.add({ verb: 'watch', resource: 'jobs', hold: 'before-handling' });
    await watched.reached;
    watched.release();
    go.open();
    await expect(outcome).resolves.toMatchObject({ status: 'succeeded' });
    expect(ends.hits).toBe(5);
    expect(pauses.slice(0, 5)).toEqual([500, 1000, 2000, 4000, 8000]);
  });

  test.each([
    [404, 'list'],
    [401, 'credentials'],
    [403, 'list'],
  ])('says at once that the cluster does not let it watch: %i', async (status, word) => {
    const job = await submit();
    cluster.faults.add({ verb: 'list', resource: 'jobs', times: Infinity, respond: { status } });
    await expect(monitor.wait(job)).rejects.toMatchObject({ code: 'API_RESPONSE', status });
    await expect(monitor.wait(job)).rejects.toThrow(word);
  });

  test('says that it may not watch, also when it could list', async () => {
    program = ({ sleep: wait }) => wait(1e9);
    cluster.faults.add({ verb: 'watch', resource: 'jobs', times: Infinity, respond: { status: 403 } });
    await expect(monitor.wait(await submit())).rejects.toMatchObject({ code: 'API_RESPONSE', status: 403 });
  });

  test('is not disturbed by the refusals of an API server that restarts', async () => {
    const go = gate();
    program = () => go.opened;
    const refused = cluster.faults.add({
      verb: 'watch',
      resource: 'jobs',
      times: 2,
      respond: { status: 403 },
    });
    const again = cluster.faults.add({ verb: 'watch', resource: 'jobs', hold: 'before-handling' });
    const outcome = monitor.wait(await submit());
    await again.reached;
    again.release();
    go.open();
    await expect(outcome).resolves.toMatchObject({ status: 'succeeded' });
    expect(refused.hits).toBe(2);
  });

  test.each<[string, Verb, string, () => Promise<unknown>]>([
    ['begins to watch', 'list', 'jobs', () => submit().then((job) => monitor.wait(job))],
    ['looks for runs', 'list', 'jobs', () => submit().then((job) => monitor.find(job.flowRunId))],
    ['reads a log', 'get', 'pods/log', () => submit().then((job) => collect(monitor.logs(job)))],
    ['stops a run', 'get', 'jobs', () => submit().then((job) => monitor.cancel(job))],
    ['stops a run', 'delete', 'jobs', () => submit().then((job) => monitor.cancel(job))],
  ])(
    'takes no notice of one refusal by an API server that restarts, while it %s (%s %s)',
    async (what, verb, resource, use) => {
      program = ({ sleep: wait }) => (what === 'stops a run' ? wait(1e9) : undefined);
      const refused = cluster.faults.add({ verb, resource, respond: { status: 403 } });
      await expect(use()).resolves.toBeDefined();
      expect(refused.hits).toBe(1);
    },
  );

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
    const ended = cluster.faults.add({ resource: 'pods/log', respond: { status: 200, body: '' } });
    const again = cluster.faults.add({ resource: 'pods/log', hold: 'before-handling' });
    const lines = collect(monitor.logs(await submit()));
    await ended.reached;
    await again.reached;
    again.release();
    go.open();
    await expect(lines).resolves.toEqual(['before', 'after']);
  });

  test('give no part of a line that a stream broke off in', async () => {
    const go = gate();
    program = async ({ log }) => {
      await go.opened;
      log('whole line');
    };
    const half = '2026-11-23T10:00:00.000000000Z who';
    const cut = cluster.faults.add({ resource: 'pods/log', respond: { status: 200, body: half } });
    const again = cluster.faults.add({ resource: 'pods/log', hold: 'before-handling' });
    const lines = collect(monitor.logs(await submit()));
    await cut.reached;
    await again.reached;
    go.open();
    again.release();
    await expect(lines).resolves.toEqual(['whole line']);
  });

  test('are complete for a container that fails fast and is started again', async () => {
    program = ({ log, restartCount }) => {
      log(`run ${restartCount}`);
      return restartCount < 2 ? 1 : 0;
    };
    const template = { spec: { restartPolicy: 'OnFailure', containers: [{ name: 'main' }] } };
    await stop();
    const clock = new ManualClock();
    await start({ clock });
    const lines = monitor.logs(await submit('run-1', { backoffLimit: 6, template }));
    // The first restart comes at once, the second after a back-off.
    const texts = [(await lines.next()).value?.text, (await lines.next()).value?.text];
    const third = lines.next();
    await clock.advance(60_000);
    texts.push((await third).value?.text);
    expect(texts).toEqual(['run 0', 'run 1', 'run 2']);
  });

  test.each([['running'], ['ended']])(
    'say that this client may not read them: of a container that is %s',
    async (when) => {
      const go = gate();
      program = () => (when === 'running' ? go.opened : undefined);
      const job = await submit();
      if (when === 'ended') await monitor.wait(job, { until: 'settled' });
      cluster.faults.add({ resource: 'pods/log', times: Infinity, respond: { status: 403 } });
      await expect(collect(monitor.logs(job))).rejects.toMatchObject({ code: 'API_RESPONSE', status: 403 });
      go.open();
    },
  );

  test('survive an API server that restarts, and refuses who has the rights until it has loaded them', async () => {
    program = ({ log }) => log('one');
    cluster.faults.add({ resource: 'pods/log', times: 2, respond: { status: 403 } });
    const lines = await collect(monitor.logs(await submit()));
    expect(lines).toEqual(['one']);
  });

  test('survive a list of pods that is refused for a moment at the end', async () => {
    const job = await submit();
    await monitor.wait(job, { until: 'settled' });
    const lines = monitor.logs(job);
    const ofTheJob = (request: { query: URLSearchParams }) =>
      request.query.get('labelSelector')?.includes('controller-uid') === true;
    const refused = cluster.faults.add({
      verb: 'list',
      resource: 'pods',
      where: ofTheJob,
      respond: { status: 503 },
    });
    await expect(collect(lines)).resolves.toEqual(['Example!']);
    expect(refused.hits).toBe(1);
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

test('until settled, wait tells only when all pods are at rest', async () => {
  await stop();
  const clock = new ManualClock();
  program = () => new Promise<void>(() => undefined);
  await start({ clock });
  const job = await submit('run-1', { activeDeadlineSeconds: 5 });
  const decided = monitor.wait(job);
  let settled: unknown;
  const atRest = monitor.wait(job, { until: 'settled' }).then((outcome) => (settled = outcome));
  await clock.advance(6_000);
  // The container ignores SIGTERM: it runs on for its grace period of 30 seconds.
  await expect(decided).resolves.toMatchObject({ status: 'failed', reason: 'DeadlineExceeded' });
  expect(settled).toBeUndefined();
  await clock.advance(40_000);
  await atRest;
  expect(settled).toMatchObject({ status: 'failed', reason: 'DeadlineExceeded' });
});

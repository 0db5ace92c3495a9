import { once } from 'node:events';
import { connect as openSocket, createServer, type AddressInfo, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { connect, JobMonitor, type JobHandle, type LogLine, type LogsOptions } from '../../src/index.js';
import { gate, isBound, MonitoredCluster, until } from '../support/monitored-cluster.js';

let run: MonitoredCluster;

beforeEach(async () => {
  run = await MonitoredCluster.start();
});
afterEach(() => run[Symbol.asyncDispose]());

async function collect(job: JobHandle, options: LogsOptions = {}): Promise<LogLine[]> {
  const lines: LogLine[] = [];
  for await (const line of run.monitor.logs(job, options)) lines.push(line);
  return lines;
}

const words = (lines: readonly LogLine[]): string[] =>
  lines.map(({ text, incomplete }) => (incomplete === undefined ? text : `(${incomplete.reason})`));

const resource = 'pods/log';
const onFailure = (containers: readonly object[] = [{ name: 'main' }]): object => ({
  backoffLimit: 6,
  template: { spec: { restartPolicy: 'OnFailure', containers } },
});

/** Follows in the background; gives the lines so far, and waits for their number. */
function follow(job: JobHandle, options: LogsOptions = {}) {
  const lines: LogLine[] = [];
  const all = (async () => {
    for await (const line of run.monitor.logs(job, options)) lines.push(line);
    return lines;
  })();
  return { lines, all, count: (count: number) => until(() => lines.length >= count) };
}

describe('lines', () => {
  test('of megabytes come in parts that are marked', async () => {
    const text = 'ä'.repeat(700_000);
    run.program = ({ log }) => {
      log(text);
      log('next');
    };
    const lines = await collect(await run.submit());
    expect(lines.length).toBeGreaterThan(3);
    expect(
      lines
        .slice(0, -1)
        .map((line) => line.text)
        .join(''),
    ).toBe(text);
    expect(lines.map(({ split }) => split)).toEqual([
      ...lines.slice(2).map(() => true),
      undefined,
      undefined,
    ]);
    expect(lines.at(-1)?.text).toBe('next');
  });

  test('of megabytes come whole when the stream breaks in the midst of one', async () => {
    const text = 'ä'.repeat(700_000);
    run.program = ({ log }) => log(text);
    for (const resetAfterBytes of [300_000, 900_000]) run.cluster.faults.add({ resource, resetAfterBytes });
    const lines = await collect(await run.submit());
    expect(lines.map((line) => line.text).join('')).toBe(text);
  });

  test('that are the last and have no newline come too, and once', async () => {
    run.program = ({ stdout }) => void stdout.write('one\ntwo');
    await expect(collect(await run.submit()).then(words)).resolves.toEqual(['one', 'two']);
  });

  test('of a run that wrote nothing are none', async () => {
    run.program = () => 0;
    await expect(collect(await run.submit())).resolves.toEqual([]);
  });
});

test('a log that ends before its first line, as that of a kubelet that stops, is asked for once more', async () => {
  const job = await run.submit();
  await run.monitor.wait(job, { until: 'settled' });
  run.cluster.faults.add({ resource, respond: { status: 200, body: '' } });
  await expect(collect(job).then(words)).resolves.toEqual(['Example!']);
});

describe('a choice', () => {
  test('of what is there now ends with it', async () => {
    const release = gate();
    run.program = async ({ log }) => {
      log('before');
      await release.opened;
      log('after');
    };
    const job = await run.submit();
    await follow(job).count(1);
    await expect(collect(job, { follow: false }).then(words)).resolves.toEqual(['before']);
    release.open();
    await expect(collect(job).then(words)).resolves.toEqual(['before', 'after']);
    await expect(collect(job, { follow: false }).then(words)).resolves.toEqual(['before', 'after']);
  });

  test('of what is there now is nothing when the Job is gone, or has no pod', async () => {
    const job = await run.submit('run-1', { suspend: true });
    await expect(collect(job, { follow: false })).resolves.toEqual([]);
    await run.monitor.cancel(job);
    await expect(collect(job, { follow: false })).resolves.toEqual([]);
  });

  test('of what is there now comes to its end when the watch never tells that the container was restarted', async () => {
    const [fails, ends] = [gate(), gate()];
    const programs = [
      ({ log }: { log: (line: string) => void }) => (log('first'), fails.opened.then(() => 1)),
      ({ log }: { log: (line: string) => void }) => (log('second'), ends.opened),
    ];
    run.program = (context) => programs.shift()?.(context);
    const job = await run.submit('run-1', onFailure());
    const list = { verb: 'list', resource: 'pods', times: Infinity } as const;
    const ofWatch = ({ query }: { query: URLSearchParams }) => query.get('labelSelector') === 'identifier';
    run.cluster.faults.add({ ...list, where: ofWatch, hold: 'before-handling' });
    const asked = run.cluster.faults.add({ resource, hold: 'before-handling' });
    const read = collect(job, { follow: false });
    await asked.reached;
    fails.open();
    await run.clock.advance(60_000);
    await until(() => programs.length === 0);
    asked.release();
    await expect(read.then(words)).resolves.toEqual(['first', 'second']);
    ends.open();
  });

  test('of the lines since a time is exact', async () => {
    const steps = Array.from({ length: 5 }, gate);
    run.program = async ({ log }) => {
      for (const [index, step] of steps.entries()) {
        log(`${index}`);
        await step.opened;
      }
    };
    const job = await run.submit();
    const reading = follow(job);
    for (const [index, step] of steps.entries()) {
      await reading.count(index + 1);
      await run.clock.advance(400);
      step.open();
    }
    const third = (await reading.all)[2]?.time ?? '';
    for (const sinceTime of [third, new Date(third)])
      await expect(collect(job, { sinceTime }).then(words)).resolves.toEqual(['2', '3', '4']);
    const since = collect(job, { sinceTime: third, follow: false });
    await expect(since.then(words)).resolves.toEqual(['2', '3', '4']);
  });

  test('of a time that is none is refused', async () => {
    const job = await run.submit();
    await expect(collect(job, { sinceTime: 'yesterday' })).rejects.toThrow(
      'sinceTime must be a time such as 2026-01-31T10:00:00Z; it is yesterday.',
    );
  });

  test('of a container that the pod does not have is refused, with those that it has', async () => {
    const job = await run.submit();
    await expect(collect(job, { container: 'man' })).rejects.toMatchObject({
      code: 'INVALID_ARGUMENT',
      message: expect.stringMatching(/has no container "man"; it has main\.$/),
    });
  });

  test('of all containers has init containers and sidecars too', async () => {
    run.program = ({ container, log }) => log(`this is ${container}`);
    const image = 'my-flow:1';
    const template = {
      spec: {
        restartPolicy: 'Never',
        initContainers: [{ name: 'first', image }],
        containers: [{ name: 'main' }, { name: 'beside', image }],
      },
    };
    const job = await run.submit('run-1', { template });
    const lines = await collect(job, { allContainers: true });
    expect(lines.map(({ container, text }) => `${container}: ${text}`).sort()).toEqual([
      'beside: this is beside',
      'first: this is first',
      'main: this is main',
    ]);
    await expect(collect(job, { container: 'first' }).then(words)).resolves.toEqual(['this is first']);
  });
});

describe('what is missing is told', () => {
  test('when the pod was deleted before its log was read', async () => {
    const { running } = run.runUntilReleased();
    const job = await run.submit();
    await running;
    // The log can not be had while the pod is deleted.
    const refused = run.cluster.faults.add({ resource, times: Infinity, respond: { status: 500 } });
    const reading = follow(job);
    await refused.reached;
    await run.monitor.cancel(job);
    refused.remove();
    expect(words(await reading.all)).toEqual(['(PodGone)']);
    expect(reading.lines[0]).toMatchObject({
      container: 'main',
      text: '',
      incomplete: {
        message: 'Lines may be missing here: the pod was deleted before its log was read to the end.',
      },
    });
  });

  test('but not of a pod that was followed until it ended', async () => {
    const stopped = gate();
    run.program = async ({ log, signal }) => {
      log('begun');
      signal.addEventListener('abort', stopped.open);
      await stopped.opened;
      log('stopped');
      return 143;
    };
    const job = await run.submit();
    const reading = follow(job);
    await reading.count(1);
    await run.monitor.cancel(job);
    expect(words(await reading.all)).toEqual(['begun', 'stopped']);
  });

  test('when the node has removed the container', async () => {
    const job = await run.submit();
    await run.monitor.wait(job, { until: 'settled' });
    const body = 'unable to retrieve container logs for containerd://0123';
    run.cluster.faults.add({ resource, times: Infinity, respond: { status: 200, body } });
    await expect(collect(job).then(words)).resolves.toEqual(['(LogGone)']);
  });

  test('when the container was restarted twice before it was read', async () => {
    run.program = ({ log, restartCount }) => {
      log(`run ${restartCount}`);
      return restartCount < 2 ? 1 : 0;
    };
    const job = await run.submit('run-1', onFailure());
    const outcome = run.monitor.wait(job, { until: 'settled' });
    await until(() => run.cluster.pods()[0]?.status.containerStatuses?.[0]?.restartCount === 1);
    await run.clock.advance(60_000);
    await outcome;
    await expect(collect(job).then(words)).resolves.toEqual(['(RunGone)', 'run 1', 'run 2']);
  });

  test('when the log was rotated', async () => {
    const release = gate();
    run.program = async ({ log }) => {
      log('first');
      await release.opened;
      log('last');
    };
    // What was read first does not come again.
    const line = '2000-01-01T00:00:00.000000000Z thrown away since\n';
    run.cluster.faults.add({ resource, respond: { status: 200, body: line } });
    const reading = follow(await run.submit());
    await reading.count(3);
    release.open();
    expect(words(await reading.all)).toEqual(['thrown away since', '(Rotated)', 'first', 'last']);
  });

  test('when the node of a pod that should be gone does not answer', async () => {
    const running = gate();
    const heard = gate();
    run.program = async () => {
      running.open();
      await heard.opened;
    };
    const job = await run.submit();
    await running.opened;
    run.cluster.faults.add({ resource, times: Infinity, respond: { status: 500 } });
    // The pod is told to stop, but nobody on its node hears of it: ten minutes later it is still there.
    await using monitor = new JobMonitor(run.api, {
      random: () => 0,
      now: () => run.clock.now() + 600_000,
      sleep: (ms, signal) =>
        isBound(ms)
          ? once(signal, 'abort').then(() => undefined)
          : new Promise((resolve) => setImmediate(resolve)),
    });
    const lines: LogLine[] = [];
    const reading = (async () => {
      for await (const line of monitor.logs(job)) lines.push(line);
    })();
    const cancelled = run.monitor.cancel(job);
    await reading;
    expect(words(lines)).toEqual(['(NodeUnreachable)']);
    heard.open();
    await cancelled;
  });
});

describe('a container that is restarted', () => {
  test('while the watch knows nothing of it gives the lines of each run once, in order', async () => {
    const go = gate();
    run.program = async ({ log, restartCount }) => {
      log(`run ${restartCount}, first`);
      if (restartCount === 0) await go.opened;
      log(`run ${restartCount}, last`);
      return restartCount === 0 ? 1 : 0;
    };
    const job = await run.submit('run-1', onFailure());
    await until(() => run.cluster.pods()[0]?.status.phase === 'Running');
    // The list tells that the first run is going on; no change of it comes.
    const watch = run.cluster.faults.add({ verb: 'watch', resource: 'pods', hold: 'before-handling' });
    const reading = follow(job);
    await reading.count(1);
    go.open();
    await reading.count(2);
    await until(() => run.requests('list', 'pods') >= 2);
    watch.release();
    expect(words(await reading.all)).toEqual(['run 0, first', 'run 0, last', 'run 1, first', 'run 1, last']);
  });

  test.each([
    ['is refused', { status: 400 }],
    [
      'was removed by the node',
      { status: 200, body: 'unable to retrieve container logs for containerd://0' },
    ],
  ])(
    'gives the last words of a run, without newline, whose log %s before it was read',
    async (_, respond) => {
      const go = gate();
      run.program = async ({ log, stdout, restartCount }) => {
        if (restartCount > 0) return void log('again');
        log('begun');
        await go.opened;
        stdout.write('fatal: x');
        return 1;
      };
      const job = await run.submit('run-1', onFailure());
      const reading = follow(job);
      await reading.count(1);
      const unread = run.cluster.faults.add({ resource, times: Infinity, respond: { status: 503 } });
      const ofTheRunBefore = ({ query }: { query: URLSearchParams }) => query.get('previous') === 'true';
      run.cluster.faults.add({ resource, where: ofTheRunBefore, times: Infinity, respond });
      go.open();
      await until(() => run.cluster.pods()[0]?.status.containerStatuses?.[0]?.restartCount === 1);
      await unread.reached;
      unread.remove();
      expect(words(await reading.all)).toEqual(['begun', 'fatal: x', '(RunGone)', 'again']);
    },
  );
});

describe('the list of pods', () => {
  const refuse = (times: number) =>
    run.cluster.faults.add({
      verb: 'list',
      resource: 'pods',
      where: ({ query }) => query.get('labelSelector')?.includes('controller-uid') === true,
      times,
      respond: { status: 403 },
    });

  test('at the end of a reading may be refused twice, as the log itself, by an API server that restarts', async () => {
    const refused = refuse(2);
    await expect(collect(await run.submit()).then(words)).resolves.toEqual(['Example!']);
    expect(refused.hits).toBe(2);
  });

  test('that fails takes no first line away, of whose run it was to tell', async () => {
    const go = gate();
    run.program = async ({ log }) => {
      log('first');
      await go.opened;
    };
    const job = await run.submit('run-1', onFailure());
    const refused = refuse(3);
    const reading = follow(job);
    await until(() => refused.hits === 3);
    go.open();
    expect(words(await reading.all)).toEqual(['first']);
  });

  test('at the end ends the reading when it is refused three times', async () => {
    refuse(3);
    await expect(collect(await run.submit())).rejects.toMatchObject({ code: 'API_RESPONSE', status: 403 });
  });
});

/** The connection of a log on which nothing ever comes. */
const forgetful = { resource, hold: 'after-handling' as const };

test('a kubelet that does not know the pod yet, after a restart, is asked again', async () => {
  run.program = ({ log }) => log('one');
  const unknown = run.cluster.faults.add({ resource, times: 3, respond: { status: 404 } });
  expect(words(await follow(await run.submit()).all)).toEqual(['one']);
  expect(unknown.hits).toBe(3);
});

test('a log that has ended is asked for anew when nothing of it has come for minutes', async () => {
  run.program = ({ log }) => log('one');
  const job = await run.submit();
  await run.monitor.wait(job, { until: 'settled' });
  const dead = run.cluster.faults.add(forgetful);
  const reading = follow(job);
  await dead.reached;
  await until(() => run.timers.has(300_000));
  run.timers.get(300_000)?.();
  expect(words(await reading.all)).toEqual(['one']);
});

describe('a log that is being followed', () => {
  test('is opened anew when nothing has come for minutes', async () => {
    const release = gate();
    run.program = async ({ log }) => {
      log('one');
      await release.opened;
    };
    const dead = run.cluster.faults.add(forgetful);
    const reading = follow(await run.submit());
    await dead.reached;
    await until(() => run.timers.has(300_000));
    run.timers.get(300_000)?.();
    await reading.count(1);
    release.open();
    expect(words(await reading.all)).toEqual(['one']);
    expect(run.requests('get', resource)).toBeGreaterThanOrEqual(2);
  });

  test('and does not end though its container has, is given up', async () => {
    const release = gate();
    run.program = async ({ log }) => {
      await release.opened;
      log('one');
    };
    const dead = run.cluster.faults.add(forgetful);
    const reading = follow(await run.submit());
    await dead.reached;
    release.open();
    await until(() => run.timers.has(20_000));
    run.timers.get(20_000)?.();
    expect(words(await reading.all)).toEqual(['one']);
  });

  test('is read no faster than its lines are taken', async () => {
    const line = 'x'.repeat(100_000);
    run.program = ({ log }) => {
      for (let count = 0; count < 600; count += 1) log(line);
    };
    await using proxy = await countingProxy(run.cluster.kubeConfig);
    await using api = connect(proxy.kubeConfig);
    await using monitor = new JobMonitor(api);
    const job = await run.submit();
    await run.monitor.wait(job, { until: 'settled' });
    const lines = monitor.logs(job);
    await lines.next();
    const before = await proxy.settled();
    expect(before).toBeLessThan(30_000_000);
    let count = 1;
    for await (const _ of lines) count += 1;
    expect(count).toBe(600);
  });
});

/** Counts the bytes that the cluster sends through it, as fast as the client takes them. */
async function countingProxy(kubeConfig: string) {
  const [, port = ''] = /http:\/\/127\.0\.0\.1:(\d+)/.exec(kubeConfig) ?? [];
  const sockets = new Set<Socket>();
  let bytes = 0;
  const server = createServer((client) => {
    const upstream = openSocket(Number(port), '127.0.0.1');
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
    }
    client.pipe(upstream);
    upstream.on('data', (chunk: Buffer) => (bytes += chunk.length)).pipe(client);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    kubeConfig: kubeConfig.replaceAll(port, String((server.address() as AddressInfo).port)),
    /** The count, when it has not grown for many turns of the loop. */
    settled: async (): Promise<number> => {
      for (let last = -1, same = 0; same < 2_000;) {
        await new Promise((resolve) => setImmediate(resolve));
        same = bytes === last ? same + 1 : 0;
        last = bytes;
      }
      return bytes;
    },
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

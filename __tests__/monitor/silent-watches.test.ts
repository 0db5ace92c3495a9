import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { type ClusterApi, JobMonitor } from '../../src/index.js';
import type { Exchange } from '../../src/testing/index.js';
import { isBound, MonitoredCluster, until } from '../support/monitored-cluster.js';

let run: MonitoredCluster;

beforeEach(async () => {
  run = await MonitoredCluster.start();
});
afterEach(() => run[Symbol.asyncDispose]());

/** Of a server that was set up from an older backup, this version comes no more. */
const ahead = '99999999';

function listAhead(exchange: Exchange): void {
  const answer = exchange.handle();
  const list = answer.body as { metadata: object };
  exchange.send({ ...answer, body: { ...list, metadata: { ...list.metadata, resourceVersion: ahead } } });
}

function watchAhead(does: { respond: { status: number; body: string } } | { drop: 'before-handling' }) {
  run.cluster.faults.add({ verb: 'list', resource: 'jobs', action: listAhead });
  return run.cluster.faults.add({
    verb: 'watch',
    resource: 'jobs',
    where: ({ query }) => query.get('resourceVersion') === ahead,
    times: Infinity,
    ...does,
  });
}

test.each([
  ['end', { respond: { status: 200, body: '' } }],
  ['are reset', { drop: 'before-handling' }],
] as const)('lists anew when three watches in a row %s before anything came', async (_, does) => {
  const silent = watchAhead(does);
  const { running, release } = run.runUntilReleased();
  const outcome = run.monitor.wait(await run.submit());
  await running;
  await silent.reached;
  release();
  await expect(outcome).resolves.toMatchObject({ status: 'succeeded' });
  expect(silent.hits).toBe(3);
  expect(run.requests('list', 'jobs')).toBe(2);
});

test('does not list anew while bookmarks come', async () => {
  const { running, release } = run.runUntilReleased();
  const job = await run.submit();
  await running;
  let bookmarks = 0;
  run.cluster.faults.add({
    verb: 'watch',
    resource: 'jobs',
    times: 9,
    action: (exchange) => {
      bookmarks += 1;
      const metadata = { resourceVersion: exchange.request.query.get('resourceVersion') };
      const event = { type: 'BOOKMARK', object: { apiVersion: 'batch/v1', kind: 'Job', metadata } };
      exchange.send({ status: 200, headers: {}, text: `${JSON.stringify(event)}\n` });
    },
  });
  const outcome = run.monitor.wait(job);
  await until(() => bookmarks === 9);
  release();
  await expect(outcome).resolves.toMatchObject({ status: 'succeeded' });
  expect(run.requests('list', 'jobs')).toBe(1);
});

test('does not list anew when watches are refused', async () => {
  const { running, release } = run.runUntilReleased();
  const job = await run.submit();
  await running;
  const refused = run.cluster.faults.add({
    verb: 'watch',
    resource: 'jobs',
    times: 5,
    respond: { status: 503 },
  });
  const outcome = run.monitor.wait(job);
  await until(() => refused.hits === 5);
  release();
  await expect(outcome).resolves.toMatchObject({ status: 'succeeded' });
  expect(run.requests('list', 'jobs')).toBe(1);
});

test.each([
  ['throws an error of its own', true],
  ['ends', false],
])('lists anew after a half-open watch whose stream %s when it is given up', async (_, throws) => {
  const watch: ClusterApi['watch'] = async function* (...args) {
    try {
      yield* run.api.watch(...args);
    } catch {
      if (throws) throw new Error('aborted');
    }
  };
  const api = new Proxy(run.api, {
    get: (target, name) => {
      if (name === 'watch') return watch;
      const value: unknown = Reflect.get(target, name);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
  run.cluster.faults.add({ verb: 'list', resource: 'jobs', action: listAhead });
  const silent = run.cluster.faults.add({ verb: 'watch', resource: 'jobs', hold: 'before-handling' });
  const giveUps: (() => void)[] = [];
  const sleep = (ms: number, signal: AbortSignal) =>
    new Promise<void>((resolve, reject) => {
      signal.addEventListener('abort', () => reject(new Error('stopped')));
      if (ms === 150_000) giveUps.push(resolve);
      else if (!isBound(ms)) setImmediate(resolve);
    });
  await using monitor = new JobMonitor(api, { sleep });
  const { running, release } = run.runUntilReleased();
  const outcome = monitor.wait(await run.submit());
  await running;
  await silent.reached;
  release();
  for (const giveUp of giveUps) giveUp();
  await expect(outcome).resolves.toMatchObject({ status: 'succeeded' });
  expect(run.requests('list', 'jobs')).toBe(2);
});

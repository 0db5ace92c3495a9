import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { connect } from '../../src/index.js';
import { MonitoredCluster, until } from '../support/monitored-cluster.js';

let run: MonitoredCluster;

beforeEach(async () => {
  run = await MonitoredCluster.start();
});
afterEach(() => run[Symbol.asyncDispose]());

const watches = () => run.requests('watch', 'jobs') + run.requests('watch', 'pods');

test('all monitors of one client share one watch; another client has its own', async () => {
  const { running, release } = run.runUntilReleased();
  const job = await run.submit();
  await using second = run.newMonitor();
  await using client = connect(run.cluster.kubeConfig);
  await using third = run.newMonitor(client);
  const outcomes = Promise.all([run.monitor.wait(job), second.wait(job), run.monitor.wait(job)]);
  await running;
  await until(() => watches() === 2);
  const other = third.wait(job);
  await until(() => watches() === 4);
  release();
  expect((await outcomes).map(({ status }) => status)).toEqual(['succeeded', 'succeeded', 'succeeded']);
  await other;
  expect(watches()).toBe(4);
});

test('a monitor that is closed takes nothing from the others', async () => {
  const { running, release } = run.runUntilReleased();
  const job = await run.submit();
  const second = run.newMonitor();
  const closed = second.wait(job);
  const outcome = run.monitor.wait(job);
  await running;
  await until(() => watches() === 2);
  await second.close();
  await expect(closed).rejects.toMatchObject({ code: 'MONITOR_CLOSED' });
  release();
  await expect(outcome).resolves.toMatchObject({ status: 'succeeded' });
  expect(watches()).toBe(2);
});

test('nothing is watched before somebody asks, and nothing when nobody waits any more', async () => {
  expect(run.cluster.requests).toEqual([]);
  const { running, release } = run.runUntilReleased();
  const job = await run.submit();
  const outcome = run.monitor.wait(job);
  await running;
  await until(() => openWatches() === 2);
  release();
  await outcome;
  // The pause after which an unused watch ends takes no time here: what is asked next begins anew.
  await until(() => openWatches() === 0);
  await run.monitor.wait(job);
  expect(run.requests('list', 'jobs')).toBe(2);
});

test('a watch ends at once with the last monitor', async () => {
  const { running } = run.runUntilReleased();
  const job = await run.submit();
  const outcome = run.monitor.wait(job).catch(() => undefined);
  await running;
  await until(() => openWatches() === 2);
  await run.monitor.close();
  await until(() => openWatches() === 0);
  await outcome;
});

test('one watch can serve all namespaces', async () => {
  await using monitor = run.newMonitor(run.api, { allNamespaces: true });
  const jobs = [await run.submit('run-2'), await run.submit('run-3', {}, 'other')];
  const outcomes = await Promise.all(jobs.map((job) => monitor.wait(job)));
  expect(outcomes.map(({ status }) => status)).toEqual(['succeeded', 'succeeded']);
  const lists = run.cluster.requests.filter(({ verb, resource }) => verb === 'list' && resource === 'jobs');
  expect(lists.map(({ path }) => path)).toEqual(['/apis/batch/v1/jobs']);
});

test('an error in what a reader does never stops the watch', async () => {
  const { running, release } = run.runUntilReleased();
  const job = await run.submit();
  const failing = (async () => {
    for await (const event of run.monitor.events(job)) throw new Error(`no ${event.type}, please`);
  })();
  await expect(failing).rejects.toThrow('no submitted, please');
  const outcome = run.monitor.wait(job);
  await running;
  release();
  await expect(outcome).resolves.toMatchObject({ status: 'succeeded' });
});

test('a client that was closed ends the watch, and says so to those who wait', async () => {
  const { running } = run.runUntilReleased();
  await using client = connect(run.cluster.kubeConfig);
  await using monitor = run.newMonitor(client);
  const outcome = monitor.wait(await run.submit());
  const refused = expect(outcome).rejects.toMatchObject({ code: 'API_CLOSED' });
  await running;
  await until(() => openWatches() === 2);
  await client.close();
  await refused;
});

/** Watches that the server has open. */
function openWatches(): number {
  return run.cluster.requests.filter(({ verb, ended }) => verb === 'watch' && !ended).length;
}

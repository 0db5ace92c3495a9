import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { connect } from '../../src/index.js';
import { EmbeddedCluster } from '../../src/testing/index.js';

const namespace = 'default';
let cluster: EmbeddedCluster;

beforeEach(async () => {
  cluster = await EmbeddedCluster.start();
});
afterEach(() => cluster.stop());

const asked = (): string[] => cluster.requests.map(({ verb, resource }) => `${verb} ${resource}`);

test('a client with a limit sends no more, and what waits can be aborted or ended by close', async () => {
  const api = connect(cluster.kubeConfig, { rateLimit: { requestsPerSecond: 0.001, burst: 2 } });
  await api.list('jobs', { namespace });
  await api.list('pods', { namespace });
  const abort = new AbortController();
  const aborted = api.list('jobs', { namespace }, { signal: abort.signal });
  const closed = api.list('pods', { namespace });
  const reason = new Error('not any more');
  abort.abort(reason);
  await expect(aborted).rejects.toBe(reason);
  await api.close();
  await expect(closed).rejects.toMatchObject({ code: 'API_CLOSED' });
  expect(asked()).toEqual(['list jobs', 'list pods']);
});

test('after 429 it spares the priority level for as long as Retry-After says', async () => {
  const headers = { 'x-kubernetes-pf-prioritylevel-uid': 'workload-low' };
  const empty = { kind: 'PodList', metadata: {}, items: [] };
  cluster.faults.add({ verb: 'list', resource: 'pods', respond: { status: 200, headers, body: empty } });
  cluster.faults.add({
    verb: 'list',
    resource: 'jobs',
    respond: { status: 429, headers: { ...headers, 'retry-after': '30' } },
  });
  await using api = connect(cluster.kubeConfig, { rateLimit: { requestsPerSecond: 1000 } });
  await api.list('pods', { namespace });
  await expect(api.list('jobs', { namespace })).rejects.toMatchObject({ status: 429 });
  const abort = new AbortController();
  const spared = ['jobs', 'pods'].map((resource) =>
    api.list(resource as 'jobs' | 'pods', { namespace }, { signal: abort.signal }),
  );
  await api.list('events', { namespace });
  abort.abort();
  await Promise.allSettled(spared);
  expect(asked()).toEqual(['list pods', 'list jobs', 'list events']);
});

test.each([
  { requestsPerSecond: 0 },
  { requestsPerSecond: NaN },
  { requestsPerSecond: Infinity },
  { requestsPerSecond: 5, burst: 0.5 },
  { requestsPerSecond: 5, burst: Infinity },
])('a limit of $requestsPerSecond (burst: $burst) is refused', (rateLimit) => {
  expect(() => connect(cluster.kubeConfig, { rateLimit })).toThrow(
    /requestsPerSecond must be a finite number above 0 and burst one of at least 1/,
  );
});

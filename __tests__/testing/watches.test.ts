import { describe, expect, test } from '@jest/globals';
import { EmbeddedCluster, ManualClock } from '../../src/testing/index.js';
import { all, api, jobManifest, jobsPath, openWatch, until } from './api.js';

const suspended = (name: string, labels: Record<string, string> = {}): any => {
  const manifest = jobManifest(name, { suspend: true });
  manifest.metadata.labels = labels;
  return manifest;
};
const label = (
  cluster: EmbeddedCluster,
  name: string,
  labels: Record<string, string | null>,
): Promise<unknown> =>
  api(
    cluster,
    'PATCH',
    `${jobsPath()}/${name}`,
    { metadata: { labels } },
    { 'content-type': 'application/merge-patch+json' },
  );
const told = (events: { type: string; object: any }[]): string[] =>
  events.map(({ type, object }) => `${type} ${object.metadata?.name ?? object.reason}`);

describe('a watch', () => {
  test('resumes after a resource version without a gap', async () => {
    await using cluster = await EmbeddedCluster.start();
    await api(cluster, 'POST', jobsPath(), suspended('a'));
    const { body: list } = await api(cluster, 'GET', jobsPath());
    await api(cluster, 'POST', jobsPath(), suspended('b'));
    const events = await openWatch(cluster, `${jobsPath()}?resourceVersion=${list.metadata.resourceVersion}`);
    expect(told(await until(events, ({ object }) => object.status.conditions !== undefined))).toEqual([
      'ADDED b',
      'MODIFIED b',
    ]);
  });

  test('tells an object that leaves its selector as DELETED, and one that comes as ADDED', async () => {
    await using cluster = await EmbeddedCluster.start();
    await api(cluster, 'POST', jobsPath(), suspended('a', { team: 'x' }));
    const events = await openWatch(cluster, `${jobsPath()}?labelSelector=team in (x,y)`);
    await label(cluster, 'a', { team: 'z' });
    await label(cluster, 'a', { team: 'y' });
    await label(cluster, 'a', { team: null });
    const seen = await until(
      events,
      ({ type, object }) =>
        // Shown as it was before it left.
        type === 'DELETED' && object.metadata.labels.team === 'y',
    );
    expect(told(seen)).toEqual(['ADDED a', 'DELETED a', 'ADDED a', 'DELETED a']);
    expect(seen[1]?.object.metadata.labels.team).toBe('x');
  });

  test('whose version is forgotten gets 410 as an ERROR in a 200 and ends; a live one goes on', async () => {
    await using cluster = await EmbeddedCluster.start();
    await api(cluster, 'POST', jobsPath(), suspended('a'));
    const live = await openWatch(cluster, jobsPath());
    await until(live, ({ type }) => type === 'ADDED');
    cluster.compact();
    const [error, ...rest] = await all(await openWatch(cluster, `${jobsPath()}?resourceVersion=2`));
    expect(rest).toEqual([]);
    expect(error).toEqual({
      type: 'ERROR',
      object: {
        kind: 'Status',
        apiVersion: 'v1',
        metadata: {},
        status: 'Failure',
        message: expect.stringMatching(/^too old resource version: 2 \(\d+\)$/),
        reason: 'Expired',
        code: 410,
      },
    });
    await label(cluster, 'a', { team: 'x' });
    expect((await until(live, ({ object }) => object.metadata.labels?.team === 'x')).length).toBeGreaterThan(
      0,
    );
    const { body: list } = await api(cluster, 'GET', jobsPath());
    const fresh = await openWatch(cluster, `${jobsPath()}?resourceVersion=${list.metadata.resourceVersion}`);
    await label(cluster, 'a', { team: 'y' });
    expect(told(await until(fresh, () => true))).toEqual(['MODIFIED a']);
  });

  test('ends cleanly after timeoutSeconds, with a bookmark shortly before when asked', async () => {
    const clock = new ManualClock();
    await using cluster = await EmbeddedCluster.start({ clock });
    const events = await openWatch(cluster, `${jobsPath()}?timeoutSeconds=8&allowWatchBookmarks=true`);
    await clock.advance(8000);
    const [bookmark, ...rest] = await all(events);
    expect(rest).toEqual([]);
    expect(bookmark).toEqual({
      type: 'BOOKMARK',
      object: {
        kind: 'Job',
        apiVersion: 'batch/v1',
        metadata: { resourceVersion: expect.stringMatching(/^\d+$/) },
        spec: { template: { metadata: {}, spec: { containers: null } } },
        status: {},
      },
    });
  });

  test('with sendInitialEvents marks where the initial events end', async () => {
    await using cluster = await EmbeddedCluster.start();
    await api(cluster, 'POST', jobsPath(), suspended('a'));
    const query = 'sendInitialEvents=true&allowWatchBookmarks=true';
    const events = await openWatch(cluster, `${jobsPath()}?${query}&resourceVersionMatch=NotOlderThan`);
    const seen = await until(events, ({ type }) => type === 'BOOKMARK');
    expect(seen.at(-1)?.object.metadata.annotations).toEqual({ 'k8s.io/initial-events-end': 'true' });
    expect((await api(cluster, 'GET', `${jobsPath()}?watch=true&${query}`)).status).toBe(422);
  });
});

describe('a list', () => {
  test('comes in pages that all show the state of the first, whatever happens between them', async () => {
    await using cluster = await EmbeddedCluster.start();
    for (const name of 'abcd') await api(cluster, 'POST', jobsPath(), suspended(name));
    const { body: first } = await api(cluster, 'GET', `${jobsPath()}?limit=2`);
    expect(first.metadata.remainingItemCount).toBe(2);
    await api(cluster, 'DELETE', `${jobsPath()}/c?propagationPolicy=Background`);
    await api(cluster, 'POST', jobsPath(), suspended('e'));
    const next = `${jobsPath()}?limit=2&continue=${first.metadata.continue}`;
    const { body: second } = await api(cluster, 'GET', next);
    expect([first, second].flatMap(({ items }) => items.map(({ metadata }: any) => metadata.name))).toEqual([
      'a',
      'b',
      'c',
      'd',
    ]);
    expect(second.metadata).toEqual({ resourceVersion: first.metadata.resourceVersion });

    cluster.compact();
    const { status, body: refusal } = await api(cluster, 'GET', next);
    expect(status).toBe(410);
    const { body: inconsistent } = await api(
      cluster,
      'GET',
      `${jobsPath()}?limit=2&continue=${refusal.metadata.continue}`,
    );
    expect(inconsistent.items.map(({ metadata }: any) => metadata.name)).toEqual(['d', 'e']);
  });

  test.each([
    ['labelSelector=team=x', ['a']],
    ['labelSelector=team!=x', ['b', 'c']],
    ['labelSelector=team', ['a', 'b']],
    ['labelSelector=!team', ['c']],
    ['labelSelector=team notin (x),size', ['b']],
    ['labelSelector=team in (x, y),size in (1)', ['b']],
    ['fieldSelector=metadata.name!=a', ['b', 'c']],
    ['fieldSelector=metadata.namespace=other', []],
  ])('is selected by %s', async (query, expected) => {
    await using cluster = await EmbeddedCluster.start();
    await api(cluster, 'POST', jobsPath(), suspended('a', { team: 'x' }));
    await api(cluster, 'POST', jobsPath(), suspended('b', { team: 'y', size: '1' }));
    await api(cluster, 'POST', jobsPath(), suspended('c', { other: 'z' }));
    const { body } = await api(cluster, 'GET', `${jobsPath()}?${encodeURI(query)}`);
    expect(body.items.map(({ metadata }: any) => metadata.name)).toEqual(expected);
  });

  test('of all namespaces, and of a resource version that is no number or not there yet', async () => {
    await using cluster = await EmbeddedCluster.start({ namespaces: ['other'] });
    await api(cluster, 'POST', jobsPath(), suspended('a'));
    await api(cluster, 'POST', jobsPath('other'), suspended('a'));
    expect((await api(cluster, 'GET', '/apis/batch/v1/jobs')).body.items).toHaveLength(2);
    expect((await api(cluster, 'GET', `${jobsPath()}?resourceVersion=abc`)).status).toBe(400);
    const early = await api(cluster, 'GET', `${jobsPath()}?resourceVersion=99999999`);
    expect([early.status, early.headers.get('retry-after')]).toEqual([504, '1']);
  });
});

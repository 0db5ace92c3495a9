import { describe, expect, test } from '@jest/globals';
import { EmbeddedCluster } from '../../src/testing/index.js';
import { api, jobsPath } from './api.js';

describe('the embedded cluster', () => {
  test('answers 401 to a token nobody knows, and 403 to none', async () => {
    await using cluster = await EmbeddedCluster.start();
    const unknown = await api(cluster, 'GET', jobsPath(), undefined, { authorization: 'Bearer other' });
    expect(unknown.body).toEqual({
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Failure',
      message: 'Unauthorized',
      reason: 'Unauthorized',
      code: 401,
    });
    const nobody = await fetch(`${cluster.url}${jobsPath()}`);
    expect(await nobody.json()).toMatchObject({
      code: 403,
      message:
        'jobs.batch is forbidden: User "system:anonymous" cannot list resource "jobs" in API group "batch" in the namespace "default"',
      details: { group: 'batch', kind: 'jobs' },
    });
  });

  test('tells its version and its health to everybody, and its resources to whoever may ask', async () => {
    await using cluster = await EmbeddedCluster.start();
    expect(await (await fetch(`${cluster.url}/version`)).json()).toMatchObject({ gitVersion: 'v1.37.2' });
    expect(await (await fetch(`${cluster.url}/readyz`)).text()).toBe('ok');
    const resources = async (path: string): Promise<string[]> =>
      (await api(cluster, 'GET', path)).body.resources.map(({ name }: any) => name);
    expect(await resources('/apis/batch/v1')).toEqual(['jobs', 'jobs/status']);
    expect(await resources('/api/v1')).toEqual([
      'pods',
      'pods/status',
      'pods/log',
      'pods/eviction',
      'events',
      'namespaces',
      'namespaces/status',
    ]);
    expect((await api(cluster, 'GET', '/apis')).body.groups[0].preferredVersion.groupVersion).toBe(
      'batch/v1',
    );
    expect((await api(cluster, 'GET', '/apis/apps/v1')).status).toBe(404);
  });

  test('survives requests that make no sense', async () => {
    await using cluster = await EmbeddedCluster.start();
    const strange: [string, string, string?][] = [
      ['GET', `${jobsPath()}/%E0%A4%A`],
      ['GET', '/api/v1/namespaces/default/pods/a/b/c/d'],
      ['GET', `${jobsPath()}?limit=abc`],
      ['GET', `${jobsPath()}?continue=%00`],
      ['GET', `${jobsPath()}?fieldSelector=__proto__=x`],
      ['POST', jobsPath(), '{"metadata":7}'],
      ['POST', jobsPath(), '{"metadata":{"name":"a"},"spec":{"template":{"spec":{"containers":[null]}}}}'],
      ['POST', jobsPath(), '{"metadata":{"name":"a"},"spec":{"selector":7,"template":[]}}'],
      [
        'POST',
        jobsPath(),
        '{"metadata":{"name":"a"},"spec":{"selector":{},"template":{"spec":{"volumes":[null]}}}}',
      ],
      ['POST', jobsPath(), '{"metadata":{"name":"a","ownerReferences":7},"spec":{}}'],
      ['POST', '/api/v1/namespaces/default/events', '{"metadata":{"name":"a"},"involvedObject":"x"}'],
      [
        'POST',
        '/api/v1/namespaces/default/pods',
        '{"metadata":{"name":"a"},"spec":{"containers":[{"envFrom":[null]}]}}',
      ],
      ['DELETE', `${jobsPath()}/a`, 'not json'],
      ['PUT', `${jobsPath()}/a`, '[]'],
    ];
    for (const [method, path, body] of strange) {
      const { status } = await api(cluster, method, path, body);
      expect([method, path, status >= 400 && status < 500]).toEqual([method, path, true]);
    }
    expect((await api(cluster, 'GET', jobsPath())).body.items).toEqual([]);
  });
});

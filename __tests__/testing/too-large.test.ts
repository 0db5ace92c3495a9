import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { EmbeddedCluster } from '../../src/testing/index.js';
import { api, jobManifest, jobsPath } from './api.js';

const recorded = new Map<number, any>(
  JSON.parse(
    readFileSync(new URL('../fixtures/recorded/api/too-large.json', import.meta.url), 'utf8'),
  ).exchanges.map(({ what, response }: any) => [Number(/\d+/.exec(what)?.[0]), response]),
);
const fields = (body: any): unknown => body.details?.causes?.map(({ field, reason }: any) => [field, reason]);

test.each([...recorded.keys()])('an argument of %i bytes is answered as recorded', async (bytes) => {
  await using cluster = await EmbeddedCluster.start();
  const manifest = jobManifest(`big-${bytes}`, { suspend: true }, { args: ['x'.repeat(bytes)] });
  const { status, body } = await api(cluster, 'POST', jobsPath(), manifest);
  const expected = recorded.get(bytes);
  expect(status).toBe(expected.status);
  if (status === 413) expect(body).toEqual(expected.body);
  if (status === 422) {
    expect(fields(body)).toEqual(fields(expected.body));
    expect(body.message).toMatch(/: must be '[-0-9a-f]{36}', /);
  }
  expect(cluster.jobs()).toHaveLength(status === 201 ? 1 : 0);
});

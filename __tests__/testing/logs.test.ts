import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { EmbeddedCluster, ManualClock, type ImageFunction } from '../../src/testing/index.js';
import { api, jobManifest, jobsPath, podsPath, type ApiAnswer } from './api.js';

/** A cluster with one Job whose container does `run`. */
async function running(
  run: ImageFunction,
  pod: Record<string, unknown> = {},
): Promise<{
  cluster: EmbeddedCluster;
  clock: ManualClock;
  log: (query?: string) => Promise<ApiAnswer>;
  [Symbol.asyncDispose]: () => Promise<void>;
}> {
  const clock = new ManualClock(Date.UTC(2026, 0, 1));
  const cluster = await EmbeddedCluster.start({ clock, images: { 'test/image:1': run } });
  const manifest = jobManifest('one', { backoffLimit: 6 });
  Object.assign(manifest.spec.template.spec, pod);
  await api(cluster, 'POST', jobsPath(), manifest);
  const name = cluster.pods()[0]?.metadata.name;
  return {
    cluster,
    clock,
    log: (query = '') => api(cluster, 'GET', `${podsPath()}/${name}/log${query}`),
    [Symbol.asyncDispose]: () => cluster.stop(),
  };
}

const fiveLines: ImageFunction = async ({ log, sleep, stdout }) => {
  for (let i = 0; i < 4; i++) {
    log(`line ${i}`);
    await sleep(700);
  }
  stdout.write('no newline');
};

describe('the log of an ended container', () => {
  test.each([
    ['', 'line 0\nline 1\nline 2\nline 3\nno newline'],
    ['?tailLines=2', 'line 3\nno newline'],
    ['?tailLines=0', ''],
    ['?limitBytes=9', 'line 0\nli'],
    ['?tailLines=2&limitBytes=6', 'line 3'],
    ['?sinceTime=2026-01-01T00:00:01.999999999Z', 'line 2\nline 3\nno newline'],
    ['?sinceTime=2099-01-01T00:00:00Z', ''],
    ['?sinceSeconds=3600', 'line 0\nline 1\nline 2\nline 3\nno newline'],
    ['?follow=true', 'line 0\nline 1\nline 2\nline 3\nno newline'],
    ['?timestamps=true&tailLines=1', '2026-01-01T00:00:02.800000000Z no newline'],
  ])('asked for with "%s" is %j', async (query, expected) => {
    await using one = await running(fiveLines);
    await one.clock.advance(10_000);
    const { status, headers, text } = await one.log(query);
    expect({ status, text, type: headers.get('content-type') }).toEqual({
      status: 200,
      text: expected,
      type: 'text/plain',
    });
  });

  test('is refused in the recorded words', async () => {
    const recorded = JSON.parse(
      readFileSync(new URL('../fixtures/recorded/api/log-read.json', import.meta.url), 'utf8'),
    ).exchanges.filter(
      ({ request, response }: any) => /\/ended\//.test(request.path) && response.status >= 400,
    );
    expect(recorded.length).toBeGreaterThan(8);
    await using one = await running(fiveLines);
    await one.clock.advance(10_000);
    const name = one.cluster.pods()[0]?.metadata.name as string;
    for (const { request, response } of recorded) {
      const { status, text } = await one.log(request.path.replace(/.*\/log/, ''));
      expect({ status, body: JSON.parse(text.replaceAll(name, 'ended')) }).toEqual({
        status: response.status,
        body: response.body,
      });
    }
  });

  test('passes every byte on: NUL, what is not UTF-8, CR but before a newline, a line of 40 000 characters', async () => {
    const bytes = Buffer.concat([
      Buffer.from([0x63, 0x0d, 0xff, 0xfe, 0x00, 0x0a]),
      Buffer.alloc(40_000, 'x'),
      Buffer.from('\n'),
    ]);
    await using one = await running(({ stdout }) => void stdout.write(bytes));
    const name = one.cluster.pods()[0]?.metadata.name;
    const response = await fetch(`${one.cluster.url}${podsPath()}/${name}/log`, {
      headers: { authorization: `Bearer ${one.cluster.token}` },
    });
    expect(Buffer.from(await response.arrayBuffer()).equals(bytes)).toBe(true);
  });
});

describe('the log of a container that', () => {
  test('runs is followed line by line to its end', async () => {
    await using one = await running(fiveLines);
    const name = one.cluster.pods()[0]?.metadata.name;
    const response = await fetch(`${one.cluster.url}${podsPath()}/${name}/log?follow=true`, {
      headers: { authorization: `Bearer ${one.cluster.token}` },
    });
    const reader = (response.body as ReadableStream<Uint8Array>).getReader();
    const next = async (): Promise<string | undefined> => {
      const { value } = await reader.read();
      return value && Buffer.from(value).toString();
    };
    expect(await next()).toBe('line 0\n');
    await one.clock.advance(700);
    expect(await next()).toBe('line 1\n');
    await one.clock.advance(5000);
    let rest = '';
    for (let chunk = await next(); chunk !== undefined; chunk = await next()) rest += chunk;
    expect(rest).toBe('line 2\nline 3\nno newline');
  });

  test('was restarted is that of the last run, and `previous` that of the one before', async () => {
    await using one = await running(
      ({ log, restartCount }) => {
        log(`run ${restartCount}`);
        return restartCount < 2 ? 1 : 0;
      },
      { restartPolicy: 'OnFailure' },
    );
    expect((await one.log('?previous=true')).text).toBe('run 0\n');
    await one.clock.advance(10_000);
    expect((await one.log()).text).toBe('run 2\n');
    expect((await one.log('?previous=true')).text).toBe('run 1\n');
  });

  test('waits for its image is refused, of a Pod without a node it is 204 and empty', async () => {
    await using waiting = await running(() => 0, { containers: [{ name: 'main', image: 'absent/image:1' }] });
    expect((await waiting.log()).body).toMatchObject({
      code: 400,
      message: expect.stringMatching(/is waiting to start: image can't be pulled$/),
    });
    await using homeless = await running(() => 0, { nodeSelector: { gpu: 'yes' } });
    expect(await homeless.log()).toMatchObject({ status: 204, text: '' });
  });

  test('is one of two must be named', async () => {
    const containers = ['main', 'second'].map((name) => ({ name, image: 'test/image:1' }));
    await using one = await running(({ container, log }) => log(container), { containers });
    expect((await one.log()).body.message).toMatch(
      /^a container name must be specified for pod .*, choose one of: \[main second\]$/,
    );
    expect((await one.log('?container=second')).text).toBe('second\n');
  });
});

test('a restarted container goes on with its stamps: none comes twice', async () => {
  await using job = await running(
    ({ log, restartCount }) => {
      log('one');
      log('two');
      return restartCount < 1 ? 1 : 0;
    },
    { restartPolicy: 'OnFailure' },
  );
  const stamps = async (query: string): Promise<string[]> =>
    (await job.log(query)).text
      .trim()
      .split('\n')
      .map((line) => line.split(' ')[0] as string);
  const all = [...(await stamps('?timestamps=true&previous=true')), ...(await stamps('?timestamps=true'))];
  expect(all).toHaveLength(4);
  expect([...new Set(all)].sort()).toEqual(all);
});

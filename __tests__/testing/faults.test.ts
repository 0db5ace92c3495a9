import { describe, expect, test } from '@jest/globals';
import { EmbeddedCluster, ManualClock } from '../../src/testing/index.js';
import { api, jobManifest, jobsPath, openWatch } from './api.js';

const suspended = (name: string): unknown => jobManifest(name, { suspend: true });
const codeOf = (error: any): string => error.cause?.code ?? error.code;

describe('a fault', () => {
  test('answers in the place of the server, once, and the server does nothing', async () => {
    await using cluster = await EmbeddedCluster.start();
    const fault = cluster.faults.add({
      method: 'POST',
      resource: 'jobs',
      respond: { status: 503, headers: { 'retry-after': '7' } },
    });
    const refused = await api(cluster, 'POST', jobsPath(), suspended('a'));
    expect([refused.status, refused.headers.get('retry-after'), refused.body.reason]).toEqual([
      503,
      '7',
      'ServiceUnavailable',
    ]);
    expect(cluster.jobs()).toEqual([]);
    expect((await api(cluster, 'POST', jobsPath(), suspended('a'))).status).toBe(201);
    expect(fault.hits).toBe(1);
  });

  test('answers text when its body is text, as an overloaded server does', async () => {
    await using cluster = await EmbeddedCluster.start();
    cluster.faults.add({ respond: { status: 429, body: 'Too many requests, please try again later.' } });
    const { status, text, headers } = await api(cluster, 'GET', jobsPath());
    expect({ status, text, type: headers.get('content-type') }).toEqual({
      status: 429,
      text: 'Too many requests, please try again later.',
      type: 'text/plain; charset=utf-8',
    });
  });

  test.each([
    ['before-handling', 0],
    ['after-handling', 1],
  ] as const)('drops the connection %s: then there are %i Jobs', async (drop, jobs) => {
    await using cluster = await EmbeddedCluster.start();
    cluster.faults.add({ method: 'POST', resource: 'jobs', drop });
    const failed = await api(cluster, 'POST', jobsPath(), suspended('a')).catch(codeOf);
    expect(failed).toMatch(/ECONNRESET|UND_ERR_SOCKET/);
    expect(cluster.jobs()).toHaveLength(jobs);
    expect(cluster.requests.map(({ method, status }) => [method, status])).toEqual([['POST', undefined]]);
  });

  test('resets the connection after so many bytes, of an answer as of a stream', async () => {
    await using cluster = await EmbeddedCluster.start();
    cluster.faults.add({ verb: 'create', resetAfterBytes: 20 });
    await expect(api(cluster, 'POST', jobsPath(), suspended('a'))).rejects.toThrow();
    expect(cluster.jobs()).toHaveLength(1);
    cluster.faults.add({ verb: 'watch', resetAfterBytes: 20 });
    const events = await openWatch(cluster, jobsPath());
    await expect(events.next()).rejects.toThrow();
  });

  test.each([
    ['before-handling', 0],
    ['after-handling', 1],
  ] as const)('holds a request %s until it is released', async (hold, jobs) => {
    await using cluster = await EmbeddedCluster.start();
    const held = cluster.faults.add({ resource: 'jobs', hold });
    const answer = api(cluster, 'POST', jobsPath(), suspended('a'));
    expect((await held.reached).name).toBeUndefined();
    expect(cluster.jobs()).toHaveLength(jobs);
    held.release();
    expect((await answer).status).toBe(201);
  });

  test('lets a request wait in the time of the cluster', async () => {
    const clock = new ManualClock();
    await using cluster = await EmbeddedCluster.start({ clock });
    const late = cluster.faults.add({ resource: 'jobs', delay: 5000 });
    let status: number | undefined;
    const answer = api(cluster, 'POST', jobsPath(), suspended('a')).then((one) => (status = one.status));
    await late.reached;
    await clock.advance(4999);
    expect([cluster.jobs(), status]).toEqual([[], undefined]);
    await clock.advance(1);
    expect(await answer).toBe(201);
  });

  test('goes silent after so many bytes, and keeps the connection open', async () => {
    const clock = new ManualClock();
    await using cluster = await EmbeddedCluster.start({ clock });
    await api(cluster, 'POST', jobsPath(), suspended('a'));
    const whole = (await api(cluster, 'GET', jobsPath())).text;
    cluster.faults.add({ verb: 'list', silentAfterBytes: 20 });
    const response = await fetch(`${cluster.url}${jobsPath()}`, {
      headers: { authorization: `Bearer ${cluster.token}` },
    });
    const reader = (response.body as ReadableStream<Uint8Array>).getReader();
    const { value } = await reader.read();
    expect(Buffer.from(value as Uint8Array).toString()).toBe(whole.slice(0, 20));
    let ended = false;
    const rest = reader.read().then(
      () => (ended = true),
      () => 'cut',
    );
    await clock.advance(3_600_000);
    expect(ended).toBe(false);
    await cluster.stop();
    expect(await rest).toBe('cut');
  });

  test('is met in the order of adding, after `skip` and up to `times` requests, and only by what it is for', async () => {
    await using cluster = await EmbeddedCluster.start({ namespaces: ['other'] });
    cluster.faults.add({ verb: 'list', namespace: 'default', times: 2, respond: { status: 500 } });
    cluster.faults.add({
      verb: 'list',
      namespace: 'default',
      skip: 1,
      times: Infinity,
      respond: { status: 503 },
    });
    const asked = [];
    for (let i = 0; i < 5; i++) asked.push((await api(cluster, 'GET', jobsPath())).status);
    expect(asked).toEqual([500, 500, 200, 503, 503]);
    expect((await api(cluster, 'GET', jobsPath('other'))).status).toBe(200);
    cluster.faults.clear();
    expect((await api(cluster, 'GET', jobsPath())).status).toBe(200);
  });

  test('of one’s own sees the request and decides the answer', async () => {
    await using cluster = await EmbeddedCluster.start();
    cluster.faults.add({
      where: ({ query }) => query.has('limit'),
      action: (exchange) => exchange.send({ ...exchange.handle(), warnings: ['odd'] }),
    });
    expect((await api(cluster, 'GET', `${jobsPath()}?limit=1`)).headers.get('warning')).toBe('299 - "odd"');
  });

  test('that holds a request does not hold the end of the cluster', async () => {
    const cluster = await EmbeddedCluster.start();
    const held = cluster.faults.add({ hold: 'before-handling' });
    const answer = api(cluster, 'GET', jobsPath()).catch(codeOf);
    await held.reached;
    await cluster.stop();
    expect(await answer).toMatch(/ECONNRESET|UND_ERR_SOCKET/);
  });
});

test('every request is kept with its bytes', async () => {
  await using cluster = await EmbeddedCluster.start();
  const body =
    '{"apiVersion":"batch/v1", "kind":"Job","metadata":{"name":"a"},"spec":{"x":null,"template":{"spec":{"containers":[{"name":"m","image":"i"}],"restartPolicy":"Never"}}}}';
  await api(cluster, 'POST', `${jobsPath()}?fieldValidation=Ignore`, body, { 'user-agent': 'me' });
  const [request] = cluster.requests;
  expect(request).toMatchObject({
    method: 'POST',
    path: jobsPath(),
    verb: 'create',
    resource: 'jobs',
    namespace: 'default',
    status: 201,
  });
  expect([request?.text(), request?.query.get('fieldValidation'), request?.headers['user-agent']]).toEqual([
    body,
    'Ignore',
    'me',
  ]);
});

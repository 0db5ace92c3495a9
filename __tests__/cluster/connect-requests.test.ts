import { describe, expect, test } from '@jest/globals';
import { getEventListeners, once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { connect } from '../../src/cluster/connect.js';
import { kubeConfigText, sendJson, startServer, type Handler } from '../support/loopback-server.js';

const job = { namespace: 'ns', name: 'one' };
const stored = { kind: 'Job', metadata: { name: 'one', uid: 'u1', resourceVersion: '7' } };

const answer =
  (status: number, body: unknown, headers = {}): Handler =>
  (_, response) =>
    sendJson(response, status, body, headers);

function connectTo(url: string, timeouts = {}): ReturnType<typeof connect> {
  return connect(kubeConfigText({ server: url, user: { token: 'secret-token' }, namespace: 'team' }), {
    timeouts,
  });
}

describe('creating a Job', () => {
  test('sends the body byte for byte as JSON.stringify writes it, with nulls, unknown fields and all characters', async () => {
    await using server = await startServer(answer(201, stored));
    await using api = connectTo(server.url);
    const body = {
      zz: 1,
      metadata: { name: 'one', labels: { ключ: 'значение 🚀', a: '' }, creationTimestamp: null },
      spec: { comand: ['x'], suspend: 'no', ttl: 1e21, cpu: '0.10', list: [null, [], {}], n: -0.5 },
    };
    await api.createNamespacedJob({ namespace: 'ns', body, fieldValidation: 'Strict' });
    const [request] = server.requests;
    expect(request?.body.toString('utf8')).toBe(JSON.stringify(body));
    expect(request?.headers).toMatchObject({
      'content-type': 'application/json',
      'content-length': String(Buffer.byteLength(JSON.stringify(body))),
    });
  });

  test('names the field manager, the field validation and a dry run in the query', async () => {
    await using server = await startServer(answer(201, stored));
    await using api = connectTo(server.url);
    await api.createNamespacedJob({ namespace: 'ns', body: {}, fieldValidation: 'Strict' });
    await api.createNamespacedJob({ namespace: 'ns', body: {}, dryRun: 'All' });
    expect(server.requests.map(({ method, url }) => `${method} ${url}`)).toEqual([
      'POST /apis/batch/v1/namespaces/ns/jobs?fieldValidation=Strict&fieldManager=kubernetes-job-environment',
      'POST /apis/batch/v1/namespaces/ns/jobs?fieldManager=kubernetes-job-environment&dryRun=All',
    ]);
  });

  test('gives the Job as the server stored it', async () => {
    await using server = await startServer(answer(201, stored));
    await using api = connectTo(server.url);
    expect(await api.createNamespacedJob({ namespace: 'ns', body: {} })).toEqual(stored);
  });

  test('passes each warning on, without code, agent and escapes', async () => {
    const warning = [
      '299 - "unknown field \\"spec.retries\\""',
      '299 kube "a, b", 299 - "back\\\\slash"',
      // As a server writes UTF-8 into a header.
      Buffer.from('299 - "Größe"').toString('latin1'),
      '199 - "not for people"',
    ];
    await using server = await startServer(answer(201, stored, { warning }));
    await using api = connectTo(server.url);
    const warnings: string[] = [];
    await api.createNamespacedJob(
      { namespace: 'ns', body: {} },
      { onWarning: (text) => warnings.push(text) },
    );
    expect(warnings).toEqual(['unknown field "spec.retries"', 'a, b', 'back\\slash', 'Größe']);
  });

  test('that is refused rejects with what the Status says, and names the server, the Job and the namespace', async () => {
    const status = { kind: 'Status', reason: 'AlreadyExists', message: 'jobs.batch "one" already exists' };
    await using server = await startServer(answer(409, status));
    await using api = connectTo(server.url);
    const body = { metadata: { name: 'one' } };
    await expect(api.createNamespacedJob({ namespace: 'ns', body })).rejects.toMatchObject({
      code: 'API_RESPONSE',
      status: 409,
      reason: 'AlreadyExists',
      message: `The API server 127.0.0.1:${server.port} refused to create jobs "one" in namespace "ns": 409 AlreadyExists, jobs.batch "one" already exists.`,
    });
  });

  test('is sent once when a kept connection breaks: whether it was created is for the caller to find out', async () => {
    let posts = 0;
    await using server = await startServer(({ method }, response) => {
      if (method === 'POST') response.socket?.resetAndDestroy();
      else sendJson(response, 200, stored);
      if (method === 'POST') posts += 1;
    });
    await using api = connectTo(server.url);
    await api.readNamespacedJob(job);
    await expect(api.createNamespacedJob({ namespace: 'ns', body: {} })).rejects.toMatchObject({
      code: 'API_CONNECTION',
      message: expect.stringContaining('the connection broke before the answer was complete'),
      cause: { code: 'ECONNRESET' },
    });
    expect(posts).toBe(1);
  });
});

describe('the other requests', () => {
  test('read, delete and list as the API wants it', async () => {
    await using server = await startServer(answer(200, { ...stored, items: [stored] }));
    await using api = connectTo(server.url);
    await api.readNamespacedJob(job);
    await api.deleteNamespacedJob({
      ...job,
      propagationPolicy: 'Foreground',
      uid: 'u1',
      gracePeriodSeconds: 0,
    });
    await api.deleteNamespacedJob({ ...job, propagationPolicy: 'Background' });
    await api.deleteNamespacedJob({ ...job, propagationPolicy: 'Orphan', resourceVersion: '7' });
    await api.list('pods', { namespace: 'ns', labelSelector: 'a=b,c', limit: 500, continue: 'x/y=' });
    await api.list('events', {});
    expect(server.requests.map(({ method, url, body }) => [method, url, body.toString()])).toEqual([
      ['GET', '/apis/batch/v1/namespaces/ns/jobs/one', ''],
      [
        'DELETE',
        '/apis/batch/v1/namespaces/ns/jobs/one',
        '{"apiVersion":"v1","kind":"DeleteOptions","propagationPolicy":"Foreground","gracePeriodSeconds":0,"preconditions":{"uid":"u1"}}',
      ],
      [
        'DELETE',
        '/apis/batch/v1/namespaces/ns/jobs/one',
        '{"apiVersion":"v1","kind":"DeleteOptions","propagationPolicy":"Background"}',
      ],
      [
        'DELETE',
        '/apis/batch/v1/namespaces/ns/jobs/one',
        '{"apiVersion":"v1","kind":"DeleteOptions","propagationPolicy":"Orphan","preconditions":{"resourceVersion":"7"}}',
      ],
      ['GET', '/api/v1/namespaces/ns/pods?labelSelector=a%3Db%2Cc&limit=500&continue=x%2Fy%3D', ''],
      ['GET', '/api/v1/events', ''],
    ]);
  });

  test('patch by merging, and give the Job as it is then', async () => {
    await using server = await startServer(answer(200, stored));
    await using api = connectTo(server.url);
    const patch = { metadata: { uid: 'u1' }, spec: { suspend: true } };
    await expect(api.patchNamespacedJob({ ...job, patch })).resolves.toEqual(stored);
    const [request] = server.requests;
    expect(`${request?.method} ${request?.url}`).toBe(
      'PATCH /apis/batch/v1/namespaces/ns/jobs/one?fieldManager=kubernetes-job-environment',
    );
    expect(request?.headers['content-type']).toBe('application/merge-patch+json');
    expect(JSON.parse(String(request?.body))).toEqual(patch);
  });

  test('say who asks, want JSON, carry the token and ask for no compression', async () => {
    await using server = await startServer(answer(200, stored));
    await using api = connectTo(server.url);
    await api.readNamespacedJob(job);
    const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
    const { headers } = server.requests[0] ?? {};
    expect(headers).toMatchObject({
      accept: 'application/json',
      authorization: 'Bearer secret-token',
      host: `127.0.0.1:${server.port}`,
      'user-agent': `kubernetes-job-environment/${version}`,
    });
    expect(headers).not.toHaveProperty('accept-encoding');
  });

  test('keep the path that a gateway has before the API', async () => {
    await using server = await startServer(answer(200, stored));
    await using api = connectTo(`${server.url}/k8s/clusters/c-1/`);
    await api.readNamespacedJob(job);
    expect(server.requests[0]?.url).toBe('/k8s/clusters/c-1/apis/batch/v1/namespaces/ns/jobs/one');
  });

  test.each([
    [{ namespace: 'ns', name: '' }],
    [{ namespace: '..', name: 'one' }],
    [{ namespace: 'ns', name: '.' }],
  ])('never make a deletion of one Job one of all: %j is refused', async (object) => {
    await using server = await startServer(answer(200, stored));
    await using api = connectTo(server.url);
    await expect(
      api.deleteNamespacedJob({ ...object, propagationPolicy: 'Background' }),
    ).rejects.toMatchObject({
      code: 'INVALID_ARGUMENT',
    });
    expect(server.requests).toEqual([]);
  });

  test('take a null list as empty, and an answer that is no list as an error', async () => {
    await using server = await startServer(({ url }, response) =>
      sendJson(
        response,
        200,
        url.includes('pods') ? { items: null, metadata: { resourceVersion: '9' } } : stored,
      ),
    );
    await using api = connectTo(server.url);
    expect(await api.list('pods', {})).toEqual({ items: [], metadata: { resourceVersion: '9' } });
    await expect(api.list('jobs', {})).rejects.toMatchObject({ code: 'API_CONNECTION' });
  });

  test('know the namespace of the context without a request', async () => {
    await using server = await startServer(answer(200, stored));
    await using api = connectTo(server.url);
    expect(await api.contextNamespace()).toBe('team');
    expect(server.connections()).toBe(0);
  });
});

describe('connections', () => {
  test('are kept: a hundred requests one after the other use one', async () => {
    await using server = await startServer(answer(200, stored));
    await using api = connectTo(server.url);
    for (let i = 0; i < 100; i += 1) await api.readNamespacedJob(job);
    expect(server.connections()).toBe(1);
  });

  test('are bounded in a burst', async () => {
    await using server = await startServer(answer(200, stored));
    await using api = connectTo(server.url);
    await Promise.all(Array.from({ length: 300 }, () => api.readNamespacedJob(job)));
    expect(server.requests).toHaveLength(300);
    expect(server.connections()).toBeLessThanOrEqual(64);
  });

  test('that the server closed under a GET make it go out once more, on a new one', async () => {
    let count = 0;
    await using server = await startServer((_, response) => {
      count += 1;
      if (count === 2) response.socket?.resetAndDestroy();
      else sendJson(response, 200, stored);
    });
    await using api = connectTo(server.url);
    await api.readNamespacedJob(job);
    expect(await api.readNamespacedJob(job)).toEqual(stored);
    expect(server.connections()).toBe(2);
  });

  test('that break when they are new are not tried again', async () => {
    await using server = await startServer((_, response) => response.socket?.resetAndDestroy());
    await using api = connectTo(server.url);
    await expect(api.readNamespacedJob(job)).rejects.toMatchObject({ code: 'API_CONNECTION' });
    expect(server.requests).toHaveLength(1);
  });

  test('refused make an error that asks whether the cluster is up', async () => {
    const server = await startServer(answer(200, stored));
    await server[Symbol.asyncDispose]();
    await using api = connectTo(server.url);
    await expect(api.readNamespacedJob(job)).rejects.toMatchObject({
      code: 'API_CONNECTION',
      message: `Could not get jobs "one" in namespace "ns" at the API server 127.0.0.1:${server.port}: nothing listens there (connection refused). Is the cluster up, and is it the right context? (ECONNREFUSED)`,
      cause: { code: 'ECONNREFUSED' },
    });
  });

  test('to a host that has no address say so', async () => {
    await using api = connectTo('https://cluster.invalid');
    await expect(api.readNamespacedJob(job)).rejects.toThrow(
      /cluster\.invalid:443: its host name can not be resolved/,
    );
  });

  test('that never come to be end by the connect time-out', async () => {
    // Accepts and says nothing: TLS never comes to be.
    const silent = createServer((socket) => socket.on('error', () => undefined).resume()).listen(
      0,
      '127.0.0.1',
    );
    await once(silent, 'listening');
    const { port } = silent.address() as AddressInfo;
    await using api = connectTo(`https://127.0.0.1:${port}`, { connect: 30 });
    await expect(api.readNamespacedJob(job)).rejects.toMatchObject({ cause: { code: 'ETIMEDOUT' } });
    silent.close();
    await once(silent, 'close');
  });
});

describe('answers', () => {
  test('that never begin end by the answer time-out, as do those that stop in their midst', async () => {
    await using server = await startServer(({ url }, response) => {
      if (!url.endsWith('begun')) return;
      response.writeHead(200, { 'content-length': 100 });
      response.write('{');
    });
    await using api = connectTo(server.url, { answer: 30 });
    for (const name of ['silent', 'begun']) {
      await expect(api.readNamespacedJob({ namespace: 'ns', name })).rejects.toMatchObject({
        code: 'API_CONNECTION',
        message: expect.stringContaining('it did not answer in time'),
        cause: { code: 'ETIMEDOUT' },
      });
    }
  });

  test('are read as UTF-8 also when a character comes in pieces', async () => {
    const bytes = Buffer.from(JSON.stringify({ ...stored, text: 'Grüße 🚀' }));
    await using server = await startServer((_, response) => {
      const sendFrom = (index: number): void => {
        if (index === bytes.length) response.end();
        else response.write(bytes.subarray(index, index + 1), () => sendFrom(index + 1));
      };
      sendFrom(0);
    });
    await using api = connectTo(server.url);
    expect(await api.readNamespacedJob(job)).toMatchObject({ text: 'Grüße 🚀' });
  });

  test('that are cut off are an error, never half an object', async () => {
    await using server = await startServer((_, response) => {
      response.writeHead(200, { 'content-length': 100 });
      response.write('{"metadata": {}}', () => response.destroy());
    });
    await using api = connectTo(server.url);
    await expect(api.readNamespacedJob(job)).rejects.toMatchObject({ code: 'API_CONNECTION' });
  });

  test.each([
    ['a login page', 'text/html', '<html>secret-token</html>'],
    ['nothing', 'application/json', ''],
    ['a list', 'application/json', '[]'],
    ['null', 'application/json', 'null'],
  ])('of 200 that hold %s are an error which does not quote them', async (_, type, body) => {
    await using server = await startServer((_request, response) =>
      response.writeHead(200, { 'content-type': type }).end(body),
    );
    await using api = connectTo(server.url);
    const error = (await api.readNamespacedJob(job).catch((thrown: unknown) => thrown)) as Error;
    expect(error).toMatchObject({
      code: 'API_CONNECTION',
      message: expect.stringContaining('it is no JSON object'),
    });
    expect(JSON.stringify(error)).not.toContain('secret-token');
  });

  test('that are compressed without having been asked for are an error', async () => {
    await using server = await startServer(answer(200, stored, { 'content-encoding': 'gzip' }));
    await using api = connectTo(server.url);
    await expect(api.readNamespacedJob(job)).rejects.toThrow('it is compressed (gzip)');
  });

  test('that redirect are not followed, so that no token goes elsewhere', async () => {
    await using other = await startServer(answer(200, stored));
    await using server = await startServer(answer(302, {}, { location: `${other.url}/` }));
    await using api = connectTo(server.url);
    await expect(api.readNamespacedJob(job)).rejects.toMatchObject({ status: 302 });
    expect(other.requests).toEqual([]);
  });

  test('that are no HTTP are an error', async () => {
    const server = createServer((socket) => {
      socket.on('error', () => undefined).once('data', () => socket.end('SSH-2.0-OpenSSH_9.2\r\n'));
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    await using api = connectTo(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    await expect(api.readNamespacedJob(job)).rejects.toThrow('it does not speak HTTP');
    server.close();
    await once(server, 'close');
  });
});

describe('ending requests', () => {
  test('a signal that fired before means that nothing is sent', async () => {
    await using server = await startServer(answer(200, stored));
    await using api = connectTo(server.url);
    const reason = new Error('no more');
    const options = { signal: AbortSignal.abort(reason) };
    await expect(api.readNamespacedJob(job, options)).rejects.toBe(reason);
    expect(server.requests).toEqual([]);
  });

  test('a signal ends a request under way with its own reason, whatever that is, and closes the connection', async () => {
    let arrived = (): void => undefined;
    const atServer = new Promise<void>((resolve) => (arrived = resolve));
    await using server = await startServer((_, response) => {
      response.write('{');
      arrived();
    });
    await using api = connectTo(server.url);
    const controller = new AbortController();
    const pending = api.readNamespacedJob(job, { signal: controller.signal });
    await atServer;
    controller.abort('stop');
    await expect(pending).rejects.toBe('stop');
    await server.disconnected();
  });

  test('a signal that serves many requests keeps no listener of those that are done', async () => {
    await using server = await startServer(answer(200, stored));
    await using api = connectTo(server.url);
    const { signal } = new AbortController();
    await Promise.all(Array.from({ length: 50 }, () => api.readNamespacedJob(job, { signal })));
    await expect(api.readNamespacedJob({ namespace: '', name: '' }, { signal })).rejects.toThrow();
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });

  test('close() ends open requests, refuses new ones, and may be called twice', async () => {
    let arrived = (): void => undefined;
    const atServer = new Promise<void>((resolve) => (arrived = resolve));
    await using server = await startServer(() => arrived());
    const api = connectTo(server.url);
    const pending = api.readNamespacedJob(job);
    await atServer;
    await Promise.all([
      expect(pending).rejects.toMatchObject({
        code: 'API_CLOSED',
        message: expect.stringContaining('closed by close()'),
      }),
      api.close(),
      api.close(),
    ]);
    await server.disconnected();
    await expect(api.readNamespacedJob(job)).rejects.toThrow('closed by close()');
    await expect(api.contextNamespace()).rejects.toThrow('closed by close()');
  });
});

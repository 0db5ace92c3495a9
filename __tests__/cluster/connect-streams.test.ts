import { describe, expect, test } from '@jest/globals';
import type { ServerResponse } from 'node:http';
import type { WatchEvent } from '../../src/cluster/cluster-api.js';
import { connect } from '../../src/cluster/connect.js';
import {
  kubeConfigText,
  sendJson,
  startServer,
  type Handler,
  type LoopbackServer,
} from '../support/loopback-server.js';

const log = { namespace: 'ns', pod: 'p', container: 'main' };

function connectTo(server: LoopbackServer): ReturnType<typeof connect> {
  return connect(kubeConfigText({ server: server.url }));
}

function event(type: string, name: string): string {
  return `${JSON.stringify({ type, object: { metadata: { name } } })}\n`;
}

async function collect<T>(source: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const each of source) found.push(each);
  return found;
}

/** What is received before the iteration throws, and what it throws. */
async function untilError<T>(source: AsyncIterable<T>): Promise<{ received: T[]; error: unknown }> {
  const received: T[] = [];
  try {
    for await (const each of source) received.push(each);
  } catch (error) {
    return { received, error };
  }
  throw new Error('It ended without an error.');
}

/** Answers with these pieces, each written when the one before is on its way, and ends. */
const pieces =
  (...parts: (string | Buffer)[]): Handler =>
  (_, response) =>
    void (async () => {
      for (const part of parts) await write(response, part);
      response.end();
    })();

function write(response: ServerResponse, part: string | Buffer): Promise<void> {
  return new Promise((resolve) => response.write(part, () => resolve()));
}

const names = (events: WatchEvent[]): string[] =>
  events.map(({ type, object }) => `${type} ${object.metadata.name}`);

describe('a watch', () => {
  test('asks the server as the request says, for bookmarks unless told otherwise', async () => {
    await using server = await startServer(pieces());
    await using api = connectTo(server);
    const selection = { labelSelector: 'a=b', resourceVersion: '7', timeoutSeconds: 240 };
    await collect(api.watch('jobs', { namespace: 'ns', ...selection }));
    await collect(api.watch('pods', { allowWatchBookmarks: false }));
    expect(server.requests.map(({ url }) => url)).toEqual([
      '/apis/batch/v1/namespaces/ns/jobs?watch=true&allowWatchBookmarks=true&labelSelector=a%3Db&resourceVersion=7&timeoutSeconds=240',
      '/api/v1/pods?watch=true&allowWatchBookmarks=false',
    ]);
  });

  test('gives each event in order however the lines are cut, and ends when the server ends it', async () => {
    const text = Buffer.from(
      event('ADDED', 'größe🚀') + event('MODIFIED', 'b') + '\n' + event('DELETED', 'c'),
    );
    for (const size of [1, 2, 3, 7, text.length]) {
      const parts = Array.from({ length: Math.ceil(text.length / size) }, (_, i) =>
        text.subarray(i * size, (i + 1) * size),
      );
      await using server = await startServer(pieces(...parts));
      await using api = connectTo(server);
      expect(names(await collect(api.watch('jobs', {})))).toEqual([
        'ADDED größe🚀',
        'MODIFIED b',
        'DELETED c',
      ]);
    }
  });

  test('gives an event as soon as its line is there', async () => {
    let response: ServerResponse | undefined;
    await using server = await startServer((_, answer) => {
      response = answer;
      answer.write(event('ADDED', 'a'));
    });
    await using api = connectTo(server);
    const events = api.watch('jobs', {})[Symbol.asyncIterator]();
    expect((await events.next()).value).toMatchObject({ type: 'ADDED' });
    response?.end(event('BOOKMARK', 'b').trimEnd());
    expect((await events.next()).value).toMatchObject({ type: 'BOOKMARK' });
    expect((await events.next()).done).toBe(true);
  });

  test('throws an ERROR event as the answer it is, after what came before', async () => {
    const gone = {
      kind: 'Status',
      code: 410,
      reason: 'Expired',
      message: 'too old resource version: 1 (3496)',
    };
    const error = `${JSON.stringify({ type: 'ERROR', object: gone })}\n`;
    await using server = await startServer(pieces(event('ADDED', 'a'), error));
    await using api = connectTo(server);
    const end = await untilError(api.watch('jobs', { namespace: 'ns' }));
    expect(names(end.received)).toEqual(['ADDED a']);
    expect(end.error).toMatchObject({
      code: 'API_RESPONSE',
      status: 410,
      reason: 'Expired',
      message: expect.stringContaining(
        'refused to watch jobs in namespace "ns": 410 Expired, too old resource version',
      ),
    });
  });

  test.each([
    ['keeps but a part', ({ type }: WatchEvent) => ({ type, object: {} })],
    ['throws', ({ object: { metadata } }: WatchEvent) => ({ type: metadata.name, object: {} })],
  ])('throws an ERROR event with its code when `read` %s', async (_, part) => {
    const object = { kind: 'Status', code: 410, reason: 'Expired' };
    await using server = await startServer(pieces(`${JSON.stringify({ type: 'ERROR', object })}\n`));
    await using api = connectTo(server);
    const read = (json: Uint8Array) => part(JSON.parse(Buffer.from(json).toString()) as WatchEvent);
    await expect(collect(api.watch('jobs', {}, { read }))).rejects.toMatchObject({ status: 410 });
  });

  test('passes on what `read` throws as the cause, unless the line is no JSON', async () => {
    await using server = await startServer(pieces(event('ADDED', 'a')));
    await using broken = await startServer(pieces('secret\n'));
    const own = new Error('of read');
    const read = () => {
      throw own;
    };
    const endOf = async (of: LoopbackServer) => {
      await using api = connectTo(of);
      return (await untilError(api.watch('jobs', {}, { read }))).error as Error;
    };
    const end = await endOf(server);
    expect(end.message).toContain('a watch event that `read` could not read');
    expect((end.cause as Error).cause).toBe(own);
    expect((await endOf(broken)).message).toContain('no JSON');
  });

  test('refused from the start rejects with the answer', async () => {
    await using server = await startServer((_, response) =>
      sendJson(response, 403, { reason: 'Forbidden', message: 'pods is forbidden: User "u" cannot watch' }),
    );
    await using api = connectTo(server);
    await expect(collect(api.watch('pods', {}))).rejects.toMatchObject({
      status: 403,
      message: expect.stringContaining('the verb "watch" on "pods"'),
    });
  });

  test.each([
    ['no JSON', 'Error: upstream\n'],
    ['half an event', '{"type":"ADDED","object":{'],
    ['an event without an object', '{"type":"ADDED"}\n'],
    ['null', 'null\n'],
    ['an event of an unknown type', '{"type":"SEEN","object":{}}\n'],
  ])('throws when a line holds %s, after what came before', async (_, line) => {
    await using server = await startServer(pieces(event('ADDED', 'a'), line));
    await using api = connectTo(server);
    const end = await untilError(api.watch('jobs', {}));
    expect(names(end.received)).toEqual(['ADDED a']);
    expect(end.error).toMatchObject({
      code: 'API_CONNECTION',
      message: expect.stringContaining('can not be used'),
    });
  });

  test('throws when the connection breaks', async () => {
    await using server = await startServer((_, response) => {
      void write(response, event('ADDED', 'a')).then(() => response.socket?.resetAndDestroy());
    });
    await using api = connectTo(server);
    const end = await untilError(api.watch('jobs', {}));
    expect(end.error).toMatchObject({
      code: 'API_CONNECTION',
      message: expect.stringContaining('the connection broke before the answer was complete'),
    });
  });

  test('whose loop is left closes its connection', async () => {
    await using server = await startServer((_, response) => response.write(event('ADDED', 'a')));
    await using api = connectTo(server);
    for await (const _ of api.watch('jobs', {})) break;
    await server.disconnected();
    expect(server.connections()).toBe(1);
  });

  test('whose loop throws closes its connection, and the error is the loop’s own', async () => {
    await using server = await startServer((_, response) => response.write(event('ADDED', 'a')));
    await using api = connectTo(server);
    const own = new Error('in the loop');
    const loop = async (): Promise<void> => {
      for await (const _ of api.watch('jobs', {})) throw own;
    };
    await expect(loop()).rejects.toBe(own);
    await server.disconnected();
  });

  test.each(['before the answer', 'between events', 'while an event waits to be taken'])(
    'ends with the reason of its signal when that fires %s',
    async (stage) => {
      const controller = new AbortController();
      const reason = new Error('enough');
      await using server = await startServer((_, response) => {
        if (stage === 'before the answer') controller.abort(reason);
        else response.write(event('ADDED', 'a') + event('ADDED', 'b'));
      });
      await using api = connectTo(server);
      const events = api.watch('jobs', {}, { signal: controller.signal })[Symbol.asyncIterator]();
      if (stage !== 'before the answer') await events.next();
      if (stage === 'between events') await events.next();
      const pending = stage === 'while an event waits to be taken' ? undefined : events.next();
      controller.abort(reason);
      // What was read before may still come; then the reason does.
      let end: unknown;
      try {
        let step = await (pending ?? events.next());
        while (!step.done) step = await events.next();
      } catch (error) {
        end = error;
      }
      expect(end).toBe(reason);
      await server.disconnected();
    },
  );

  test('that nobody iterates sends nothing', async () => {
    await using server = await startServer(pieces());
    await using api = connectTo(server);
    api.watch('jobs', {});
    await collect(api.watch('pods', {}));
    expect(server.requests).toHaveLength(1);
  });

  test('is ended by close()', async () => {
    await using server = await startServer((_, response) => response.write(event('ADDED', 'a')));
    const api = connectTo(server);
    const events = api.watch('jobs', {})[Symbol.asyncIterator]();
    await events.next();
    const pending = events.next();
    await Promise.all([expect(pending).rejects.toThrow('closed by close()'), api.close()]);
    await server.disconnected();
  });
});

describe('a log', () => {
  test('asks the server as the request says', async () => {
    await using server = await startServer(pieces());
    await using api = connectTo(server);
    const more = {
      follow: true,
      timestamps: true,
      sinceTime: '2026-01-01T00:00:00Z',
      tailLines: 5,
      previous: false,
    };
    await collect(api.podLog({ ...log, ...more }));
    await collect(api.podLog(log));
    expect(server.requests.map(({ url }) => url)).toEqual([
      '/api/v1/namespaces/ns/pods/p/log?container=main&follow=true&timestamps=true&sinceTime=2026-01-01T00%3A00%3A00Z&tailLines=5&previous=false',
      '/api/v1/namespaces/ns/pods/p/log?container=main',
    ]);
  });

  test('gives the bytes as they are, NUL and broken UTF-8 too', async () => {
    const bytes = Buffer.from([0, 0xff, 0xc3, 0x0d, 0x0a, 0xe2, 0x82]);
    await using server = await startServer(pieces(bytes, 'x'.repeat(100_000)));
    await using api = connectTo(server);
    const read = Buffer.concat(await collect(api.podLog(log)));
    expect(read.equals(Buffer.concat([bytes, Buffer.from('x'.repeat(100_000))]))).toBe(true);
  });

  test('of a pod without a node, which the server answers by 204, is empty', async () => {
    await using server = await startServer((_, response) => response.writeHead(204).end());
    await using api = connectTo(server);
    expect(await collect(api.podLog(log))).toEqual([]);
  });

  test.each([
    [400, 'BadRequest', 'container "main" in pod "p" is waiting to start: ContainerCreating'],
    [404, 'NotFound', 'pods "p" not found'],
    [500, undefined, 'Get "https://localhost:10250/containerLogs/ns/p/main": connect: connection refused'],
  ])('refused by %i rejects with the words of the server', async (status, reason, message) => {
    await using server = await startServer((_, response) => sendJson(response, status, { message, reason }));
    await using api = connectTo(server);
    await expect(collect(api.podLog(log))).rejects.toMatchObject({
      status,
      message: expect.stringContaining(message),
    });
  });

  test('that breaks throws after the bytes that came', async () => {
    await using server = await startServer((_, response) => {
      void write(response, 'line 1\n').then(() => response.socket?.resetAndDestroy());
    });
    await using api = connectTo(server);
    const end = await untilError(api.podLog(log));
    expect(end.error).toMatchObject({ code: 'API_CONNECTION' });
  });

  test('is not read faster than its reader takes it', async () => {
    const chunk = Buffer.alloc(1 << 20);
    const total = 64;
    let sent = 0;
    await using server = await startServer(({ url }, response) => {
      if (!url.includes('/log')) return sendJson(response, 200, {});
      const send = (): void => {
        while (sent < total) {
          sent += 1;
          if (!response.write(chunk)) return void response.once('drain', send);
        }
        response.end();
      };
      return send();
    });
    await using api = connectTo(server);
    const bytes = api.podLog(log)[Symbol.asyncIterator]();
    const first = await bytes.next();
    // Time enough for 64 MiB, if something took them. The buffers of two sockets and a stream do not hold as much.
    for (let i = 0; i < 50; i += 1) await api.readNamespacedJob({ namespace: 'ns', name: 'a' });
    expect(sent).toBeLessThan(total);
    let received = (first.value as Uint8Array).length;
    for (let step = await bytes.next(); !step.done; step = await bytes.next()) received += step.value.length;
    expect(received).toBe(total * chunk.length);
  });

  test('has a connection of its own, so that any number of logs stops no request', async () => {
    await using server = await startServer(({ url }, response) => {
      if (url.includes('/log')) response.write('x');
      else sendJson(response, 200, { metadata: { name: 'a' } });
    });
    await using api = connectTo(server);
    const logs = Array.from({ length: 100 }, () =>
      api.podLog({ ...log, follow: true })[Symbol.asyncIterator](),
    );
    await Promise.all(logs.map((each) => each.next()));
    expect(await api.readNamespacedJob({ namespace: 'ns', name: 'a' })).toMatchObject({
      metadata: { name: 'a' },
    });
    for (const each of logs) await each.return?.();
    await api.close();
    await server.disconnected();
  });
});

describe('whatever happens to a stream', () => {
  test('nothing is left uncaught: resets, aborts and ends at every point', async () => {
    let count = 0;
    await using server = await startServer((_, response) => {
      count += 1;
      const act = (): unknown =>
        count % 2 === 0 ? response.socket?.resetAndDestroy() : response.socket?.destroy();
      if (count % 3 === 0) act();
      else void write(response, event('ADDED', 'a')).then(count % 5 === 0 ? () => response.end('{') : act);
    });
    await using api = connectTo(server);
    const run = async (index: number): Promise<string> => {
      const controller = new AbortController();
      const source = index % 2 === 0 ? api.watch('jobs', {}, controller) : api.podLog(log, controller);
      if (index % 7 === 0) setImmediate(() => controller.abort(new Error('stopped')));
      try {
        for await (const _ of source) if (index % 11 === 0) break;
        return 'ended';
      } catch (error) {
        return error instanceof Error ? error.name : 'thrown';
      }
    };
    const ends = new Set(await Promise.all(Array.from({ length: 200 }, (_, index) => run(index))));
    for (const end of ends) expect(['ended', 'Error', 'ApiConnectionError']).toContain(end);
  });
});

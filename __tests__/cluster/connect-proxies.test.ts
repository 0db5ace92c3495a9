import { describe, expect, test } from '@jest/globals';
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import {
  connect as connectTcp,
  createServer as createTcpServer,
  type AddressInfo,
  type Server,
  type Socket,
} from 'node:net';
import type { ClusterApi } from '../../src/cluster/cluster-api.js';
import { connect } from '../../src/cluster/connect.js';
import { makeAuthority } from '../support/certificates.js';
import {
  base64,
  kubeConfigText,
  sendJson,
  startServer,
  type LoopbackServer,
} from '../support/loopback-server.js';

const authority = makeAuthority();
// A name that only the proxy can resolve: that the server is reached proves that the proxy was asked.
const host = 'cluster.invalid';
const tls = authority.issue('server', { hosts: [host] });

interface Proxy extends AsyncDisposable {
  readonly port: number;
  readonly asked: string[];
}

async function started(server: Server, asked: string[], sockets: Set<Socket>): Promise<Proxy> {
  server.on('connection', (socket: Socket) => {
    sockets.add(socket.on('error', () => undefined).on('close', () => sockets.delete(socket)));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    asked,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

function join(client: Socket, port: number, ready: () => void): void {
  const upstream = connectTcp(port, '127.0.0.1', () => {
    ready();
    client.pipe(upstream).pipe(client);
  });
  upstream.on('error', () => client.destroy()).on('close', () => client.destroy());
  client.on('close', () => upstream.destroy());
}

/** Sends every CONNECT to the one server, or answers with another status. */
function startHttpProxy(server: LoopbackServer, status: number | 'silent' = 200): Promise<Proxy> {
  const asked: string[] = [];
  const proxy = createServer().on('connect', ({ url, headers }: IncomingMessage, client: Socket) => {
    asked.push(`${url ?? ''} ${headers['proxy-authorization'] ?? '-'}`);
    if (status === 'silent') return;
    if (status === 200) join(client, server.port, () => client.write('HTTP/1.1 200 OK\r\n\r\n'));
    else client.end(`HTTP/1.1 ${status} No\r\ncontent-length: 0\r\n\r\n`);
  });
  return started(proxy, asked, new Set());
}

/** SOCKS5 with user `u` and password `p`, or without; answers with this reply code. */
function startSocksProxy(server: LoopbackServer, { login = false, reply = 0 } = {}): Promise<Proxy> {
  const asked: string[] = [];
  const proxy = createTcpServer((client) => {
    let buffer = Buffer.alloc(0);
    let step = login ? 0 : 1;
    const onData = (data: Buffer): void => {
      buffer = Buffer.concat([buffer, data]);
      if (step < 2 && buffer.length >= 3 && buffer[0] === 5 && buffer.length === 2 + (buffer[1] ?? 0)) {
        const method = login ? 2 : 0;
        client.write(Buffer.from([5, buffer.includes(method, 2) ? method : 0xff]));
        step = login ? 1 : 2;
        buffer = Buffer.alloc(0);
      } else if (login && step === 1) {
        const right = buffer.equals(Buffer.from('\x01\x01u\x01p', 'latin1'));
        client.write(Buffer.from([1, right ? 0 : 1]));
        step = 2;
        buffer = Buffer.alloc(0);
      } else if (step === 2) {
        const length = buffer[4] ?? 0;
        asked.push(`${buffer.subarray(5, 5 + length).toString()}:${buffer.readUInt16BE(5 + length)}`);
        client.off('data', onData);
        const answer = Buffer.from([5, reply, 0, 1, 127, 0, 0, 1, 0, 0]);
        if (reply === 0) join(client, server.port, () => client.write(answer));
        else client.end(answer);
      }
    };
    client.on('data', onData);
  });
  return started(proxy, asked, new Set());
}

function startCluster(secure: boolean): Promise<LoopbackServer> {
  return startServer(
    (_, response) => sendJson(response, 200, { metadata: { name: 'a' } }),
    secure ? tls : undefined,
  );
}

function connectThrough(proxyUrl: string, { secure = true, timeouts = {} } = {}): ClusterApi {
  const cluster = {
    'proxy-url': proxyUrl,
    ...(secure ? { 'certificate-authority-data': base64(authority.cert) } : {}),
  };
  const server = `${secure ? 'https' : 'http'}://${host}:6443`;
  return connect(kubeConfigText({ server, cluster, user: { token: 't' } }), { timeouts });
}

function read(api: ClusterApi): Promise<unknown> {
  return api.readNamespacedJob({ namespace: 'ns', name: 'a' });
}

describe.each([
  ['a server with TLS', true],
  ['a server without TLS', false],
])('%s behind a proxy', (_, secure) => {
  test('is reached by HTTP CONNECT, over a connection that is kept', async () => {
    await using server = await startCluster(secure);
    await using proxy = await startHttpProxy(server);
    await using api = connectThrough(`http://127.0.0.1:${proxy.port}`, { secure });
    await read(api);
    await read(api);
    expect(proxy.asked).toEqual(['cluster.invalid:6443 -']);
    expect(server.connections()).toBe(1);
    expect(server.requests.map(({ headers }) => headers.host)).toEqual([
      'cluster.invalid:6443',
      'cluster.invalid:6443',
    ]);
  });

  test('is reached by SOCKS5, which resolves the name', async () => {
    await using server = await startCluster(secure);
    await using proxy = await startSocksProxy(server);
    await using api = connectThrough(`socks5://127.0.0.1:${proxy.port}`, { secure });
    await read(api);
    await read(api);
    expect(proxy.asked).toEqual(['cluster.invalid:6443']);
    expect(server.connections()).toBe(1);
  });
});

describe('a proxy', () => {
  test('gets the user and password of its URL', async () => {
    await using server = await startCluster(true);
    await using proxy = await startHttpProxy(server);
    await using api = connectThrough(`http://u:p%40ss@127.0.0.1:${proxy.port}`);
    await read(api);
    expect(proxy.asked).toEqual([`cluster.invalid:6443 Basic ${base64('u:p@ss')}`]);

    await using socks = await startSocksProxy(server, { login: true });
    await using throughSocks = connectThrough(`socks5://u:p@127.0.0.1:${socks.port}`);
    await read(throughSocks);
    expect(socks.asked).toEqual(['cluster.invalid:6443']);
  });

  test('never sees the token of a server with TLS', async () => {
    await using server = await startCluster(true);
    const seen: Buffer[] = [];
    const asked: string[] = [];
    const tunnel = createServer().on('connect', ({ url }: IncomingMessage, client: Socket) => {
      asked.push(url ?? '');
      client.on('data', (data: Buffer) => seen.push(data));
      join(client, server.port, () => client.write('HTTP/1.1 200 OK\r\n\r\n'));
    });
    await using proxy = await started(tunnel, asked, new Set());
    await using api = connectThrough(`http://127.0.0.1:${proxy.port}`);
    await read(api);
    expect(Buffer.concat(seen).includes('Bearer')).toBe(false);
    expect(server.requests[0]?.headers.authorization).toBe('Bearer t');
  });

  test.each([403, 407, 502])(
    'that answers %i makes an error that names it and its proxy-url',
    async (status) => {
      await using server = await startCluster(true);
      await using proxy = await startHttpProxy(server, status);
      await using api = connectThrough(`http://u:secret-password@127.0.0.1:${proxy.port}`);
      const error = (await read(api).catch((thrown: unknown) => thrown)) as Error;
      expect(error).toMatchObject({
        code: 'API_CONNECTION',
        message: `Could not get jobs "a" in namespace "ns" at the API server cluster.invalid:6443: The proxy 127.0.0.1:${proxy.port} answered ${status} to CONNECT cluster.invalid:6443. Look at proxy-url in the kubeconfig.`,
      });
      expect(String(error.stack) + JSON.stringify(error)).not.toContain('secret-password');
    },
  );

  test('that never answers is given up after the connect time-out, or at once by close()', async () => {
    await using server = await startCluster(true);
    await using proxy = await startHttpProxy(server, 'silent');
    await using hasty = connectThrough(`http://127.0.0.1:${proxy.port}`, { timeouts: { connect: 30 } });
    await expect(read(hasty)).rejects.toMatchObject({ cause: { code: 'ETIMEDOUT' } });

    const patient = connectThrough(`http://127.0.0.1:${proxy.port}`);
    const pending = read(patient);
    await Promise.all([expect(pending).rejects.toThrow('closed by close()'), patient.close()]);
  });

  test('of SOCKS5 that refuses, the login too, makes an error that says why', async () => {
    await using server = await startCluster(true);
    await using refusing = await startSocksProxy(server, { reply: 2 });
    await using api = connectThrough(`socks5://127.0.0.1:${refusing.port}`);
    await expect(read(api)).rejects.toThrow('The SOCKS5 proxy answered: not allowed by its rules.');

    await using guarded = await startSocksProxy(server, { login: true });
    await using wrong = connectThrough(`socks5://u:wrong@127.0.0.1:${guarded.port}`);
    await expect(read(wrong)).rejects.toThrow('does not accept its user and password');
    await using anonymous = connectThrough(`socks5://127.0.0.1:${guarded.port}`);
    await expect(read(anonymous)).rejects.toThrow('does not accept this way to log in');
  });

  test('that speaks another language, or ends at once, makes an error', async () => {
    await using server = await startCluster(true);
    await using http = await startHttpProxy(server);
    await using api = connectThrough(`socks5://127.0.0.1:${http.port}`);
    await expect(read(api)).rejects.toMatchObject({ code: 'API_CONNECTION' });

    await using closing = await started(
      createTcpServer((socket) => socket.end()),
      [],
      new Set(),
    );
    for (const scheme of ['http', 'socks5']) {
      await using other = connectThrough(`${scheme}://127.0.0.1:${closing.port}`);
      await expect(read(other)).rejects.toMatchObject({ code: 'API_CONNECTION' });
    }
  });

  test.each(['http', 'https', 'socks5'])(
    'of %s that is not there is named, not the server',
    async (scheme) => {
      const gone = await startServer(() => undefined);
      await gone[Symbol.asyncDispose]();
      await using api = connectThrough(`${scheme}://127.0.0.1:${gone.port}`);
      await expect(read(api)).rejects.toThrow(
        `The connection to the proxy 127.0.0.1:${gone.port} failed (ECONNREFUSED). Look at proxy-url in the kubeconfig.`,
      );
    },
  );

  test('with a URL of another kind is refused as a kubeconfig error', async () => {
    await using api = connectThrough('ftp://127.0.0.1');
    await expect(read(api)).rejects.toMatchObject({
      code: 'KUBECONFIG',
      message: expect.stringContaining('proxy-url'),
    });
  });
});

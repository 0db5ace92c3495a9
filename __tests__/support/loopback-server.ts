import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createSecureServer, type ServerOptions } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';

export interface ReceivedRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  /** The bytes of the body as they came. */
  readonly body: Buffer;
  /** Common name of the client's certificate, when it was verified. */
  readonly clientName: string | undefined;
}

export type Handler = (
  request: ReceivedRequest,
  response: ServerResponse,
  incoming: IncomingMessage,
) => unknown;

export interface LoopbackServer extends AsyncDisposable {
  readonly port: number;
  readonly url: string;
  readonly requests: ReceivedRequest[];
  /** Connections that were ever opened. */
  readonly connections: () => number;
  /** The connections that are open now. */
  readonly sockets: Set<Socket>;
  /** Waits until no connection is open. */
  readonly disconnected: () => Promise<void>;
}

/** An HTTP server on 127.0.0.1, with TLS when it gets a certificate, that keeps all it receives. */
export async function startServer(handler: Handler, tls?: ServerOptions): Promise<LoopbackServer> {
  const requests: ReceivedRequest[] = [];
  const sockets = new Set<Socket>();
  let connections = 0;
  const listener = (incoming: IncomingMessage, response: ServerResponse): void => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('error', () => undefined);
    incoming.on('end', () => {
      const { method = '', url = '', headers } = incoming;
      const request = { method, url, headers, body: Buffer.concat(chunks), clientName: clientName(incoming) };
      requests.push(request);
      handler(request, response, incoming);
    });
  };
  const server = tls === undefined ? createServer(listener) : createSecureServer(tls, listener);
  server.keepAliveTimeout = 0;
  server.on('connection', (socket: Socket) => {
    connections += 1;
    sockets.add(socket);
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
  });
  server.on('tlsClientError', () => undefined);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    port,
    url: `${tls === undefined ? 'http' : 'https'}://127.0.0.1:${port}`,
    requests,
    sockets,
    connections: () => connections,
    async disconnected() {
      for (const socket of sockets) await new Promise((resolve) => socket.once('close', resolve));
    },
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

function clientName({ socket }: IncomingMessage): string | undefined {
  const secure = socket as TLSSocket;
  // Node types a name as a list too: a subject may hold several.
  return secure.encrypted && secure.authorized ? String(secure.getPeerCertificate().subject.CN) : undefined;
}

export function sendJson(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: object = {},
): void {
  const text = JSON.stringify(body);
  response.writeHead(status, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(text),
    ...headers,
  });
  // As bytes: with a text, Node would write the headers in UTF-8 too.
  response.end(Buffer.from(text));
}

interface KubeConfigParts {
  readonly server: string;
  /** More of `clusters[0].cluster`. */
  readonly cluster?: object;
  readonly user?: object;
  readonly namespace?: string;
}

/** A kubeconfig of one context, as text. */
export function kubeConfigText({ server, cluster = {}, user = {}, namespace }: KubeConfigParts): string {
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'test',
    contexts: [{ name: 'test', context: { cluster: 'loopback', user: 'tester', namespace } }],
    clusters: [{ name: 'loopback', cluster: { server, ...cluster } }],
    users: [{ name: 'tester', user }],
  });
}

export function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}

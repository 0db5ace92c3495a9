import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Server as NetServer, Socket } from 'node:net';

/** A request as it came over the wire. */
export interface WireRequest {
  readonly method: string;
  /** Path and query, as sent. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
}

export type WireHandler = (request: WireRequest, response: ServerResponse) => Promise<void>;

/** HTTP/1.1 on a free port of 127.0.0.1. */
export class HttpServer {
  readonly #server: Server;
  readonly #open = new Set<Socket>();
  #listener: NetServer;

  constructor(handle: WireHandler) {
    this.#server = createServer((request, response) => {
      receive(request)
        .then((body) =>
          handle(
            { method: request.method ?? '', url: request.url ?? '', headers: request.headers, body },
            response,
          ),
        )
        // The client went away in the midst of its request: nobody is left to be told.
        .catch(() => request.socket.destroy());
    });
    // Node ends requests after five minutes; a watch may last longer.
    this.#server.requestTimeout = 0;
    this.#server.keepAliveTimeout = 0;
    this.#listener = this.#track(this.#server);
  }

  /** Has connections encrypted. Gives the PEM of who is to be trusted. */
  async encrypt(): Promise<string> {
    const { withTls } = await import('./tls.js');
    const { server, certificate } = withTls(this.#server);
    this.#listener = this.#track(server);
    return certificate;
  }

  async listen(): Promise<number> {
    await new Promise<void>((resolve, reject) => {
      this.#listener.once('error', reject);
      this.#listener.listen(0, '127.0.0.1', resolve);
    });
    return (this.#listener.address() as AddressInfo).port;
  }

  async close(): Promise<void> {
    await new Promise((resolve) => {
      this.#listener.close(resolve);
      for (const connection of this.#open) connection.destroy();
    });
  }

  #track(listener: NetServer): NetServer {
    return listener.on('connection', (connection: Socket) => {
      this.#open.add(connection);
      connection.once('close', () => this.#open.delete(connection));
    });
  }
}

async function receive(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

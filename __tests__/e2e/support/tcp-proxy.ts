import { once } from 'node:events';
import { type AddressInfo, type Socket, connect, createServer } from 'node:net';

/** Where a connection breaks: as soon as so many bytes went that way. */
export interface Cut {
  /** `up` is to the server, `down` to the client. */
  readonly direction: 'up' | 'down';
  readonly after: number;
  /** What the client sees: a reset, an orderly end, or nothing more while the server still hears it. */
  readonly how: 'reset' | 'end' | 'silence';
}

/** What went through a connection. */
export interface Passed {
  up: number;
  down: number;
}

/** What becomes of the connection of this number, from 0. */
export type Plan = (connection: number) => Cut | undefined;

/** Passes bytes between clients and a server on loopback, and breaks connections as it is told. TLS goes through it. */
export class TcpProxy implements AsyncDisposable {
  readonly connections: Passed[] = [];
  readonly #target: number;
  readonly #plan: Plan;
  readonly #sockets = new Set<Socket>();
  readonly #server = createServer((client) => this.#serve(client));
  readonly #heard: { up: number; resolve: () => void }[] = [];

  private constructor(target: number, plan: Plan) {
    this.#target = target;
    this.#plan = plan;
  }

  static async start(server: string, plan: Plan = () => undefined): Promise<TcpProxy> {
    const proxy = new TcpProxy(Number(new URL(server).port), plan);
    await once(proxy.#server.listen(0, '127.0.0.1'), 'listening');
    return proxy;
  }

  get url(): string {
    return `https://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** When so many bytes of one connection went up. */
  passedUp(up: number): Promise<void> {
    return new Promise((resolve) => this.#heard.push({ up, resolve }));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #serve(client: Socket): void {
    const passed: Passed = { up: 0, down: 0 };
    const cut = this.#plan(this.connections.push(passed) - 1);
    const server = connect(this.#target, '127.0.0.1');
    for (const [socket, other] of [
      [client, server],
      [server, client],
    ] as const) {
      this.#sockets.add(socket);
      socket.setNoDelay(true);
      socket.on('error', () => other.destroy());
      socket.on('end', () => other.end());
      socket.on('close', () => {
        this.#sockets.delete(socket);
        other.destroy();
      });
    }
    const pass = (direction: 'up' | 'down', to: Socket) => (chunk: Buffer) => {
      if (cut?.how === 'silence' && direction === 'down' && passed.up >= cut.after) return;
      const cuts = cut?.direction === direction && cut.how !== 'silence';
      const rest = cuts ? cut.after - passed[direction] : Infinity;
      passed[direction] += Math.min(rest, chunk.length);
      if (chunk.length < rest) to.write(chunk);
      else to.write(chunk.subarray(0, rest), () => end(cut?.how));
      for (const { up, resolve } of this.#heard) if (passed.up >= up) resolve();
    };
    const end = (how: Cut['how'] | undefined) => {
      client.removeAllListeners('data');
      server.removeAllListeners('data');
      if (how === 'end') client.end();
      else client.resetAndDestroy();
      server.end();
    };
    client.on('data', pass('up', server));
    server.on('data', pass('down', client));
    // Before the first byte.
    if (cut?.after === 0) end(cut.how);
  }
}

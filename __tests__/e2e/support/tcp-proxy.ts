import { once } from 'node:events';
import { type AddressInfo, type Socket, connect, createServer } from 'node:net';

/** Where a connection breaks: as soon as so many bytes went that way. */
export interface Cut {
  /** `up` is to the server, `down` to the client. */
  readonly direction: 'up' | 'down';
  readonly after: number;
  /**
   * What the client sees: a reset; an orderly end; nothing more while the server still hears it (`silence`) or is gone
   * (`half-open`); nothing for two seconds (`stall`).
   */
  readonly how: 'reset' | 'end' | 'silence' | 'half-open' | 'stall';
}

/** What went through a connection. */
export interface Passed {
  up: number;
  down: number;
}

/** What becomes of the connection of this number, from 0. */
export type Plan = (connection: number) => Cut | undefined;

const stallMilliseconds = 2000;

/** Passes bytes between clients and a server on loopback, and breaks connections as it is told. TLS goes through it. */
export class TcpProxy implements AsyncDisposable {
  readonly connections: Passed[] = [];
  /** The cuts that were made. */
  readonly cuts: Cut[] = [];
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
    let state: 'whole' | 'silent' | 'half-open' | 'broken' = 'whole';
    this.#join(client, server, () => true);
    this.#join(server, client, () => state !== 'half-open');
    const strike = (struck: Cut): void => {
      this.cuts.push(struck);
      const { how } = struck;
      if (how === 'silence') state = 'silent';
      else if (how === 'stall') stall(client, server);
      else if (how === 'half-open') {
        state = 'half-open';
        server.destroy();
      } else {
        if (how === 'end') client.end();
        else client.resetAndDestroy();
        server.end();
      }
    };
    const pass = (direction: 'up' | 'down', to: Socket) => (chunk: Buffer) => {
      if (state === 'half-open' || state === 'broken') return;
      const left = cut?.direction === direction ? cut.after - passed[direction] : Infinity;
      const strikes = cut !== undefined && left > 0 && chunk.length >= left;
      // What breaks a connection does so at this byte; what only hides the rest lets the request through.
      const breaks = strikes && ['reset', 'end', 'half-open'].includes(cut.how);
      const part = breaks ? chunk.subarray(0, left) : chunk;
      passed[direction] += part.length;
      if (breaks) state = 'broken';
      if (state !== 'silent' || direction === 'up') to.write(part, () => breaks && strike(cut));
      if (strikes && !breaks) strike(cut);
      for (const { up, resolve } of this.#heard) if (passed.up >= up) resolve();
    };
    client.on('data', pass('up', server));
    server.on('data', pass('down', client));
    // Before the first byte.
    if (cut?.after === 0) {
      state = 'broken';
      strike(cut);
    }
  }

  /** What ends one socket ends the other. */
  #join(socket: Socket, other: Socket, joined: () => boolean): void {
    this.#sockets.add(socket);
    socket.setNoDelay(true);
    socket.on('error', () => joined() && other.destroy());
    socket.on('end', () => joined() && other.end());
    socket.on('close', () => {
      this.#sockets.delete(socket);
      if (joined()) other.destroy();
    });
  }
}

function stall(...sockets: readonly Socket[]): void {
  for (const socket of sockets) socket.pause();
  setTimeout(() => sockets.forEach((socket) => socket.resume()), stallMilliseconds).unref();
}

import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** Passes bytes on to a port of loopback, each of them so many milliseconds late, whatever came before it. */
export class DelayProxy implements AsyncDisposable {
  readonly #sockets = new Set<Socket>();
  readonly #server = createServer({ noDelay: true }, (client) => this.#serve(client));
  readonly #to: number;
  readonly #delay: number;

  private constructor(to: number, delay: number) {
    this.#to = to;
    this.#delay = delay;
  }

  /** @param roundTrip milliseconds that a question and its answer take longer */
  static async start(to: number, roundTrip: number): Promise<DelayProxy> {
    const proxy = new DelayProxy(to, roundTrip / 2);
    await once(proxy.#server.listen(0, '127.0.0.1'), 'listening');
    return proxy;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const closed = once(this.#server.close(), 'close');
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }

  #serve(client: Socket): void {
    const server = connect({ port: this.#to, host: '127.0.0.1', noDelay: true });
    this.#pass(client, server);
    this.#pass(server, client);
  }

  #pass(from: Socket, to: Socket): void {
    this.#sockets.add(from);
    // Timers of the same length fire in the order in which they were set.
    from.on('data', (bytes) => void setTimeout(() => to.write(bytes), this.#delay));
    from.on('end', () => void setTimeout(() => to.end(), this.#delay));
    from.on('error', () => to.destroy());
    from.on('close', () => {
      this.#sockets.delete(from);
      setTimeout(() => to.destroy(), this.#delay);
    });
  }
}

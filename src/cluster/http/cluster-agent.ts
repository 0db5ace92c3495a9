import { Agent, type ClientRequestArgs } from 'node:http';
import type { Duplex } from 'node:stream';
import { onAbort } from '../abort-listener.js';
import type { TlsMaterial } from '../credentials/credentials.js';
import { boundConnecting, openTcp, openTls, type SocketTarget } from './open-socket.js';
import { openTunnel } from './proxy-tunnel.js';

/** Idle connections end before the 90 s after which the API server ends them: no request meets a closed one. */
const IDLE_MILLISECONDS = 60_000;
const MAX_IDLE = 32;

/**
 * Kept connections to one server with one set of TLS material. Node's agent keeps them unref'd, so that they do not
 * keep the process alive, and takes the one used last first, so that a burst's surplus runs out.
 */
export class ClusterAgent extends Agent {
  readonly #target: SocketTarget;
  readonly #tls: TlsMaterial;
  readonly #connectTimeout: number;
  readonly #ending = new AbortController();
  /** Spares the handshake of the next connection most of its work. */
  #session: Buffer | undefined;

  constructor(
    target: SocketTarget,
    tls: TlsMaterial,
    options: { readonly connectTimeout: number; readonly maxSockets: number },
  ) {
    super({
      keepAlive: true,
      scheduling: 'lifo',
      timeout: IDLE_MILLISECONDS,
      maxFreeSockets: MAX_IDLE,
      maxSockets: options.maxSockets,
    });
    this.#target = target;
    this.#tls = tls;
    this.#connectTimeout = options.connectTimeout;
  }

  override createConnection(
    _: ClientRequestArgs,
    callback: (error: Error | null, socket: Duplex) => void,
  ): Duplex | undefined {
    const { host, port, secure, proxy } = this.#target;
    if (proxy === undefined) {
      const socket = secure ? this.#secured() : openTcp(host, port);
      return boundConnecting(socket, secure ? 'secureConnect' : 'connect', this.#connectTimeout);
    }
    this.#tunnelled(proxy).then(
      (socket) => callback(null, socket),
      (error: unknown) => (callback as (error: Error) => void)(error as Error),
    );
    return undefined;
  }

  async #tunnelled(proxy: URL): Promise<Duplex> {
    const late = Object.assign(new Error(`No tunnel within ${this.#connectTimeout} ms`), {
      code: 'ETIMEDOUT',
    });
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(late), this.#connectTimeout);
    const forget = onAbort([this.#ending.signal], () => stop.abort(this.#ending.signal.reason));
    try {
      const socket = await openTunnel({ ...this.#target, proxy }, stop.signal);
      return this.#target.secure
        ? boundConnecting(this.#secured(socket), 'secureConnect', this.#connectTimeout)
        : socket;
    } finally {
      clearTimeout(timer);
      forget();
    }
  }

  #secured(over?: Parameters<typeof openTls>[2]): ReturnType<typeof openTls> {
    const socket = openTls(this.#target, { ...this.#tls, session: this.#session }, over);
    return socket
      .on('session', (session: Buffer) => (this.#session = session))
      .once('error', () => (this.#session = undefined));
  }

  /** Ends what is idle now; connections in use go on. */
  dropIdle(): void {
    for (const sockets of Object.values(this.freeSockets)) {
      for (const socket of [...(sockets ?? [])]) socket.destroy();
    }
  }

  /** Ends what is idle, and what is in use when its answer is there. */
  retire(): void {
    this.maxFreeSockets = 0;
    this.dropIdle();
  }

  override destroy(): void {
    this.#ending.abort(new Error('The connections were closed'));
    super.destroy();
  }
}

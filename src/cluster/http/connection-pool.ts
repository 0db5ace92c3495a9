import { isDeepStrictEqual } from 'node:util';
import { ClusterAgent } from './cluster-agent.js';
import type { TlsMaterial } from '../credentials/credentials.js';
import type { SocketTarget } from './open-socket.js';

/** A burst of requests waits for one of so many connections; a watch or log has one of its own for as long as it lasts. */
const MAX_REQUEST_SOCKETS = 64;

interface Agents {
  readonly tls: TlsMaterial;
  readonly request: ClusterAgent;
  readonly stream: ClusterAgent;
}

/** Keeps connections for as long as the TLS material stays the same. */
export class ConnectionPool {
  readonly #target: SocketTarget;
  readonly #connectTimeout: number;
  #agents: Agents | undefined;

  constructor(target: SocketTarget, connectTimeout: number) {
    this.#target = target;
    this.#connectTimeout = connectTimeout;
  }

  agent(kind: 'request' | 'stream', tls: TlsMaterial): ClusterAgent {
    if (this.#agents === undefined || !isDeepStrictEqual(this.#agents.tls, tls))
      this.#agents = this.#renew(tls);
    return this.#agents[kind];
  }

  #renew(tls: TlsMaterial): Agents {
    if (this.#agents !== undefined) {
      this.#agents.request.retire();
      this.#agents.stream.retire();
    }
    const make = (maxSockets: number): ClusterAgent =>
      new ClusterAgent(this.#target, tls, { connectTimeout: this.#connectTimeout, maxSockets });
    return { tls, request: make(MAX_REQUEST_SOCKETS), stream: make(Infinity) };
  }

  /** Ends every connection but those that an earlier `agent` still has in use: these end with their requests. */
  destroy(): void {
    this.#agents?.request.destroy();
    this.#agents?.stream.destroy();
  }
}

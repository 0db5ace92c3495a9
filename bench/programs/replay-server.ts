import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ReplayedObject } from './replayed-objects.js';

export type Kind = 'jobs' | 'pods';

/** What an API server of nothing but these objects has to tell. */
export interface Replay {
  readonly jobs: readonly ReplayedObject[];
  readonly pods: readonly ReplayedObject[];
  /** Writes the log of a pod, from so many milliseconds since the epoch on. @default none */
  readonly log?: ((answer: ServerResponse, since: number) => void) | undefined;
}

/**
 * An API server that only tells: it answers lists and watches of Jobs and Pods, and logs. So what is measured is who
 * is told, and not a server that can not tell any faster.
 */
export class ReplayServer implements AsyncDisposable {
  readonly #replay: Replay;
  readonly #server = createServer((request, answer) => this.#answer(request, answer));
  readonly #watches: Record<Kind, Set<ServerResponse>> = { jobs: new Set(), pods: new Set() };

  private constructor(replay: Replay) {
    this.#replay = replay;
  }

  static async start(replay: Replay): Promise<ReplayServer> {
    const server = new ReplayServer(replay);
    await once(server.#server.listen(0, '127.0.0.1'), 'listening');
    return server;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  get kubeConfig(): string {
    const server = `http://127.0.0.1:${this.port}`;
    return JSON.stringify({
      apiVersion: 'v1',
      kind: 'Config',
      'current-context': 'replay',
      // client-node wants to hear twice that there is no TLS.
      clusters: [{ name: 'replay', cluster: { server, 'insecure-skip-tls-verify': true } }],
      contexts: [{ name: 'replay', context: { cluster: 'replay', user: 'replay' } }],
      users: [{ name: 'replay', user: {} }],
    });
  }

  /** Resolves when Jobs and Pods are watched: whoever watches has read the lists. */
  async watched(): Promise<void> {
    for (let i = 0; i < 600; i += 1) {
      if (this.#watches.jobs.size > 0 && this.#watches.pods.size > 0) return;
      await sleep(50);
    }
    throw new Error('Nobody has begun to watch.');
  }

  /** Tells all who watch of a change. */
  change(kind: Kind, object: ReplayedObject): void {
    const line = `${JSON.stringify({ type: 'MODIFIED', object })}\n`;
    for (const answer of this.#watches[kind]) answer.write(line);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const closed = once(this.#server.close(), 'close');
    this.#server.closeAllConnections();
    await closed;
  }

  #answer(request: IncomingMessage, answer: ServerResponse): void {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://replay');
    if (pathname.endsWith('/log')) {
      const since = Date.parse(searchParams.get('sinceTime') ?? '1970-01-01T00:00:00Z');
      return this.#replay.log?.(answer.setHeader('content-type', 'text/plain'), since);
    }
    const kind = pathname.endsWith('/jobs') ? 'jobs' : 'pods';
    answer.setHeader('content-type', 'application/json');
    if (searchParams.get('watch') !== null) this.#watch(kind, searchParams, answer);
    else this.#list(kind, searchParams, answer);
  }

  #watch(kind: Kind, query: URLSearchParams, answer: ServerResponse): void {
    // client-go asks for the list on its watch, and lists when a server can not do that.
    if (query.get('sendInitialEvents') !== null) {
      answer.statusCode = 422;
      const status = { status: 'Failure', reason: 'Invalid', code: 422, message: 'sendInitialEvents' };
      return void answer.end(JSON.stringify({ apiVersion: 'v1', kind: 'Status', ...status }));
    }
    answer.flushHeaders();
    this.#watches[kind].add(answer);
    answer.once('close', () => this.#watches[kind].delete(answer));
  }

  #list(kind: Kind, query: URLSearchParams, answer: ServerResponse): void {
    const uid = /controller-uid=(.*)/.exec(query.get('labelSelector') ?? '')?.[1];
    const all = this.#replay[kind].filter((object) => uid === undefined || isOf(object, uid));
    const from = Number(query.get('continue') ?? 0);
    const to = from + Number(query.get('limit') ?? all.length);
    const more = to < all.length ? { continue: `${to}` } : {};
    const [apiVersion, list] = kind === 'jobs' ? ['batch/v1', 'JobList'] : ['v1', 'PodList'];
    answer.end(
      JSON.stringify({
        kind: list,
        apiVersion,
        metadata: { resourceVersion: '1000000', ...more },
        items: all.slice(from, to),
      }),
    );
  }
}

function isOf({ metadata }: ReplayedObject, jobUid: string): boolean {
  const { labels } = metadata as { labels?: Record<string, string> };
  return labels?.['batch.kubernetes.io/controller-uid'] === jobUid;
}

import { type IncomingMessage, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One request, as a step of a script sees it. */
export interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** Reads the body and does what was asked; gives the answer without sending it. */
  readonly handle: () => Promise<Answer>;
}

export interface Answer {
  readonly status: number;
  readonly headers?: Record<string, string | string[]>;
  /** A string is sent as text, anything else as JSON. */
  readonly body?: unknown;
}

/** What happens to a request. */
export type Step = (exchange: Exchange) => void | Promise<void>;

export interface StoredJob {
  metadata: { name: string; uid: string; deletionTimestamp?: string; [key: string]: unknown };
  [key: string]: unknown;
}

/**
 * The least of a Jobs API, on a real socket: it keeps the bytes of every request, and does with each what the script
 * says; after the script's end, what was asked.
 */
export class JobServer implements AsyncDisposable {
  readonly jobs = new Map<string, StoredJob>();
  /** Method and URL of each request, in order of arrival. */
  readonly seen: string[] = [];
  /** The bodies of the POSTs that were read. */
  readonly bodies: string[] = [];
  readonly headers: IncomingMessage['headers'][] = [];
  readonly #script: Step[];
  readonly #server = createServer((request, response) => void this.#serve(request, response));

  private constructor(script: readonly Step[]) {
    this.#script = [...script];
  }

  static async start(...script: Step[]): Promise<JobServer> {
    const server = new JobServer(script);
    await new Promise<void>((resolve) => server.#server.listen(0, '127.0.0.1', resolve));
    return server;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  get kubeConfig(): string {
    return JSON.stringify({
      apiVersion: 'v1',
      kind: 'Config',
      clusters: [{ name: 'c', cluster: { server: this.url, 'insecure-skip-tls-verify': true } }],
      users: [{ name: 'u', user: { token: 'kubeconfig-token' } }],
      contexts: [{ name: 'x', context: { cluster: 'c', user: 'u' } }],
      'current-context': 'x',
    });
  }

  /** How many Jobs were ever made is what exactly-once is about: a uid is never used twice. */
  get created(): number {
    return this.#uids;
  }
  #uids = 0;

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    this.seen.push(`${request.method} ${request.url}`);
    this.headers.push(request.headers);
    const step = this.#script.shift() ?? pass;
    try {
      await step({ request, response, handle: () => this.#handle(request) });
    } catch {
      // The client went away in the midst of its request.
      request.socket.destroy();
    }
  }

  async #handle(request: IncomingMessage): Promise<Answer> {
    const body = await text(request);
    const [, namespace = '', name = ''] =
      /^\/apis\/batch\/v1\/namespaces\/([^/]+)\/jobs(?:\/([^/?]+))?/.exec(request.url ?? '') ?? [];
    if (request.method === 'GET') {
      const job = this.jobs.get(`${namespace}/${name}`);
      return job === undefined
        ? status(404, 'NotFound', `jobs.batch "${name}" not found`)
        : { status: 200, body: job };
    }
    this.bodies.push(body);
    const job = JSON.parse(body) as StoredJob;
    const key = `${namespace}/${job.metadata.name}`;
    const existing = this.jobs.get(key);
    if (existing !== undefined) {
      const deleted = existing.metadata.deletionTimestamp === undefined ? '' : 'object is being deleted: ';
      return status(409, 'AlreadyExists', `${deleted}jobs.batch "${job.metadata.name}" already exists`);
    }
    this.#uids += 1;
    const stored = { ...job, metadata: { ...job.metadata, namespace, uid: `uid-${this.#uids}` } };
    this.jobs.set(key, stored);
    return { status: 201, body: stored };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    this.#server.closeAllConnections();
    await closed;
  }
}

async function text(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

/** A refusal as the API server writes it. */
export function status(code: number, reason: string, message: string, details?: object): Answer {
  return {
    status: code,
    body: {
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Failure',
      message,
      reason,
      details,
      code,
    },
  };
}

function send(response: ServerResponse, { status: code, headers = {}, body }: Answer): void {
  const isText = typeof body === 'string';
  const type = isText ? 'text/plain; charset=utf-8' : 'application/json';
  response.writeHead(code, { 'content-type': type, ...headers });
  response.end(isText ? body : JSON.stringify(body));
}

/** Does what was asked. */
export const pass: Step = async ({ response, handle }) => send(response, await handle());

/** Answers so, and does nothing. */
export function answer(reply: Answer): Step {
  return async ({ request, response }) => {
    await text(request);
    send(response, reply);
  };
}

/** The connection is reset before the server has read the request. */
export const lostBefore: Step = ({ request }) => void request.socket.resetAndDestroy();

/** The server has done what was asked, and the connection is reset before the answer. */
export const lostAfter: Step = async ({ request, handle }) => {
  await handle();
  request.socket.resetAndDestroy();
};

/** The server has done what was asked, and half of the answer gets through; its length tells. */
export const halfAnswered: Step = (exchange) => half(exchange, true);

/** The same without a length; the missing last chunk tells. */
export const halfAnsweredChunked: Step = (exchange) => half(exchange, false);

async function half({ request, response, handle }: Exchange, withLength: boolean): Promise<void> {
  const { status: code, body } = await handle();
  const json = Buffer.from(JSON.stringify(body));
  const length = withLength ? { 'content-length': json.length } : {};
  response.writeHead(code, { 'content-type': 'application/json', ...length });
  response.write(json.subarray(0, json.length / 2), () => request.socket.destroy());
}

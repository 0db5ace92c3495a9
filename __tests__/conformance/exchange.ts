import { request as requestHttp } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { request as requestHttps } from 'node:https';

/** A server that scripts are run against. */
export interface Target {
  /** `http://127.0.0.1:PORT`, or https */
  readonly url: string;
  /** PEM of who has signed its certificate. */
  readonly ca?: string;
  /** Of a user who may do everything. */
  readonly token: string;
  /** Lets the seconds of a watch go by. A real server does it by itself. */
  readonly passTime?: (seconds: number) => Promise<void>;
  /** Makes it forget its history. */
  readonly compact?: () => Promise<void>;
}

export interface RawRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

export interface RawAnswer {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

/** More than the API server reads of a body. */
const tooLarge = 3 * 1024 * 1024;

/** One request over a connection of its own, with the headers given and no others. */
export async function exchange(
  target: Target,
  request: RawRequest,
  onHeaders: () => Promise<void> = () => Promise.resolve(),
): Promise<RawAnswer> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await attemptExchange(target, request, onHeaders);
    } catch (error) {
      // The server answers 413 and hangs up half a second later; who is still writing then sees the hang-up first.
      if (attempt === 5 || Buffer.byteLength(request.body ?? '') <= tooLarge || !isHangUp(error)) throw error;
    }
  }
}

const isHangUp = (error: unknown): boolean =>
  ['ECONNRESET', 'EPIPE'].includes((error as NodeJS.ErrnoException).code ?? '');

function attemptExchange(
  target: Target,
  { method, path, headers, body }: RawRequest,
  onHeaders: () => Promise<void>,
): Promise<RawAnswer> {
  const url = new URL(target.url);
  const send = url.protocol === 'https:' ? requestHttps : requestHttp;
  return new Promise((resolve, reject) => {
    const request = send({
      host: url.hostname,
      port: url.port,
      method,
      path,
      headers: { ...headers, ...(body !== undefined && { 'content-length': Buffer.byteLength(body) }) },
      agent: false,
      ...(target.ca !== undefined && { ca: target.ca }),
    });
    request.once('error', reject);
    request.once('response', (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.once('error', reject);
      response.once('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: Buffer.concat(chunks),
        }),
      );
      onHeaders().catch(reject);
    });
    request.end(body);
  });
}

import type { KubeConfig } from '@kubernetes/client-node';
import type { IncomingMessage } from 'node:http';
import { isKubernetesJobEnvironmentError } from '../../errors.js';
import { onAbort } from '../abort-listener.js';
import type { ApiRequest } from '../api-request.js';
import { toApiResponseError } from '../failures/api-response.js';
import { clusterTarget, type ClusterTarget } from '../credentials/cluster-target.js';
import { toConnectionError } from '../failures/connection-error.js';
import { ConnectionPool } from './connection-pool.js';
import { CredentialSource, type Credentials } from '../credentials/credentials.js';
import { ApiClosedError, CredentialsError } from '../errors.js';
import { hideCredentials } from '../credentials/hide-credentials.js';
import { exchange, type HttpRequest } from './http-exchange.js';
import type { RateLimiter } from './rate-limiter.js';
import { assertPlain, parseJsonObject, readText } from './response-body.js';
import { retryAfter } from '../retry.js';
import { USER_AGENT } from './user-agent.js';

/** Milliseconds. */
export interface Timeouts {
  /** Until there is a connection, TLS and proxy included. @default 10 000 */
  readonly connect: number;
  /**
   * Until the head of an answer, and between two pieces of its body. The API server gives up after 60 s by itself.
   * Watches and logs have no such bound. @default 65 000
   */
  readonly answer: number;
  /** Until an exec plug-in has printed a credential. @default 60 000 */
  readonly credentials: number;
}

export interface Call extends Omit<HttpRequest, 'headers'> {
  readonly headers?: HttpRequest['headers'];
  readonly what: ApiRequest;
  readonly kind: 'request' | 'stream';
  readonly signal?: AbortSignal | undefined;
}

/** Of a body that only explains a refusal. */
const MAX_REFUSAL_BYTES = 4 << 20;

/** Authenticated requests to one cluster, over kept connections. */
export class ApiClient {
  readonly target: ClusterTarget;
  readonly #credentials: CredentialSource;
  readonly #pool: ConnectionPool;
  readonly #timeouts: Timeouts;
  readonly #closing: AbortSignal;
  readonly #rateLimiter: RateLimiter | undefined;

  constructor(kubeConfig: KubeConfig, timeouts: Timeouts, closing: AbortSignal, rateLimiter?: RateLimiter) {
    this.target = clusterTarget(kubeConfig);
    this.#credentials = new CredentialSource(kubeConfig, this.target, {
      timeout: timeouts.credentials,
      closing,
    });
    this.#pool = new ConnectionPool(this.target, timeouts.connect);
    this.#timeouts = timeouts;
    this.#closing = closing;
    this.#rateLimiter = rateLimiter;
    closing.addEventListener('abort', () => this.#pool.destroy(), { once: true });
  }

  /** The object of a 2xx answer, and its headers. @throws ApiResponseError, ApiConnectionError, CredentialsError */
  async json(call: Call): Promise<{ readonly object: object; readonly response: IncomingMessage }> {
    try {
      const response = await this.#answer(call);
      return { object: parseJsonObject(await readText(response, this.#timeouts.answer)), response };
    } catch (error) {
      throw this.#failure(error, call);
    }
  }

  /** What the bytes of a 2xx answer hold, as it comes. Ending the iteration closes the connection. */
  async *stream<T>(
    call: Call,
    decode: (bytes: AsyncIterable<Uint8Array>) => AsyncIterable<T>,
  ): AsyncGenerator<T, void> {
    try {
      const response = await this.#answer(call);
      assertPlain(response);
      yield* decode(response);
    } catch (error) {
      throw this.#failure(error, call);
    }
  }

  async #answer(call: Call): Promise<IncomingMessage> {
    await this.#rateLimiter?.turn(call.what, this.#signals(call));
    let credentials = this.#credentials.known ?? (await this.#unlessStopped(this.#credentials.get(), call));
    let response = await this.#send(call, credentials);
    if (response.statusCode === 401) {
      // The server did not act on it, so that the request may be repeated, whatever it is.
      const others = await this.#unlessStopped(this.#credentials.renew(credentials), call).catch(
        (error: unknown) => {
          response.destroy();
          throw error;
        },
      );
      if (others !== credentials) {
        response.resume();
        credentials = others;
        response = await this.#send(call, credentials);
      }
    }
    const { statusCode = 0, headers } = response;
    if (statusCode >= 200 && statusCode < 300) {
      this.#rateLimiter?.answered(call.what, headers);
      return response;
    }
    const text = await readText(response, this.#timeouts.answer, MAX_REFUSAL_BYTES);
    const hide = hideCredentials(
      credentials.headers['authorization'] ?? credentials.headers['Authorization'],
    );
    const refusal = toApiResponseError(statusCode, headers, text, this.#named(call), hide);
    this.#rateLimiter?.answered(call.what, headers, statusCode === 429 ? retryAfter(refusal) : 0);
    throw refusal;
  }

  async #send(call: Call, { headers, tls }: Credentials): Promise<IncomingMessage> {
    const { basePath, label } = this.target;
    try {
      return await exchange(
        {
          method: call.method,
          path: `${basePath}${call.path}`,
          headers: {
            ...headers,
            host: label,
            'user-agent': USER_AGENT,
            accept: 'application/json',
            ...call.headers,
          },
          body: call.body,
        },
        {
          agent: this.#pool.agent(call.kind, tls),
          answerTimeout: call.kind === 'stream' ? Infinity : this.#timeouts.answer,
          signals: this.#signals(call),
        },
      );
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ERR_INVALID_CHAR') throw error;
      throw new CredentialsError(
        `The token or password of the user "${this.target.user.name}" holds a character that no HTTP header can carry.`,
      );
    }
  }

  /** Waits, but no longer than until the caller, or `close`, ends it. */
  async #unlessStopped<T>(promise: Promise<T>, call: Call): Promise<T> {
    let forget = (): void => undefined;
    const stopped = new Promise<never>((_, reject) => {
      forget = onAbort(this.#signals(call), () => reject(new Error('The request was ended')));
    });
    try {
      return await Promise.race([stopped, promise]);
    } finally {
      forget();
    }
  }

  #signals({ signal }: Call): readonly AbortSignal[] {
    return signal === undefined ? [this.#closing] : [this.#closing, signal];
  }

  #failure(error: unknown, call: Call): unknown {
    if (call.signal?.aborted) return call.signal.reason;
    if (this.#closing.aborted) return new ApiClosedError();
    if (isKubernetesJobEnvironmentError(error)) return error;
    return toConnectionError(error, this.#named(call));
  }

  #named({ what }: Call): ApiRequest {
    return { ...what, server: this.target.label };
  }
}

import { request as requestHttp, type ClientRequest, type IncomingMessage } from 'node:http';
import { onAbort } from '../abort-listener.js';
import type { ClusterAgent } from './cluster-agent.js';

export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'DELETE' | 'PATCH';
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | undefined;
}

export interface ExchangeOptions {
  readonly agent: ClusterAgent;
  /** Milliseconds until the head of the answer, counted from when there is a connection. */
  readonly answerTimeout: number;
  /** Each of them ends the request, also when its answer is being read. */
  readonly signals: readonly AbortSignal[];
}

/**
 * Sends a request and gives the answer when its head is there. A GET that meets a kept connection which the server
 * has just closed is sent once more, on a new one; nothing else is ever sent twice.
 */
export async function exchange(message: HttpRequest, options: ExchangeOptions): Promise<IncomingMessage> {
  const first = start(message, options);
  try {
    return await first.answer;
  } catch (error) {
    const stopped = options.signals.some(({ aborted }) => aborted);
    if (stopped || !first.request.reusedSocket || !isReset(error)) throw error;
    // What closed one kept connection has most likely closed the others too: a repetition must not meet them.
    options.agent.dropIdle();
    if (message.method !== 'GET') throw error;
    return start(message, options).answer;
  }
}

interface Exchange {
  readonly request: ClientRequest;
  readonly answer: Promise<IncomingMessage>;
}

function start({ method, path, headers, body }: HttpRequest, options: ExchangeOptions): Exchange {
  const { agent, answerTimeout, signals } = options;
  const request = requestHttp({ agent, method, path, headers, setHost: false });
  const answer = new Promise<IncomingMessage>((resolve, reject) => {
    let response: IncomingMessage | undefined;
    let timer: NodeJS.Timeout | undefined;
    const stop = (): void => void (response ?? request).destroy(new Error('The request was ended'));
    const forget = onAbort(signals, stop);

    request.once('socket', () => {
      if (answerTimeout === Infinity) return;
      timer = setTimeout(() => request.destroy(timedOut(answerTimeout)), answerTimeout);
    });
    request.once('response', (message) => {
      clearTimeout(timer);
      response = message;
      // Who reads the answer gets its error; without a listener one that nobody reads any more would be uncaught.
      message.on('error', () => undefined);
      resolve(message);
    });
    request.on('error', reject);
    request.once('close', () => {
      clearTimeout(timer);
      forget();
      if (response === undefined) reject(closed());
    });
    request.end(body);
  });
  return { request, answer };
}

function isReset(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return code === 'ECONNRESET' || code === 'EPIPE';
}

export function closed(): Error {
  return Object.assign(new Error('The connection was closed'), { code: 'ECONNRESET' });
}

export function timedOut(milliseconds: number): Error {
  return Object.assign(new Error(`No answer within ${milliseconds} ms`), { code: 'ETIMEDOUT' });
}

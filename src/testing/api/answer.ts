import type { ServerResponse } from 'node:http';
import { StatusError, failure, type Status } from '../objects/status.js';
import { hangUp } from './hang-up.js';

/** Where a stream writes to. */
export interface Sink {
  write(data: string | Uint8Array): void;
  /** Ends the answer cleanly. */
  end(): void;
  /** Called once when the answer has ended, by whomever. */
  onClose(callback: () => void): void;
}

/** What the API server answers: JSON, text, or a stream. */
export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Texts of `Warning` headers, each with code 299. */
  readonly warnings?: readonly string[];
  readonly body?: unknown;
  readonly text?: string | Uint8Array;
  readonly stream?: (sink: Sink) => void;
}

export const json = (status: number, body: unknown, warnings: readonly string[] = []): Answer => ({
  status,
  body,
  warnings,
});

/** An exception as an answer: what is not a refusal is a fault of the cluster itself, and says so. */
export function answerOf(error: unknown): Answer {
  const status: Status =
    error instanceof StatusError
      ? error.status
      : failure(500, 'InternalError', `Internal error occurred: ${String(error)}`).status;
  const retry = status.details?.retryAfterSeconds;
  return {
    status: status.code ?? 500,
    body: status,
    ...(retry !== undefined && { headers: { 'retry-after': String(retry) } }),
  };
}

/** The answer, or the refusal, with what the client is warned of: it is warned in both cases. */
export function withWarnings(warnings: readonly string[], handle: () => Answer): Answer {
  try {
    return handle();
  } catch (error) {
    return { ...answerOf(error), warnings };
  }
}

/** Where an answer is cut, in bytes of its body: then the connection is reset, or nothing comes any more. */
export interface Cut {
  readonly resetAfterBytes?: number;
  readonly silentAfterBytes?: number;
}

/** Sends an answer, whole or cut. */
export function send(response: ServerResponse, answer: Answer, cut: Cut = {}): void {
  for (const [name, value] of Object.entries(answer.headers ?? {})) response.setHeader(name, value);
  response.setHeader('cache-control', 'no-cache, private');
  if (answer.warnings?.length) {
    response.setHeader(
      'warning',
      answer.warnings.map((text) => `299 - ${JSON.stringify(text)}`),
    );
  }
  response.statusCode = answer.status;
  const sink = sinkTo(response, cut);
  if (answer.stream !== undefined) {
    response.flushHeaders();
    answer.stream(sink);
    return;
  }
  if (answer.text !== undefined) {
    sink.write(answer.text);
  } else if (answer.body !== undefined) {
    if (!response.hasHeader('content-type')) response.setHeader('content-type', 'application/json');
    sink.write(JSON.stringify(answer.body));
  }
  sink.end();
}

function sinkTo(response: ServerResponse, { resetAfterBytes, silentAfterBytes }: Cut): Sink {
  const limit = resetAfterBytes ?? silentAfterBytes ?? Infinity;
  const cutOff = (): void => {
    if (resetAfterBytes !== undefined) hangUp(response.socket);
  };
  let rest = limit;
  return {
    write(data) {
      const bytes = Buffer.from(data);
      if (response.writableEnded || response.destroyed || rest < 0 || bytes.length === 0) return;
      if (bytes.length < rest) {
        rest -= bytes.length;
        response.write(bytes);
        return;
      }
      response.write(bytes.subarray(0, rest), cutOff);
      rest = -1;
    },
    end() {
      if (rest < 0 || response.writableEnded) return;
      // A body shorter than the limit is cut at its end: the answer never becomes whole.
      if (limit !== Infinity) cutOff();
      else response.end();
    },
    onClose(callback) {
      // A request that was held may have gone before its answer begins.
      if (response.closed) callback();
      else response.once('close', callback);
    },
  };
}

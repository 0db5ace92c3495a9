import type { IncomingMessage } from 'node:http';
import { closed, timedOut } from './http-exchange.js';

/** A page of a list is far below it; an endless answer must not take the memory of the process. */
export const MAX_BODY_BYTES = 256 << 20;

/** An answer that is no answer of an API server. */
export class BadAnswerError extends Error {
  readonly code = 'BAD_ANSWER';
}

/**
 * The whole body as text. Its signal is the one that the request was sent with.
 * @param idleTimeout milliseconds without a byte after which it is given up
 */
export async function readText(
  response: IncomingMessage,
  idleTimeout: number,
  limit = MAX_BODY_BYTES,
): Promise<string> {
  assertPlain(response);
  const chunks: Buffer[] = [];
  let length = 0;
  const timer = setTimeout(() => response.destroy(timedOut(idleTimeout)), idleTimeout);
  try {
    // Listeners, as an async iterator of a stream costs more than all else of a small answer.
    await new Promise<void>((resolve, reject) => {
      response.on('data', (chunk: Buffer) => {
        timer.refresh();
        length += chunk.length;
        if (length > limit) response.destroy(new BadAnswerError(`it is larger than ${limit} bytes`));
        else chunks.push(chunk);
      });
      response.once('end', resolve).once('error', reject);
      response.once('close', () => response.readableEnded || reject(closed()));
    });
  } finally {
    clearTimeout(timer);
  }
  // Decoded as one piece: a character may stand across two chunks.
  return Buffer.concat(chunks, length).toString('utf8');
}

/** Nothing is asked to be compressed, so nothing is unpacked. */
export function assertPlain(response: IncomingMessage): void {
  const encoding = response.headers['content-encoding'];
  if (encoding === undefined || encoding === 'identity') return;
  response.destroy();
  throw new BadAnswerError(`it is compressed (${encoding}), which was not asked for`);
}

export function parseJsonObject(text: string): object {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // The parser's message quotes the text.
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  throw new BadAnswerError(
    'it is no JSON object; something else than an API server, or a proxy, may answer there',
  );
}

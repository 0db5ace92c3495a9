import type { Redact } from '../../job/redact.js';

/** Causes of causes are followed so far. */
const MAX_DEPTH = 5;

/**
 * A copy of an error of somebody else that may be shown: name, message, stack, `code` and causes, without secrets.
 * Whatever else hangs on it (the request with its body and token, the headers of the answer) is left behind.
 */
export function scrubbed(error: unknown, redact: Redact, depth = 0): Error {
  const { name, message, stack, code, cause } = fields(error);
  const text = typeof message === 'string' ? message : describe(error);
  // JSON.parse quotes a piece of the text, which may be a piece of a secret.
  const said = name === 'SyntaxError' ? 'The answer is no valid JSON' : redact(firstPart(text));
  const copy = new Error(
    said,
    cause === undefined || depth >= MAX_DEPTH
      ? undefined
      : {
          cause: scrubbed(cause, redact, depth + 1),
        },
  );
  const copyName = typeof name === 'string' ? name : 'Error';
  Object.defineProperty(copy, 'name', { value: copyName, configurable: true, writable: true });
  const frames = typeof stack === 'string' ? (stack.match(/^ +at .*$/gm) ?? []) : [];
  copy.stack = [`${copyName}: ${said}`, ...frames.map(redact)].join('\n');
  return typeof code === 'string' || typeof code === 'number' ? Object.assign(copy, { code }) : copy;
}

/** client-node's `ApiException` puts the whole body and all headers into its message, after the first line. */
function firstPart(message: string): string {
  return /^HTTP-Code: \d+\n/.test(message) ? message.slice(0, message.indexOf('\n')) : message;
}

function describe(thrown: unknown): string {
  return typeof thrown === 'string' ? thrown : 'The client threw something that is no Error.';
}

function fields(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

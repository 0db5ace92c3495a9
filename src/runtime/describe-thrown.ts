import { inspect } from 'node:util';

/** What somebody threw, for a person to read: the stack, and those of its causes. Never throws itself. */
export function describeThrown(thrown: unknown, depth = 0): string {
  // Of errors only the stack: other fields, as the request that failed, may hold a token.
  if (!(thrown instanceof Error)) return typeof thrown === 'string' ? thrown : inspect(thrown, { depth: 1 });
  const inner = thrown instanceof AggregateError ? (thrown.errors as unknown[]) : [];
  const causes = [...(thrown.cause === undefined ? [] : [thrown.cause]), ...inner];
  const text = thrown.stack ?? String(thrown);
  if (depth >= 5) return text;
  return [text, ...causes.map((cause) => `Caused by: ${describeThrown(cause, depth + 1)}`)].join('\n');
}

/** The message of what somebody threw. */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : describeThrown(thrown);
}

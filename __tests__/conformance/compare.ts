import type { Answer } from './run-script.js';

/** A place at which two answers differ. */
export interface Found {
  /** `status`, `headers.warning`, `body.metadata.labels`, `body.items.0.spec` … */
  readonly at: string;
  readonly real: unknown;
  readonly embedded: unknown;
}

/** Where two answers differ; nothing if nowhere. Of answers with another status nothing else is looked at. */
export function differences(real: Answer, embedded: Answer): Found[] {
  if (real.status !== embedded.status) {
    return [{ at: 'status', real: real.status, embedded: embedded.status }];
  }
  const found: Found[] = [];
  compare(real, embedded, '', found);
  return found;
}

function compare(real: unknown, embedded: unknown, at: string, found: Found[]): void {
  if (isContainer(real) && isContainer(embedded) && Array.isArray(real) === Array.isArray(embedded)) {
    for (const key of new Set([...Object.keys(real), ...Object.keys(embedded)])) {
      compare(real[key], embedded[key], at === '' ? key : `${at}.${key}`, found);
    }
  } else if (!Object.is(real, embedded)) {
    found.push({ at, real, embedded });
  }
}

const isContainer = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

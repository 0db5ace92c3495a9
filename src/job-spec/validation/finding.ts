/** What kinds of findings there are; docs/validation.md has an example of each. Closed: adding to it is a minor change. */
export const findingCodes = [
  'unknown-field',
  'misplaced-field',
  'missing-field',
  'wrong-type',
  'unknown-value',
  'out-of-range',
  'invalid-name',
  'invalid-label',
  'invalid-env-name',
  'invalid-port',
  'invalid-quantity',
  'invalid-path',
  'invalid-ip',
  'duplicate',
  'conflict',
  'missing-volume',
  'missing-reference',
  'restart-policy',
  'completion-mode',
  'pod-failure-policy',
  'success-policy',
  'selector',
  'server-set',
  'deprecated',
  'questionable',
  'server-refused',
  'server-warned',
] as const;

export type FindingCode = (typeof findingCodes)[number];

/** Errors are what the API server refuses; warnings what it takes, and what is hardly meant. */
export type Severity = 'error' | 'warning';

/**
 * Something about a Job spec that is wrong, or hardly meant. The message holds no value of the spec; the suggestion
 * may be a name or a quantity of it, in better spelling.
 */
export interface Finding {
  readonly severity: Severity;
  readonly code: FindingCode;
  /** Where in the Job, as `spec.template.spec.containers[0].image`. */
  readonly path: string;
  /** The file, line and column, and the end (exclusive); absent when the spec was given as an object. */
  readonly file?: string;
  readonly line?: number;
  readonly column?: number;
  readonly endLine?: number;
  readonly endColumn?: number;
  /** What is wrong and what to do, in words that can stand alone. */
  readonly message: string;
  /** Says of what a server answered that the field is not the user's: it has no place in the text. */
  readonly setBy?: 'library';
  /** The likely meant word, or where the field belongs. */
  readonly suggestion?: string;
}

/** In the order of the text; of what stands in one place, errors first. */
export function byPlace(a: Finding, b: Finding): number {
  return (
    (a.line ?? 0) - (b.line ?? 0) ||
    (a.column ?? 0) - (b.column ?? 0) ||
    Number(a.severity === 'warning') - Number(b.severity === 'warning')
  );
}

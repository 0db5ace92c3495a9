import { getOwn } from '../own-key.js';
import type { JobPath, Json } from '../job-manifest.js';
import type { FindingCode, Severity } from './finding.js';

export type JsonMap = { readonly [key: string]: Json };

/** A finding before its place in the text is looked up. */
export interface Problem {
  readonly severity: Severity;
  readonly code: FindingCode;
  readonly path: JobPath;
  /** Whether the key or the value is to be pointed at. */
  readonly part: 'key' | 'value';
  readonly message: string;
  readonly suggestion?: string;
}

export interface ProblemOptions {
  readonly part?: 'key' | 'value';
  readonly suggestion?: string | undefined;
}

/** What a run will do to the Job, as far as it matters to its checks. */
export interface ValidateJobOptions {
  /** Name of the flow container. @default the first of the list */
  readonly flowContainer?: string | undefined;
  /** Whether the name gets a suffix of the run, and is cut to fit. @default false */
  readonly uniqueJobName?: boolean | undefined;
}

/** Collects what is wrong, at the place of the Job that is being looked at. */
export class Check {
  readonly problems: Problem[] = [];
  /** Where the walk is. */
  readonly path: (string | number)[] = [];
  /** Paths at which a field is likely meant to be, though it is written elsewhere or in another spelling. */
  readonly #meant = new Set<string>();
  readonly settings: ValidateJobOptions;

  constructor(settings: ValidateJobOptions = {}) {
    this.settings = settings;
  }

  /** @param steps from the current place to what is wrong */
  error(code: FindingCode, steps: JobPath, message: string, options: ProblemOptions = {}): void {
    this.#add('error', code, steps, message, options);
  }

  warning(code: FindingCode, steps: JobPath, message: string, options: ProblemOptions = {}): void {
    this.#add('warning', code, steps, message, options);
  }

  /** Says that a field that is not there is meant to be there, so that nothing need be said about its absence. */
  expect(path: JobPath): void {
    this.#meant.add(JSON.stringify(path));
  }

  /** The problems, less those about the absence of a field that is only misspelt or misplaced. */
  get found(): readonly Problem[] {
    if (this.#meant.size === 0) return this.problems;
    return this.problems.filter(
      ({ code, path }) => !absence.has(code) || !path.some((_, end) => this.#isMeant(path.slice(0, end + 1))),
    );
  }

  /** Whether the field at these steps is absent only because it is misspelt or misplaced. */
  isMeant(...steps: JobPath): boolean {
    return this.#meant.size > 0 && this.#isMeant([...this.path, ...steps]);
  }

  #isMeant(path: JobPath): boolean {
    return this.#meant.has(JSON.stringify(path));
  }

  #add(
    severity: Severity,
    code: FindingCode,
    steps: JobPath,
    message: string,
    { part = 'value', suggestion }: ProblemOptions,
  ): void {
    const path = [...this.path, ...steps];
    this.problems.push({
      severity,
      code,
      path,
      part,
      message,
      ...(suggestion === undefined ? {} : { suggestion }),
    });
  }
}

const absence: ReadonlySet<FindingCode> = new Set(['missing-field']);

export function isMap(value: unknown): value is JsonMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The map at a key; an empty one when there is none. */
export function mapAt(value: unknown, ...keys: string[]): JsonMap {
  const found = keys.reduce(getOwn, value);
  return isMap(found) ? found : {};
}

/** The list at a key; an empty one when there is none. */
export function listAt(value: unknown, ...keys: string[]): readonly Json[] {
  const found = keys.reduce(getOwn, value);
  return Array.isArray(found) ? (found as readonly Json[]) : [];
}

/** The text at a key; `undefined` when there is none, or an empty one: to Kubernetes that is the same. */
export function textAt(value: unknown, key: string): string | undefined {
  const found = getOwn(value, key);
  return typeof found === 'string' && found !== '' ? found : undefined;
}

export function numberAt(value: unknown, key: string): number | undefined {
  const found = getOwn(value, key);
  return typeof found === 'number' ? found : undefined;
}

/** Whether a field is there: `null` is as good as absent. */
export function has(value: unknown, key: string): boolean {
  const found = getOwn(value, key);
  return found !== undefined && found !== null;
}

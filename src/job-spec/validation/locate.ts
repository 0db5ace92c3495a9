import { isDeepStrictEqual } from 'node:util';
import { formatPath } from '../format-path.js';
import type { JobManifest, JobPath } from '../job-manifest.js';
import type { JobSpec } from '../job-spec.js';
import { getOwn } from '../own-key.js';
import { isMap } from './check.js';
import type { Finding } from './finding.js';
import { nearestPosition } from './place.js';
import { parseField, type Remark, remarksOf } from './server-field.js';
import { validateJob } from './validate-job.js';

/** A spec, and the Job that was built of it and sent. */
export interface SentJob {
  readonly spec: JobSpec;
  readonly job: JobManifest;
}

/**
 * What an API server refused, as findings: with the place in the YAML where the field is the user's, and "set by the
 * library" where it is not.
 *
 * @param answer the message and the causes of its `Status`, secrets taken out
 */
export function locateRefusal(
  sent: SentJob,
  answer: {
    readonly message: string;
    readonly causes?: readonly { readonly field?: string; readonly message?: string }[];
  },
): Finding[] {
  if (answer.message.includes('quantities must match the regular expression')) {
    // The server says not which.
    const wrong = validateJob(sent.spec).filter(({ code }) => code === 'invalid-quantity');
    if (wrong.length > 0) return wrong;
  }
  return remarksOf(answer.message, answer.causes).flatMap((remark) =>
    toFindings(sent, remark, { severity: 'error', code: 'server-refused' }),
  );
}

/** What an API server warned of, likewise. */
export function locateWarning(sent: SentJob, text: string): Finding {
  // `field: text`, or `unknown field "…"`, or free text.
  const field = /^((?:spec|metadata)\S*?): /.exec(text)?.[1];
  const [remark] = field === undefined ? remarksOf(text) : [{ field, message: text.slice(field.length + 2) }];
  const [finding] = toFindings(sent, { ...remark, message: remark?.message ?? text }, warning);
  return finding ?? { ...warning, path: '', message: text };
}

const warning = { severity: 'warning', code: 'server-warned' } as const;

function toFindings(sent: SentJob, remark: Remark, kind: Pick<Finding, 'severity' | 'code'>): Finding[] {
  if (remark.field === undefined) return [{ ...kind, path: '', message: remark.message }];
  const field = indexed(sent.job, parseField(remark.field, sent.job), remark);
  const entry = entryOf(field, sent.job, remark.message);
  const path = entry?.path ?? field;
  const name = formatPath(path);
  const part = remark.message.endsWith(' field') || entry?.isKey === true ? 'key' : 'value';
  return [placed(sent, path, part, { ...kind, path: name, message: `${name}: ${remark.message}` })];
}

/** A finding of the built Job, with its place in the YAML that the Job was built of. */
export function placeInSpec(sent: SentJob, finding: Finding): Finding {
  const part = finding.code.endsWith('-field') ? 'key' : 'value';
  return placed(sent, parseField(finding.path, sent.job), part, finding);
}

function placed({ spec, job }: SentJob, path: JobPath, part: 'key' | 'value', finding: Finding): Finding {
  if (isSetByLibrary(path, spec, job)) {
    return { ...finding, message: `${finding.message} (set by the library)`, setBy: 'library' };
  }
  return { ...finding, ...(nearestPosition(spec, path, part) ?? {}) };
}

/** Some fields come without the indexes of their lists: the first place is taken that holds what the remark is about. */
function indexed(job: JobManifest, path: JobPath, { met, message }: Remark): JobPath {
  if (met !== undefined) return search(job, path, [], (value) => goKind(value) === met) ?? path;
  const text = quotedValue(message);
  return text === undefined
    ? path
    : (search(job, path, [], (value) => value === text || isMap(value)) ?? path);
}

function search(
  value: unknown,
  [step, ...rest]: JobPath,
  found: JobPath,
  isMeant: (value: unknown) => boolean,
): JobPath | undefined {
  if (step === undefined) return isMeant(value) ? found : undefined;
  if (Array.isArray(value) && typeof step !== 'number') {
    for (const [i, item] of value.entries()) {
      const inside = search(item, [step, ...rest], [...found, i], isMeant);
      if (inside !== undefined) return inside;
    }
    return undefined;
  }
  const next = getOwn(value, step);
  return next === undefined ? undefined : search(next, rest, [...found, step], isMeant);
}

function quotedValue(message: string): string | undefined {
  return /Invalid value: "((?:[^"\\]|\\.)*)"/.exec(message)?.[1]?.replace(/\\(.)/g, '$1');
}

function goKind(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  return typeof value === 'boolean' ? 'bool' : typeof value;
}

/** Labels are refused without their key; the message quotes the key or the value. */
function entryOf(
  path: JobPath,
  job: JobManifest,
  message: string,
): { path: JobPath; isKey: boolean } | undefined {
  const map = path.reduce<unknown>((value, step) => getOwn(value, step), job);
  const text = quotedValue(message);
  if (text === undefined) return undefined;
  if (path.at(-1) === text) return { path, isKey: true };
  if (!isMap(map)) return undefined;
  const key = Object.keys(map).find((name) => name === text || map[name] === text);
  return key === undefined ? undefined : { path: [...path, key], isKey: key === text };
}

/** Whether the value that was sent is another than the one of the spec. */
function isSetByLibrary(path: JobPath, { json }: JobSpec, job: JobManifest): boolean {
  const at = (root: unknown): unknown => path.reduce<unknown>((value, step) => getOwn(value, step), root);
  const sent = at(job);
  const [metadata, list] = path.length === 2 ? path : path.slice(-2);
  // Labels as a whole are both's: which of them is meant is not known.
  if (metadata === 'metadata' && list === 'labels' && at(json) !== undefined) return false;
  return sent !== undefined && !isDeepStrictEqual(sent, at(json));
}

import type { Position } from '../errors.js';
import { JobSpecDocumentError } from './errors.js';

/** What has to be known of a document to tell whether it is the Job. */
export interface DocumentFacts {
  readonly type: 'map' | 'list' | 'scalar';
  readonly apiVersion: unknown;
  readonly kind: unknown;
  readonly name: unknown;
  /** Where it starts, and where its `apiVersion` and `kind` stand. */
  readonly position?: Position | undefined;
  readonly apiVersionPosition?: Position | undefined;
  readonly kindPosition?: Position | undefined;
}

const aJob = 'a Job (apiVersion: batch/v1, kind: Job)';

/** What to do with objects that are near a Job. */
const advice: ReadonlyMap<string, string> = new Map([
  [
    'CronJob',
    `Write what stands in its spec.jobTemplate as ${aJob} in a file of its own; the flow is then run by you, not by the schedule.`,
  ],
  ['Pod', `Put its spec into spec.template.spec of ${aJob}.`],
  ['PodTemplate', `Put its template into spec.template of ${aJob}.`],
  ['List', 'Take the one Job out of its items into a file of its own, and apply the others with kubectl.'],
  ['JobList', 'Take the one Job out of its items into a file of its own.'],
]);

/**
 * Refuses everything but a single document that is a Job. Documents that are empty are not given.
 *
 * @throws JobSpecDocumentError that names every document, and says what to do.
 */
export function checkOneJob(documents: readonly DocumentFacts[], start?: Position): void {
  const [document] = documents;
  if (document === undefined) {
    throw new JobSpecDocumentError(
      `The Job spec is empty: there is nothing but comments in it, or nothing. Write ${aJob}.`,
      start,
    );
  }
  if (documents.length > 1) throw severalDocuments(documents);
  if (document.type !== 'map') {
    const what = document.type === 'list' ? 'a list' : 'a single text or number';
    throw new JobSpecDocumentError(
      `The Job spec is ${what}, but must be a map of keys and values. Write ${aJob}.`,
      document.position,
    );
  }
  checkKind(document);
  checkApiVersion(document);
}

function checkKind({ kind, apiVersion, position, kindPosition }: DocumentFacts): void {
  if (kind === 'Job') return;
  if (kind === undefined || kind === null) {
    const missing =
      apiVersion === undefined || apiVersion === null ? 'neither apiVersion nor kind' : 'no kind';
    throw new JobSpecDocumentError(
      `The Job spec has ${missing}. Add the lines "apiVersion: batch/v1" and "kind: Job".`,
      kindPosition ?? position,
    );
  }
  const help =
    typeof kind !== 'string'
      ? 'Write "kind: Job".'
      : kind.toLowerCase() === 'job'
        ? 'Kinds are case-sensitive: write "kind: Job".'
        : (advice.get(kind) ??
          `A flow runs as a Job: write ${aJob} with the containers under spec.template.spec.`);
  throw new JobSpecDocumentError(
    `The Job spec is ${kindText(kind)}, not a Job. ${help}`,
    kindPosition ?? position,
  );
}

function checkApiVersion({ apiVersion, position, apiVersionPosition }: DocumentFacts): void {
  if (apiVersion === 'batch/v1') return;
  const problem =
    apiVersion === undefined || apiVersion === null
      ? 'The Job has no apiVersion. Add the line'
      : `The apiVersion of the Job is ${typeof apiVersion === 'string' ? quoted(apiVersion) : 'no text'}, but Jobs are batch/v1. Write`;
  throw new JobSpecDocumentError(`${problem} "apiVersion: batch/v1".`, apiVersionPosition ?? position);
}

function severalDocuments(documents: readonly DocumentFacts[]): JobSpecDocumentError {
  const jobs = documents.filter(({ kind }) => kind === 'Job');
  const [job, secondJob] = jobs;
  const lines = documents.slice(0, 10).map((document) => `\n  ${describe(document)}`);
  const more = documents.length > 10 ? `\n  and ${documents.length - 10} more` : '';
  const help =
    job === undefined
      ? `None of them is a Job. Write ${aJob}.`
      : secondJob === undefined
        ? `Put only the Job${lineText(job)} into this file, and apply the others once with kubectl.`
        : 'Give each Job a file of its own.';
  const wrong = secondJob ?? documents.find((document) => document !== job);
  return new JobSpecDocumentError(
    `The Job spec holds ${documents.length} documents, but must be exactly one Job:${lines.join('')}${more}\n${help}`,
    wrong?.position,
  );
}

function describe({ type, kind, name, position }: DocumentFacts): string {
  const where = position === undefined ? '' : `line ${position.line}: `;
  if (type !== 'map') return `${where}${type === 'list' ? 'a list' : 'a single text or number'}`;
  return `${where}${kindText(kind).replace(/^an? (?=[A-Z])/, '')}${typeof name === 'string' ? ` ${quoted(name)}` : ''}`;
}

function kindText(kind: unknown): string {
  if (typeof kind !== 'string') return 'an object whose kind is no text';
  return /^[A-Za-z0-9]{1,63}$/.test(kind)
    ? `a ${kind}`.replace(/^a (?=[AEIO])/, 'an ')
    : `of kind ${quoted(kind)}`;
}

function lineText({ position }: DocumentFacts): string {
  return position === undefined ? '' : ` of line ${position.line}`;
}

/** Names and kinds may come from anywhere: quoted and cut, so that they can not pose as part of the message. */
function quoted(text: string): string {
  return JSON.stringify(text.length > 63 ? `${text.slice(0, 63)}…` : text);
}

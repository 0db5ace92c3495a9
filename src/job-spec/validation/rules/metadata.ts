import { type Check, has, isMap, type JsonMap, listAt, mapAt, textAt } from '../check.js';
import { dnsLabel, dnsSubdomain, qualifiedName, type Syntax } from '../syntax.js';

/** Fields that only the API server sets. It takes them from nobody, or refuses them. */
const serverSet = [
  'creationTimestamp',
  'deletionGracePeriodSeconds',
  'deletionTimestamp',
  'generation',
  'managedFields',
  'resourceVersion',
  'selfLink',
  'uid',
];

/** The name and the fields of the server, in the metadata of the Job and of its template. */
export function metadata(job: JsonMap, check: Check): void {
  for (const path of [['metadata'], ['spec', 'template', 'metadata']]) {
    const meta = mapAt(job, ...path);
    for (const field of serverSet) {
      if (!has(meta, field)) continue;
      const steps = [...path, field];
      const message = `"${field}" is set by the API server; remove the line`;
      // Source: rest.BeforeCreate, "resourceVersion should not be set on objects to be created".
      if (field === 'resourceVersion' && path.length === 1)
        check.error('server-set', steps, message, { part: 'key' });
      else check.warning('server-set', steps, message, { part: 'key' });
    }
  }
  if (has(job, 'status')) {
    check.warning('server-set', ['status'], '"status" is set by the API server; remove it', { part: 'key' });
  }
  names(job, check);
  jobName(job, check);
}

/** Names in the metadata of the Job; in that of the template nobody reads them. Source: ValidateObjectMeta. */
const nameFields: readonly (readonly [string, Syntax])[] = [
  ['name', dnsSubdomain],
  // A prefix: a "-" at its end is not at the end of the name. Source: maskTrailingDash.
  ['generateName', (name) => dnsSubdomain(name.replace(/-$/, 'a'))],
  ['namespace', dnsLabel],
];

function names(job: JsonMap, check: Check): void {
  const meta = mapAt(job, 'metadata');
  for (const [field, syntax] of nameFields) {
    const name = textAt(meta, field);
    const problem = name === undefined ? undefined : syntax(name);
    if (problem !== undefined) check.error('invalid-name', ['metadata', field], `"${field}" ${problem}`);
  }
  listAt(meta, 'finalizers').forEach((finalizer, i) => {
    const text = finalizer ?? '';
    const problem = typeof text === 'string' ? finalizerProblem(text) : undefined;
    if (problem !== undefined)
      check.error('invalid-name', ['metadata', 'finalizers', i], `the finalizer ${problem}`);
  });
}

const standardFinalizers = ['foregroundDeletion', 'kubernetes', 'orphan'];

function finalizerProblem(finalizer: string): string | undefined {
  const problem = qualifiedName(finalizer);
  if (problem !== undefined || finalizer.includes('/') || standardFinalizers.includes(finalizer))
    return problem;
  return 'must have a domain and a "/" before its name';
}

/** The label that carries the name of the Job to its pods: no longer than 63. */
function jobName(job: JsonMap, check: Check): void {
  const meta = mapAt(job, 'metadata');
  const name = textAt(meta, 'name');
  if (name === undefined || check.settings.uniqueJobName === true) return;
  // A name that is no name of an object at all is reported as such.
  if (dnsSubdomain(name) !== undefined) return;
  if (name.length > 63) {
    check.error(
      'invalid-name',
      ['metadata', 'name'],
      `"name" is ${name.length} characters long; at most 63 are allowed for a Job, whose name becomes a label of its pods`,
    );
  } else if (name.includes('.') && dnsLabel(name) !== undefined) {
    check.warning(
      'questionable',
      ['metadata', 'name'],
      '"name" has a "."; it becomes part of the host name of the pods, and is better without',
    );
  }
}

/** Labels of the template that the API server writes, and refuses when they are others. */
export function templateLabels(job: JsonMap, check: Check): void {
  if (mapAt(job, 'spec')['manualSelector'] === true) return;
  const path = ['spec', 'template', 'metadata', 'labels'];
  const labels = mapAt(job, ...path);
  if (!isMap(labels)) return;
  const name = textAt(mapAt(job, 'metadata'), 'name');
  for (const label of ['controller-uid', 'batch.kubernetes.io/controller-uid']) {
    if (!Object.hasOwn(labels, label)) continue;
    const message = `the label "${label}" is set by the API server; remove the line`;
    check.error('server-set', [...path, label], message, { part: 'key' });
  }
  for (const label of ['job-name', 'batch.kubernetes.io/job-name']) {
    if (!Object.hasOwn(labels, label)) continue;
    if (labels[label] === name && check.settings.uniqueJobName !== true) continue;
    const message = `the label "${label}" is set by the API server to the name of the Job; remove the line`;
    check.error('server-set', [...path, label], message, { part: 'key' });
  }
}

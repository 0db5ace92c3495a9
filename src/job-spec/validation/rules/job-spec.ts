import { type Check, has, type JsonMap, mapAt, numberAt, textAt } from '../check.js';

/** What completionMode asks for and allows. Source: pkg/apis/batch/validation/validation.go, validateJobSpec. */
export function completionMode(spec: JsonMap, check: Check): void {
  const indexed = spec['completionMode'] === 'Indexed';
  const needsIndexed = ['backoffLimitPerIndex', 'maxFailedIndexes', 'successPolicy'].filter((key) =>
    has(spec, key),
  );
  if (!indexed) {
    // A mode that is not known has its own finding.
    if (has(spec, 'completionMode') && spec['completionMode'] !== 'NonIndexed') return;
    for (const key of needsIndexed) {
      check.error('completion-mode', [key], `"${key}" needs completionMode: Indexed`, { part: 'key' });
    }
    return;
  }
  if (!has(spec, 'completions') && !check.isMeant('completions')) {
    check.error('completion-mode', ['completionMode'], 'completionMode: Indexed needs "completions"');
  }
  limits(spec, check);
}

function limits(spec: JsonMap, check: Check): void {
  const completions = numberAt(spec, 'completions');
  const parallelism = numberAt(spec, 'parallelism') ?? 0;
  const maxFailed = numberAt(spec, 'maxFailedIndexes');
  const tooHigh = (field: string, limit: number, why: string): void =>
    check.error('completion-mode', [field], `"${field}" must be at most ${limit}${why}`);
  if (parallelism > 100_000) tooHigh('parallelism', 100_000, ' when completionMode is Indexed');
  if (maxFailed !== undefined) {
    if (completions !== undefined && maxFailed > completions) {
      tooHigh('maxFailedIndexes', completions, ', the number of completions');
    } else if (maxFailed > 100_000) tooHigh('maxFailedIndexes', 100_000, '');
  }
  if (completions === undefined || completions <= 100_000 || !has(spec, 'backoffLimitPerIndex')) return;
  const why = ' with backoffLimitPerIndex and more than 100000 completions';
  if (maxFailed === undefined) {
    check.error('completion-mode', ['backoffLimitPerIndex'], `"maxFailedIndexes" is needed${why}`, {
      part: 'key',
    });
  } else if (maxFailed > 10_000) tooHigh('maxFailedIndexes', 10_000, why);
  if (parallelism > 10_000) tooHigh('parallelism', 10_000, why);
}

/** Fields that need each other, or exclude each other. */
export function jobSpec(spec: JsonMap, check: Check): void {
  if (
    has(spec, 'maxFailedIndexes') &&
    !has(spec, 'backoffLimitPerIndex') &&
    !check.isMeant('backoffLimitPerIndex')
  ) {
    check.error('completion-mode', ['maxFailedIndexes'], '"maxFailedIndexes" needs "backoffLimitPerIndex"', {
      part: 'key',
    });
  }
  const replacement = spec['podReplacementPolicy'];
  if (has(spec, 'podFailurePolicy') && replacement === 'TerminatingOrFailed') {
    check.error(
      'pod-failure-policy',
      ['podReplacementPolicy'],
      '"podReplacementPolicy" must be Failed when there is a podFailurePolicy',
    );
  }
}

/** A Job's pods end: they are not restarted for ever. */
export function restartPolicy(spec: JsonMap, check: Check): void {
  const podSpec = mapAt(spec, 'template', 'spec');
  const policy = textAt(podSpec, 'restartPolicy');
  const path = ['template', 'spec', 'restartPolicy'];
  if (policy === 'Always') {
    check.error('restart-policy', path, '"restartPolicy" of a Job must be Never or OnFailure, not Always', {
      suggestion: 'Never',
    });
  } else if (policy === 'OnFailure' && has(spec, 'podFailurePolicy')) {
    check.error('restart-policy', path, '"restartPolicy" must be Never when there is a podFailurePolicy', {
      suggestion: 'Never',
    });
  }
}

/** A dash and a hash of the run, behind the names that the library makes. */
const RUN_SUFFIX = 11;

/** Indexed Jobs add the index to their name to make the host names of their pods. */
export function indexedName(job: JsonMap, check: Check): void {
  const spec = mapAt(job, 'spec');
  const completions = numberAt(spec, 'completions') ?? 0;
  const meta = mapAt(job, 'metadata');
  const field = textAt(meta, 'name') === undefined ? 'generateName' : 'name';
  const name = textAt(meta, field);
  if (spec['completionMode'] !== 'Indexed' || completions <= 0 || name === undefined) return;
  const suffix = `-${completions - 1}`;
  const isMade = field === 'generateName' || check.settings.uniqueJobName === true;
  // A name of its own has a suffix of the run, and is cut to 63 characters; see setName.
  const length = isMade ? Math.min(63, name.replace(/[-.]+$/, '').length + RUN_SUFFIX) : name.length;
  if (length <= 63 && length + suffix.length > 63) {
    check.error(
      'invalid-name',
      ['metadata', field],
      `"${field}" is too long for an Indexed Job: with "${suffix}" for its last index it has more than 63 characters`,
    );
  } else if (name.includes('.')) {
    check.error('invalid-name', ['metadata', field], '"name" of an Indexed Job must not have a "."');
  }
}

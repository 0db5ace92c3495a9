import type { DifferenceId } from '../../src/testing/differences.js';

/** An answer of the corpus that is known to differ, and where. */
export interface DeclaredDifference {
  readonly script: string;
  readonly what: string;
  /** The places, as `differences` names them; what is below such a place is meant too. */
  readonly at: readonly string[];
  /** The entry of `declaredDifferences` that says why. */
  readonly because: DifferenceId;
}

/** Everything else must be the same, and what stands here must differ. */
export const declared: readonly DeclaredDifference[] = [
  { script: 'field-validation', what: 'a field twice, Strict', at: ['status'], because: 'duplicate-fields' },
  {
    script: 'field-validation',
    what: 'a field twice, Warn',
    at: ['headers.warning'],
    because: 'duplicate-fields',
  },
  {
    script: 'field-validation',
    what: 'an unknown field deep within, Strict',
    at: ['status'],
    because: 'deep-fields',
  },
  {
    script: 'field-validation',
    what: 'an unknown field in a probe, Strict',
    at: ['status'],
    because: 'deep-fields',
  },
  { script: 'field-validation', what: 'a number as kind', at: ['body.message'], because: 'json-errors' },
  { script: 'field-validation', what: 'a time that is none', at: ['status'], because: 'deep-fields' },
  { script: 'field-validation', what: 'not JSON at the start', at: ['body.message'], because: 'json-errors' },
  { script: 'field-validation', what: 'null', at: ['status'], because: 'json-errors' },
  {
    script: 'field-validation',
    what: 'an update with unknown fields, Warn',
    at: ['body.message', 'body.details'],
    because: 'go-values',
  },
  {
    script: 'update',
    what: 'an immutable template',
    at: ['body.message', 'body.details'],
    because: 'go-values',
  },
  { script: 'update', what: 'an unknown field, Strict', at: ['status'], because: 'patches' },
  { script: 'update', what: 'a wrong type', at: ['status'], because: 'patches' },
  {
    script: 'update',
    what: 'a variable by a strategic patch',
    at: ['body.message', 'body.details'],
    because: 'go-values',
  },
  { script: 'update', what: 'more finalizers are merged', at: ['body.metadata'], because: 'patches' },
  {
    script: 'update',
    what: 'a finalizer is removed',
    at: ['headers.warning', 'body.metadata'],
    because: 'patches',
  },
  { script: 'update', what: 'apply without a field manager', at: ['status'], because: 'patches' },
  { script: 'update', what: 'apply makes', at: ['status'], because: 'patches' },
  { script: 'update', what: 'apply again', at: ['status'], because: 'patches' },
  { script: 'update', what: 'apply of another manager', at: ['status'], because: 'patches' },
  { script: 'update', what: 'apply by force', at: ['status'], because: 'patches' },
  { script: 'update', what: 'apply that is not valid', at: ['status'], because: 'patches' },
  { script: 'list', what: 'continue that is no token', at: ['body.message'], because: 'json-errors' },
  {
    script: 'list',
    what: 'continue that is JSON of another form',
    at: ['body.message'],
    because: 'json-errors',
  },
  { script: 'watch', what: 'initial events with their end', at: ['body.3'], because: 'watch-end' },
  { script: 'pods', what: 'a service account that is not there', at: ['status'], because: 'resources' },
  { script: 'pods', what: 'an image', at: ['status'], because: 'patches' },
  { script: 'pods', what: 'an immutable field', at: ['body.message', 'body.details'], because: 'go-values' },
  { script: 'pods', what: 'a condition', at: ['body.metadata', 'body.spec'], because: 'patches' },
  { script: 'access', what: 'Accept: application/yaml', at: ['status'], because: 'transport' },
  { script: 'access', what: '/version', at: ['body.gitCommit'], because: 'resources' },
];

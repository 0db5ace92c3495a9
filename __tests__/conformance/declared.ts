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
  {
    script: 'update',
    what: 'a variable by a strategic patch',
    at: ['body.message', 'body.details'],
    because: 'go-values',
  },
  { script: 'update', what: 'apply makes', at: ['status'], because: 'patches' },
  { script: 'update', what: 'apply again', at: ['status'], because: 'patches' },
  { script: 'update', what: 'apply of another manager', at: ['status'], because: 'patches' },
  { script: 'update', what: 'apply by force', at: ['status'], because: 'patches' },
  { script: 'update', what: 'apply that is not valid', at: ['status'], because: 'patches' },
  { script: 'pods', what: 'a service account that is not there', at: ['status'], because: 'resources' },
  { script: 'pods', what: 'an immutable field', at: ['body.message', 'body.details'], because: 'go-values' },
  { script: 'access', what: 'Accept: application/yaml', at: ['status'], because: 'transport' },
];

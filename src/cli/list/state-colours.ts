import type { FoundRun } from '../../index.js';
import type { StyleName } from '../terminal/style.js';

export const stateColours: Record<FoundRun['state'], StyleName> = {
  pending: 'yellow',
  running: 'cyan',
  suspended: 'yellow',
  succeeded: 'green',
  failed: 'red',
  deleting: 'dim',
};

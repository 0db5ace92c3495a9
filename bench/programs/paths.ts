import { join } from 'node:path';
import { root } from '../../e2e/cluster/root.js';

/** A file below bench/contestants. */
export function contestantFile(...names: readonly string[]): string {
  return join(root, 'bench/contestants', ...names);
}

/** A file below bench/contestants/node_modules: what the library is measured against. */
export function contestantPackage(...names: readonly string[]): string {
  return join(root, 'bench/contestants/node_modules', ...names);
}

import type { JobPath } from '../../job-manifest.js';
import { getOwn } from '../../own-key.js';
import type { Check } from '../check.js';

/** Reports the items of a list that have the name of an earlier one. */
export function uniqueNames(list: readonly unknown[], steps: JobPath, what: string, check: Check): void {
  const seen = new Set<unknown>();
  list.forEach((item, i) => {
    const name = getOwn(item, 'name');
    if (typeof name !== 'string' || name === '') return;
    if (seen.has(name)) {
      check.error('duplicate', [...steps, i, 'name'], `there is another ${what} of this name above`);
    }
    seen.add(name);
  });
}

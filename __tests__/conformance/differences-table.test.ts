import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { declaredDifferences } from '../../src/testing/differences.js';

test('docs/testing.md shows every declared difference with its reason', () => {
  const text = readFileSync(new URL('../../docs/testing.md', import.meta.url), 'utf8');
  const shown = text.split('\n').filter((line) => line.startsWith('- '));
  expect(shown).toEqual(declaredDifferences.map(({ what, why }) => `- ${what} (${why})`));
});

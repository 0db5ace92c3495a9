import { describe, expect, test } from '@jest/globals';
import { scripts } from './corpus/scripts.js';
import { declared } from './declared.js';
import { runEmbedded } from './embedded.js';
import { readAnswers } from './fixtures.js';
import { judge } from './verdict.js';

describe('the conformance corpus', () => {
  test.each(scripts.map((script) => [script.name, script] as const))(
    '%s: the embedded cluster answers as a real one did, but for declared differences',
    async (_, script) => {
      const real = readAnswers(script);
      const embedded = await runEmbedded(script);
      expect(embedded.map(({ what }) => what)).toEqual(real.map(({ what }) => what));
      expect(judge(script, real, embedded)).toEqual([]);
    },
  );

  test('has at least 200 requests, each with a name of its own', () => {
    const names = scripts.flatMap(({ name, steps }) =>
      steps.flatMap((step) => [step, ...(step.during ?? [])]).map(({ what }) => `${name}: ${what}`),
    );
    expect(new Set(names).size).toBe(names.length);
    expect(names.length).toBeGreaterThanOrEqual(200);
  });

  test('declares differences only of requests it has, each at some place', () => {
    const known = (script: string, what: string): boolean =>
      scripts.some(({ name, steps }) => name === script && steps.some((step) => step.what === what));
    expect(declared.filter(({ script, what, at }) => !known(script, what) || at.length === 0)).toEqual([]);
  });
});

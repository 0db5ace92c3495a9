import { describe, expect, test } from '@jest/globals';
import { judge } from '../../bench/harness/goals.js';
import { interleave, pick } from '../../bench/harness/interleave.js';
import type { Measure } from '../../bench/harness/measure.js';
import { best, median, quantile, ratio, seriesOf, slope } from '../../bench/harness/statistics.js';

const measure: Measure = {
  name: '16 in flight',
  unit: 'creates/s',
  better: 'more',
  reference: 'raw',
  series: [
    { contestant: 'ours', samples: [90, 50, 200] },
    { contestant: 'raw', samples: [100, 50, 100] },
    { contestant: 'slow', samples: [10, 10, 10] },
  ],
  goals: [],
};

describe('statistics', () => {
  test('a slope is that of the line which fits best', () => {
    expect(
      slope([
        [0, 1],
        [1, 3],
        [2, 5],
      ]),
    ).toBeCloseTo(2);
    expect(
      slope([
        [0, 1],
        [1, 2],
        [2, 1],
      ]),
    ).toBeCloseTo(0);
  });

  test('the median is the middle, or the mean of the two in the middle', () => {
    expect(median([30, 10, 20])).toBe(20);
    expect(median([40, 10, 30, 20])).toBe(25);
    expect(() => median([])).toThrow('nothing');
  });

  test('a quantile lies between its neighbours', () => {
    expect(quantile([10, 20, 30, 40, 50], 0.9)).toBeCloseTo(46);
    expect(quantile([10], 0.99)).toBe(10);
  });

  test('a ratio is taken round by round, so that a slow round does not count', () => {
    expect(ratio(seriesOf(measure, 'ours'), seriesOf(measure, 'raw'))).toBe(1);
  });

  test('series of different lengths are compared by their medians', () => {
    expect(ratio({ contestant: 'a', samples: [4, 4] }, { contestant: 'b', samples: [1, 2, 3] })).toBe(2);
  });

  test('the best is the highest or the lowest, as the measure wants it', () => {
    expect(best(measure, ['slow', 'raw']).contestant).toBe('raw');
    expect(best({ ...measure, better: 'less' }, ['slow', 'raw']).contestant).toBe('slow');
    expect(() => best(measure, ['who'])).toThrow('"who" took no part in "16 in flight"');
  });
});

describe('goals', () => {
  const verdict = (goal: Measure['goals'][number]) => judge({ ...measure, goals: [goal] })[0];

  test('a ratio is held against the best of the rivals', () => {
    expect(verdict({ contestant: 'ours', against: ['slow', 'raw'], atLeast: 1 })).toMatchObject({
      against: 'raw',
      reached: 1,
      met: true,
    });
    expect(verdict({ contestant: 'ours', against: ['raw'], atLeast: 1.1 })).toMatchObject({ met: false });
    expect(verdict({ contestant: 'slow', against: ['raw'], atMost: 0.05 })).toMatchObject({ met: false });
  });

  test('a goal against nobody is a bound on the median', () => {
    expect(verdict({ contestant: 'ours', atLeast: 90 })).toMatchObject({ reached: 90, met: true });
    expect(verdict({ contestant: 'ours', atMost: 89 })).toMatchObject({ reached: 90, met: false });
  });
});

describe('interleaving', () => {
  test('everyone has a turn in each round, forwards and backwards in turn; warm-ups do not count', async () => {
    const turns: string[] = [];
    const contestant = (name: string) => ({
      name,
      run: async (round: number) => {
        turns.push(`${name}${round}`);
        return turns.length;
      },
    });
    const results = await interleave([contestant('a'), contestant('b')], { rounds: 2, warmUps: 1 });
    expect(turns).toEqual(['b0', 'a0', 'a1', 'b1', 'b2', 'a2']);
    expect(pick(results, (turn) => turn * 10)).toEqual([
      { contestant: 'a', samples: [30, 60] },
      { contestant: 'b', samples: [40, 50] },
    ]);
  });
});

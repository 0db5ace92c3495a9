import { describe, expect, test } from '@jest/globals';
import { timelineBars } from '../../src/cli/status/timeline-bars.js';
import { formatDuration } from '../../src/cli/text/duration.js';

const at = (seconds: number): string => new Date(Date.UTC(2026, 0, 1, 0, 0, seconds)).toISOString();
const bars = (timeline: object, now = Date.parse(at(60)), columns = 46): string[] =>
  timelineBars(timeline, { now, columns, style: (_, text) => text });

describe('the bars of a timeline', () => {
  test('stand under each other, each as long as its part took', () => {
    const timeline = {
      created: at(0),
      podCreated: at(1),
      scheduled: at(5),
      started: at(10),
      finished: at(20),
      ended: at(20),
      pullingMs: 3000,
    };
    expect(bars(timeline)).toEqual([
      'queued    █                    1 s',
      'scheduled  ████                4 s',
      'pulled         ███             3 s',
      'started           ██           2 s',
      'ran                 ██████████ 10 s',
      'wound up                     ▏ 0 s',
    ]);
  });

  test('a part that lasts reaches to now', () => {
    const timeline = { created: at(0), podCreated: at(0), scheduled: at(30) };
    expect(bars(timeline)).toEqual([
      'queued    ▏                    0 s',
      'scheduled ██████████           30 s',
      'started             ██████████ 30 s so far',
    ]);
  });

  test('what was going on when the Job ended has ended with it', () => {
    expect(bars({ created: at(0), ended: at(8) })).toEqual(['queued    ████████████████████ 8 s']);
  });

  test('of nothing are none', () => {
    expect(bars({})).toEqual([]);
  });

  test('fit any terminal', () => {
    const timeline = {
      created: at(0),
      podCreated: at(1),
      scheduled: at(2),
      started: at(3),
      finished: at(59),
    };
    for (const line of bars(timeline, Date.parse(at(60)), 20)) expect(line.length).toBeLessThan(40);
  });
});

test.each([
  [0, '0 s'],
  [-5, '0 s'],
  [1999, '1 s'],
  [65_000, '1 min 5 s'],
  [3_600_000, '1 h'],
  [3_660_000, '1 h 1 min'],
  [93_600_000, '1 d 2 h'],
])('%d ms are %s', (ms, text) => {
  expect(formatDuration(ms)).toBe(text);
});

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { formatNumber, markdownTable, plainTable } from '../../bench/harness/format.js';
import type { Table } from '../../bench/harness/measure.js';
import { withResults } from '../../bench/harness/page.js';
import { readResults, writeResults, type Results } from '../../bench/harness/results.js';

const project = new URL('../../', import.meta.url);
const page = readFileSync(new URL('docs/performance.md', project), 'utf8');
const stored = readResults(new URL('bench/results/', project).pathname);

const table: Table = {
  title: 'Jobs created per second',
  measures: [
    {
      name: '16 in flight',
      unit: 'creates/s',
      better: 'more',
      reference: 'raw',
      series: [
        { contestant: 'ours', samples: [950, 1050, 1000] },
        { contestant: 'raw', samples: [1000, 1000, 1000] },
      ],
      goals: [{ contestant: 'ours', against: ['raw'], atLeast: 0.9 }],
    },
    {
      name: 'CPU',
      unit: 'ms',
      better: 'less',
      reference: 'ours',
      series: [{ contestant: 'ours', samples: [0.5] }],
      goals: [{ contestant: 'ours', atMost: 0.4 }],
    },
  ],
};

describe('docs/performance.md', () => {
  test('shows exactly what the stored results say', () => {
    expect(stored.length).toBeGreaterThan(0);
    expect(withResults(page, stored)).toBe(page);
  });

  test('a page without the marks is not overwritten', () => {
    expect(() => withResults('# Performance', stored)).toThrow('<!-- results -->');
  });
});

describe('tables', () => {
  test('a terminal shows median, spread and ratio of each measure, and what became of the goals', () => {
    expect(plainTable(table).split('\n')).toEqual([
      'Jobs created per second',
      '      16 in flight, creates/s       spread  ratio  CPU, ms   spread  ratio',
      'ours                    1 000    950–1 050   1.00      0.5  0.5–0.5   1.00',
      'raw                     1 000  1 000–1 000   1.00',
      '  16 in flight: ours ≥ 0.9 × raw: 1, met',
      '  CPU: ours ≤ 0.4 ms: 0.5, missed',
    ]);
  });

  test('the page shows the same as Markdown', () => {
    expect(markdownTable(table).split('\n')).toEqual([
      '**Jobs created per second**',
      '',
      '|  | 16 in flight, creates/s | spread | ratio | CPU, ms | spread | ratio |',
      '| :-- | --: | --: | --: | --: | --: | --: |',
      '| ours | 1 000 | 950–1 050 | 1.00 | 0.5 | 0.5–0.5 | 1.00 |',
      '| raw | 1 000 | 1 000–1 000 | 1.00 |  |  |  |',
      '',
      '- 16 in flight: ours ≥ 0.9 × raw: 1, met',
      '- CPU: ours ≤ 0.4 ms: 0.5, missed',
    ]);
  });

  test.each([
    [1234567.8, '1 234 568'],
    [999.6, '1 000'],
    [123.4, '123'],
    [61.234, '61.2'],
    [0.012345, '0.0123'],
    [-64.72, '-64.7'],
  ])('%d is written %s', (value, text) => {
    expect(formatNumber(value)).toBe(text);
  });
});

describe('results', () => {
  const folder = mkdtempSync(join(tmpdir(), 'bench-results-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  test('what is written is read again, with four digits', () => {
    const machine = { processor: 'any', cores: 2, memoryGiB: 24, system: 'linux', node: 'v20.20.2' };
    const results: Results = {
      question: 'creates',
      asks: 'How many?',
      date: '2026-11-25',
      machine,
      tables: [table],
    };
    writeResults(folder, results);
    expect(readResults(folder)).toEqual([results]);
    expect(readFileSync(join(folder, 'creates.json'), 'utf8')).toContain('"samples": [950, 1050, 1000]');
  });
});

import type { Measure, Series, Table } from './measure.js';
import { judge, type Verdict } from './goals.js';
import { median, ratio, seriesOf } from './statistics.js';

/** Three digits: `1 230`, `61.2`, `0.0123`. */
export function formatNumber(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  if (Math.abs(value) < 100) return String(Number(value.toPrecision(3)));
  return String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, ' ');
}

/** The rows of a table, its head first: median, lowest and highest round, and ratio to the reference. */
function tableRows({ measures }: Table): string[][] {
  const contestants = new Set(measures.flatMap(({ series }) => series.map(({ contestant }) => contestant)));
  const head = measures.flatMap(({ name, unit }) => [`${name}, ${unit}`, 'spread', 'ratio']);
  const rows = [...contestants].map((contestant) => [
    contestant,
    ...measures.flatMap((measure) => cells(measure, contestant)),
  ]);
  return [['', ...head], ...rows];
}

function cells(measure: Measure, contestant: string): string[] {
  const series = measure.series.find((one) => one.contestant === contestant);
  if (series === undefined) return ['', '', ''];
  return [formatNumber(median(series.samples)), spread(series), ratioCell(measure, series)];
}

function spread({ samples }: Series): string {
  return `${formatNumber(Math.min(...samples))}–${formatNumber(Math.max(...samples))}`;
}

function ratioCell(measure: Measure, series: Series): string {
  return ratio(series, seriesOf(measure, measure.reference)).toFixed(2);
}

/** `16 in flight: submitJob ≥ 0.9 × node:https: 1.02, met`. */
function goalLines({ measures }: Table): string[] {
  return measures.flatMap((measure) => judge(measure).map((verdict) => goalLine(measure, verdict)));
}

function goalLine({ name, unit }: Measure, { goal, against, reached, met }: Verdict): string {
  const bound = goal.atLeast === undefined ? `≤ ${goal.atMost}` : `≥ ${goal.atLeast}`;
  const what = against === undefined ? `${bound} ${unit}` : `${bound} × ${against}`;
  const best = (goal.against?.length ?? 0) > 1 ? ', the best of these' : '';
  return `${name}: ${goal.contestant} ${what}${best}: ${formatNumber(reached)}, ${met ? 'met' : 'missed'}`;
}

/** For a terminal. */
export function plainTable(table: Table): string {
  const rows = tableRows(table);
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const lines = rows.map((row) =>
    row
      .map((cell, column) =>
        column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join('  ')
      .trimEnd(),
  );
  const goals = goalLines(table).map((line) => `  ${line}`);
  return [table.title, ...lines, ...goals].join('\n');
}

/** For docs/performance.md. */
export function markdownTable(table: Table): string {
  const [head = [], ...rows] = tableRows(table);
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const rule = line(head.map((_, column) => (column === 0 ? ':--' : '--:')));
  const goals = goalLines(table).map((goal) => `- ${goal}`);
  return [
    `**${table.title}**`,
    '',
    line(head),
    rule,
    ...rows.map(line),
    ...(goals.length > 0 ? ['', ...goals] : []),
  ].join('\n');
}

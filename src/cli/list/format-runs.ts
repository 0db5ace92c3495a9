import { stripVTControlCharacters } from 'node:util';
import type { FoundRun } from '../../index.js';
import type { Style } from '../terminal/style.js';
import { formatDuration } from '../text/duration.js';
import { stateColours } from './state-colours.js';

const headings = ['JOB', 'RUN', 'STATE', 'AGE', 'TOOK'] as const;

/** Runs as a table, the youngest first. */
export function formatRuns(runs: Iterable<FoundRun>, now: number, style: Style): string[] {
  const sorted = [...runs].sort(
    (a, b) => b.created.localeCompare(a.created) || a.job.name.localeCompare(b.job.name),
  );
  const rows = sorted.map((run) => cellsOf(run, now, style));
  return table([headings.map((heading) => style('dim', heading)), ...rows]);
}

/** A run as one line, for who reads one after the other. */
export function formatRun(run: FoundRun, now: number, style: Style): string {
  const [name = '', id = '', state = ''] = cellsOf(run, now, style);
  return `${name} (run ${id}): ${state}`;
}

function cellsOf({ job, state, created, ended }: FoundRun, now: number, style: Style): string[] {
  const since = (from: string, to: number): string => formatDuration(to - Date.parse(from));
  const took = ended === undefined ? '' : since(created, Date.parse(ended));
  return [job.name, job.flowRunId, style(stateColours[state], state), since(created, now), took];
}

function table(rows: readonly (readonly string[])[]): string[] {
  const widths = headings.map((_, column) => Math.max(...rows.map((row) => widthOf(row[column] ?? ''))));
  return rows.map((row) =>
    row
      .map((cell, column) => cell + ' '.repeat((widths[column] ?? 0) - widthOf(cell)))
      .join('  ')
      .trimEnd(),
  );
}

function widthOf(cell: string): number {
  return stripVTControlCharacters(cell).length;
}

import type { DiffLine } from './line-diff.js';
import type { Style, StyleName } from '../terminal/style.js';

/** Lines shown around a change. */
const CONTEXT = 3;

const marks = { same: ' ', removed: '-', added: '+' } as const;
const colours: Partial<Record<DiffLine['kind'], StyleName>> = { removed: 'red', added: 'green' };

/** A diff in the unified form that `patch` and pagers know. */
export function unifiedDiff(
  lines: readonly DiffLine[],
  { before, after, style }: { readonly before: string; readonly after: string; readonly style: Style },
): string {
  const heading = [style('bold', `--- ${before}`), style('bold', `+++ ${after}`)];
  return [...heading, ...hunks(lines).flatMap((hunk) => hunkLines(lines, hunk, style))].join('\n');
}

type Hunk = readonly [from: number, to: number];

/** Ranges of lines around the changes; those that touch are one. */
function hunks(lines: readonly DiffLine[]): Hunk[] {
  const found: [number, number][] = [];
  lines.forEach(({ kind }, index) => {
    if (kind === 'same') return;
    const [from, to] = [Math.max(0, index - CONTEXT), Math.min(lines.length, index + CONTEXT + 1)];
    const last = found.at(-1);
    if (last !== undefined && from <= last[1]) last[1] = to;
    else found.push([from, to]);
  });
  return found;
}

function hunkLines(lines: readonly DiffLine[], [from, to]: Hunk, style: Style): string[] {
  const side = (other: DiffLine['kind']): string => {
    const start = lines.slice(0, from).filter(({ kind }) => kind !== other).length;
    const count = lines.slice(from, to).filter(({ kind }) => kind !== other).length;
    return `${count === 0 ? start : start + 1},${count}`;
  };
  const heading = style('cyan', `@@ -${side('added')} +${side('removed')} @@`);
  const shown = lines.slice(from, to).map(({ kind, text }) => {
    const line = `${marks[kind]}${text}`;
    const colour = colours[kind];
    return colour === undefined ? line : style(colour, line);
  });
  return [heading, ...shown];
}

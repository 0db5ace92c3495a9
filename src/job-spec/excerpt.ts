import { isAlias, isScalar, visit, type ParsedNode } from 'yaml';
import type { SpecPosition } from './job-spec.js';
import type { Source } from './source.js';

type Range = readonly [from: number, to: number];

/**
 * The line of a position with a mark under it, as compilers show it. Of the line only keys and punctuation are shown:
 * every value, comment, anchor and tag is hidden, as a value may be a secret wherever it stands.
 */
export function excerpt(source: Source, root: ParsedNode, position: SpecPosition): string {
  const start = source.startOfLine(position.line);
  const line = source.line(start).replace(/\r$/, '');
  const { text, columns } = masked(line, start, rangesWithin(root, start, start + line.length));
  const end = position.endLine === position.line ? position.endColumn - 1 : line.length;
  const from = columns[position.column - 1] ?? 0;
  const width = Math.max(1, (columns[end] ?? text.length) - from);
  const number = String(position.line);
  return `  ${number} | ${text}\n  ${' '.repeat(number.length)} | ${' '.repeat(from)}${'^'.repeat(width)}`;
}

interface Ranges {
  readonly keys: readonly Range[];
  readonly values: readonly Range[];
}

/** Where keys and values stand between two offsets. */
function rangesWithin(root: ParsedNode, from: number, to: number): Ranges {
  const keys: Range[] = [];
  const values: Range[] = [];
  const shown = new Set<unknown>();
  visit(root, {
    Pair: (_, { key, value }) => {
      // What stands alone in braces, as in `{text}`, is no key to who wrote it.
      if (value !== null) shown.add(key);
    },
    Node: (_, node) => {
      if (!isScalar(node) && !isAlias(node)) return;
      const [start, end] = (node as ParsedNode).range;
      if (start >= to || end <= from) return;
      (shown.has(node) ? keys : values).push([start, end]);
    },
  });
  return { keys, values };
}

const MASK = '…';
const punctuation = /[-:{}[\],?\s]/;

/** The line as it is shown, and for each of its columns the one that it has there. */
function masked(line: string, start: number, { keys, values }: Ranges): { text: string; columns: number[] } {
  const isIn = (ranges: readonly Range[], i: number): boolean =>
    ranges.some(([from, to]) => from <= start + i && start + i < to);
  const columns: number[] = [];
  let text = '';
  for (let i = 0; i < line.length; i++) {
    const character = line.charAt(i);
    const isValue = isIn(values, i);
    const isKey = isIn(keys, i);
    if (!isValue && !isKey && character === '#') break;
    const again = text.endsWith(MASK);
    const isShown = isKey || (!isValue && punctuation.test(character));
    columns.push(!isShown && again ? text.length - 1 : text.length);
    if (isShown) text += character;
    else if (!again) text += MASK;
  }
  while (columns.length <= line.length) columns.push(text.length);
  return { text: text.trimEnd(), columns };
}

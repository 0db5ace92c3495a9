import type { JobManifest } from '../../index.js';
import type { Json } from '../../job-spec/job-manifest.js';
import type { Style } from '../terminal/style.js';
import { editYaml } from './edit-yaml.js';
import { type DiffLine, diffLines } from './line-diff.js';
import { unifiedDiff } from './unified-diff.js';

/** What a run changes in the YAML that was given, as a diff. */
export function jobDiff(
  { file, text, spec }: { readonly file: string; readonly text: string; readonly spec: JobManifest },
  job: JobManifest,
  style: Style,
): string {
  const { before, after } = editYaml(text, spec as Json, job as Json);
  const lines = withLinesOf(text, diffLines(linesOf(before), linesOf(after)));
  return unifiedDiff(lines, { before: file, after: `${file} (as sent)`, style });
}

/** The lines as they stand in the file, where formatting has left one for each. */
function withLinesOf(text: string, lines: readonly DiffLine[]): readonly DiffLine[] {
  const given = linesOf(text);
  if (given.length !== lines.filter(({ kind }) => kind !== 'added').length) return lines;
  let next = 0;
  return lines.map((line) => (line.kind === 'added' ? line : { ...line, text: given[next++] ?? '' }));
}

function linesOf(text: string): string[] {
  return text.replace(/\n+$/, '').split(/\r?\n/);
}

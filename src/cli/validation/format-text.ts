import { formatFinding } from '../../index.js';
import type { Style } from '../terminal/style.js';
import type { CheckedFile, FileFinding } from './check-file.js';

/** The findings of a file as compilers print them, each with its line and a caret, and how many there are. */
export function formatText({ file, spec, findings }: CheckedFile, style: Style): string {
  const blocks = findings.map((finding) => formatOne(finding, spec, style));
  return [...blocks, summary(file, findings, style)].join('\n');
}

function formatOne(finding: FileFinding, spec: CheckedFile['spec'], style: Style): string {
  const { severity, file, line } = finding;
  // A file that could not be read has no place in it; then its name is the place.
  const place = line === undefined ? { ...finding, path: finding.path || file } : finding;
  const [heading = '', ...excerpt] = formatFinding(place as never, spec).split('\n');
  const [where = '', ...message] = heading.split(` ${severity} `);
  const colour = severity === 'error' ? 'red' : 'yellow';
  const lines = excerpt.map((text) => (/^[ |]*\^+$/.test(text) ? style(colour, text) : style('dim', text)));
  return [
    `${style('bold', where)} ${style(colour, severity)} ${message.join(` ${severity} `)}`,
    ...lines,
  ].join('\n');
}

function summary(file: string, findings: readonly FileFinding[], style: Style): string {
  if (findings.length === 0) return `${file}: ${style('green', 'no findings')}`;
  const count = (severity: FileFinding['severity']): string[] => {
    const found = findings.filter((finding) => finding.severity === severity).length;
    return found === 0 ? [] : [`${found} ${severity}${found === 1 ? '' : 's'}`];
  };
  return `${file}: ${[...count('error'), ...count('warning')].join(', ')}`;
}

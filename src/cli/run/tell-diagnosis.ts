import { type Diagnosis, type JobSpec } from '../../index.js';
import { formatPosition } from '../../errors.js';
import type { Style } from '../terminal/style.js';

/** A diagnosis for people: where in the YAML, what is wrong, that line of the YAML, what it rests on, what to do. */
export function tellDiagnosis(
  { category, summary, advice, evidence, position }: Diagnosis,
  style: Style,
  spec?: Pick<JobSpec, 'excerpt'>,
): string {
  const where = position === undefined ? '' : `${style('bold', formatPosition(position))} `;
  const excerpt =
    position && spec?.excerpt({ ...position, endLine: position.line, endColumn: position.column + 1 });
  return [
    `${where}${style('red', category)} ${summary}`,
    ...(excerpt?.split('\n').map((line) => style('dim', line)) ?? []),
    ...evidence.map((line) => style('dim', `  ${line}`)),
    ...(advice === '' ? [] : [`  ${advice}`]),
  ].join('\n');
}

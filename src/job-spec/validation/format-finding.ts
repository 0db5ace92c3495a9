import { formatPosition } from '../../errors.js';
import type { JobSpec } from '../job-spec.js';
import type { Finding } from './finding.js';

/**
 * A finding as compilers print it: `job_spec.yaml:17:11 error unknown field "comand" in containers[0]; did you mean
 * "command"?`. With the spec, the line and a mark under it follow; values in it are hidden.
 */
export function formatFinding(finding: Finding, spec?: Pick<JobSpec, 'excerpt'>): string {
  const { severity, message, suggestion, path, file, line, column, endLine, endColumn } = finding;
  const help = suggestion === undefined ? '' : `; did you mean "${suggestion}"?`;
  if (line === undefined || column === undefined) return `${path || 'the Job'} ${severity} ${message}${help}`;
  const where = { ...(file === undefined ? {} : { file }), line, column };
  const heading = `${formatPosition(where)} ${severity} ${message}${help}`;
  const shown = spec?.excerpt({ ...where, endLine: endLine ?? line, endColumn: endColumn ?? column + 1 });
  return shown === undefined ? heading : `${heading}\n${shown}`;
}

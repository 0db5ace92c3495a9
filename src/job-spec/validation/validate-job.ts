import { formatPath } from '../format-path.js';
import type { JobPath, Json } from '../job-manifest.js';
import type { JobSpec } from '../job-spec.js';
import { schemaOfJob } from '../schema/schema.js';
import { Check, listAt, type Problem, textAt, type ValidateJobOptions } from './check.js';
import type { Finding } from './finding.js';
import { rules } from './rules/index.js';
import { Walk } from './walk.js';

/**
 * Checks a Job spec by what the API server of Kubernetes 1.37 checks, without asking it: unknown and misplaced fields,
 * types, names, ports, quantities, references inside the Job, and the rules of Jobs. What a run fills in may be
 * missing: the flow container, its image, command and args, the name and the restart policy. The findings come in the
 * order of the text, and hold no value of the spec.
 *
 * A cluster may know more than this: a field of a newer Kubernetes is an unknown field here.
 */
export function validateJob(spec: JobSpec, options: ValidateJobOptions = {}): Finding[] {
  const check = new Check(options);
  new Walk(schemaOfJob(), rules, check).object(spec.json as Json, 'Job');
  const replaced = replacedPaths(spec, options);
  const findings = check.found.map((problem) => {
    const isReplaced = problem.severity === 'error' && replaced(problem.path);
    return locate(isReplaced ? { ...problem, severity: 'warning' } : problem, spec);
  });
  return once(findings.sort(byPlace));
}

/** Whether a path is in a part of the flow container that the run writes anew: what stands there never arrives. */
function replacedPaths(spec: JobSpec, { flowContainer }: ValidateJobOptions): (path: JobPath) => boolean {
  const containers = listAt(spec.json, 'spec', 'template', 'spec', 'containers');
  const index =
    flowContainer === undefined ? 0 : containers.findIndex((item) => textAt(item, 'name') === flowContainer);
  const parts = ['image', 'command', 'args'].map((field) =>
    JSON.stringify(['spec', 'template', 'spec', 'containers', index, field]),
  );
  return (path) => path.length >= 6 && parts.includes(JSON.stringify(path.slice(0, 6)));
}

function locate({ path, part, ...problem }: Problem, spec: JobSpec): Finding {
  const position = nearestPosition(spec, path, part);
  return {
    ...problem,
    path: formatPath(path),
    ...(position === undefined ? {} : position),
  };
}

/** Where something stands; what is missing, at the key of the nearest object around it. */
function nearestPosition(spec: JobSpec, path: JobPath, part: 'key' | 'value') {
  const exact = spec.position(path, part);
  if (exact !== undefined) return exact;
  for (let end = path.length - 1; end >= 0; end--) {
    const around = spec.position(path.slice(0, end), 'key');
    if (around !== undefined)
      return end === 0 || typeof path[end - 1] === 'number' ? firstColumn(around) : around;
  }
  return undefined;
}

/** Of a whole item of a list, its beginning. */
function firstColumn<T extends { line: number; column: number }>(position: T): T {
  return { ...position, endLine: position.line, endColumn: position.column + 1 };
}

function byPlace(a: Finding, b: Finding): number {
  return (
    (a.line ?? 0) - (b.line ?? 0) ||
    (a.column ?? 0) - (b.column ?? 0) ||
    Number(a.severity === 'warning') - Number(b.severity === 'warning')
  );
}

/** What an alias brings to several places of the Job is wrong in one place of the text. */
function once(findings: readonly Finding[]): Finding[] {
  const seen = new Set<string>();
  return findings.filter(({ line, column, code, message }) => {
    if (line === undefined) return true;
    const key = `${line}:${column} ${code} ${message}`;
    return !seen.has(key) && seen.add(key) !== undefined;
  });
}

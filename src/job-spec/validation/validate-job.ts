import { formatPath } from '../format-path.js';
import type { JobPath, Json } from '../job-manifest.js';
import type { JobSpec } from '../job-spec.js';
import { schemaOfJob } from '../../schema/schema.js';
import { Check, listAt, type Problem, textAt, type ValidateJobOptions } from './check.js';
import { byPlace, type Finding } from './finding.js';
import { nearestPosition } from './place.js';
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

/** What an alias brings to several places of the Job is wrong in one place of the text. */
function once(findings: readonly Finding[]): Finding[] {
  const seen = new Set<string>();
  return findings.filter(({ line, column, code, path }) => {
    if (line === undefined) return true;
    const key = `${line}:${column} ${code} ${path.replace(/^.*[.[]/, '')}`;
    return !seen.has(key) && seen.add(key) !== undefined;
  });
}

import type { JobSpec } from '../job-spec/job-spec.js';
import { NamespaceConflictError } from './errors.js';

/** The namespace that the run or the YAML asks for; `undefined` when neither does. */
export function requestedNamespace(spec: JobSpec, runNamespace: string | undefined): string | undefined {
  const specNamespace = spec.json.metadata?.namespace || undefined;
  if (runNamespace && specNamespace && runNamespace !== specNamespace) {
    throw new NamespaceConflictError(runNamespace, specNamespace, spec.position(['metadata', 'namespace']));
  }
  return runNamespace || specNamespace;
}

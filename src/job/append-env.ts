import type { EnvVar } from '../job-spec/job-manifest.js';
import { updateFlowContainer } from './flow-container.js';
import type { JobTransform } from './job-transform.js';

/**
 * Appends variables to the env of the flow container, and to no other container. An entry of the same name that was
 * there gives way, so that no name stands twice: API servers warn of that, and some queueing systems refuse it.
 */
export function appendEnv(variables: readonly EnvVar[], flowContainer?: string): JobTransform {
  if (variables.length === 0) return (job) => job;
  const names = new Set(variables.map(({ name }) => name));
  return updateFlowContainer((container) => {
    const kept = (container.env ?? []).filter((entry) => !names.has(entry.name));
    return { ...container, env: [...kept, ...variables] };
  }, flowContainer);
}

import type { Container, EnvVar } from '../job-spec/job-manifest.js';
import { updateFlowContainer } from './flow-container.js';
import type { JobTransform } from './job-transform.js';

/**
 * Appends variables to the env of the flow container, and to no other container. An entry of the same name that was
 * there gives way, so that no name stands twice: API servers warn of that, and some queueing systems refuse it.
 */
export function appendEnv(variables: readonly EnvVar[], flowContainer?: string): JobTransform {
  if (variables.length === 0) return (job) => job;
  return updateFlowContainer(
    (container) => ({ ...container, env: appendedEnv(container, variables) }),
    flowContainer,
  );
}

export function appendedEnv({ env }: Container, variables: readonly EnvVar[]): EnvVar[] {
  const names = new Set(variables.map(({ name }) => name));
  const kept = (env ?? []).filter((entry) => !names.has(entry.name));
  return [...kept, ...variables];
}

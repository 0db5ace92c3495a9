import { InvalidArgumentError } from '../errors.js';
import { JobSpecShapeError } from '../job-spec/errors.js';
import type { Container, JobManifest, PodSpec } from '../job-spec/job-manifest.js';
import type { JobTransform } from './job-transform.js';
import { type Change, updatePodSpec } from './update.js';

/** What the flow container is called when the YAML has no container at all: the name in the seed's YAML. */
export const MADE_FLOW_CONTAINER = 'flow-container';

/**
 * Changes the flow container: the first of `spec.template.spec.containers`, or the one called `name`. With no
 * container in the list, or no list, it is made.
 *
 * @throws InvalidArgumentError when no container is called `name`.
 * @throws JobSpecShapeError when the container is a null entry.
 */
export function updateFlowContainer(
  change: (container: Container) => Container,
  name?: string,
): JobTransform {
  return updatePodSpec(inFlowContainer(change, name));
}

/** {@link updateFlowContainer}, as a change of the spec of the pod. */
export function inFlowContainer(change: Change<Container>, name?: string): Change<PodSpec> {
  return (podSpec) => {
    const containers = podSpec.containers ?? [];
    if (containers.length === 0)
      return { ...podSpec, containers: [change({ name: name ?? MADE_FLOW_CONTAINER })] };
    const index = flowContainerIndex(containers, name);
    const before = containers[index];
    if (before === null || before === undefined) throw nullContainer(index);
    const after = change(before);
    return after === before ? podSpec : { ...podSpec, containers: containers.with(index, after) };
  };
}

/** The flow container as it stands in the Job; `undefined` when it has yet to be made. */
export function findFlowContainer(job: JobManifest, name?: string): Container | undefined {
  const containers = job.spec?.template?.spec?.containers ?? [];
  return containers.length === 0
    ? undefined
    : (containers[flowContainerIndex(containers, name)] ?? undefined);
}

function flowContainerIndex(containers: readonly (Container | null)[], name: string | undefined): number {
  if (name === undefined) return 0;
  const index = containers.findIndex((container) => container?.name === name);
  if (index >= 0) return index;
  const names = containers.map((container) => `"${container?.name ?? ''}"`).join(', ');
  throw new InvalidArgumentError(
    'flowContainer',
    `No container of the Job spec is called "${name}"; there are ${names}. Change the option flowContainer, or the YAML.`,
  );
}

function nullContainer(index: number): JobSpecShapeError {
  const path = `spec.template.spec.containers[${index}]`;
  return new JobSpecShapeError(path, `${path} is empty: write the container, or remove the entry.`);
}

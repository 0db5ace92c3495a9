import { invalidValue } from '../../objects/causes.js';
import { sameJson } from '../../objects/json.js';
import type { Cause } from '../../objects/status.js';
import type { Job, JobSpec } from '../../objects/types.js';
import { validateHostnames, validateJobSpec } from './job.js';
import { validateMetadata, validateSubdomain } from './metadata.js';

const immutable = [
  'completionMode',
  'podFailurePolicy',
  'backoffLimitPerIndex',
  'managedBy',
  'successPolicy',
] as const;

/** `ValidateJobUpdate` (pkg/apis/batch/validation) */
export function validateJobUpdate(next: Job, previous: Job): Cause[] {
  const fixed = (name: keyof JobSpec & string): Cause[] =>
    sameJson(next.spec[name], previous.spec[name])
      ? []
      : [invalidValue(`spec.${name}`, next.spec[name] ?? null, 'field is immutable')];
  return [
    ...validateMetadata(next.metadata, validateSubdomain),
    ...validateJobSpec(next.spec),
    ...(next.spec.completionMode === 'Indexed'
      ? scaledAlone(next.spec, previous.spec)
      : fixed('completions')),
    ...fixed('selector'),
    ...(sameJson(fixedTemplate(next, previous), fixedTemplate(previous, previous))
      ? []
      : [invalidValue('spec.template', next.spec.template, 'field is immutable')]),
    ...immutable.flatMap(fixed),
    ...validateHostnames(next),
  ];
}

function scaledAlone({ completions, parallelism }: JobSpec, previous: JobSpec): Cause[] {
  return completions === undefined || completions === previous.completions || completions === parallelism
    ? []
    : [invalidValue('spec.completions', completions, 'can only be modified in tandem with spec.parallelism')];
}

/** What of the template may not change: of a Job that is suspended, and runs nothing, not all. */
function fixedTemplate({ spec: { template } }: Job, { spec: { suspend }, status }: Job): unknown {
  const isIdle =
    status.startTime === undefined ||
    (status.conditions ?? []).some(({ type, status: is }) => type === 'Suspended' && is === 'True');
  if (!suspend || !isIdle || (status.active ?? 0) > 0) return template;
  const { nodeSelector: _, tolerations: __, schedulingGates: ___, affinity, ...spec } = template.spec;
  const { nodeAffinity: ____, ...otherAffinity } = (affinity ?? {}) as Record<string, unknown>;
  const withoutResources = ({ resources: _, ...container }: (typeof spec.containers)[0]): unknown =>
    container;
  return {
    ...spec,
    affinity: otherAffinity,
    containers: spec.containers.map(withoutResources),
    initContainers: spec.initContainers?.map(withoutResources),
  };
}

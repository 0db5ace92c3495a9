import type { ContainerStatus, Job, Pod, PodFailurePolicyRule } from '../objects/types.js';

/** What the Job's policy says about a Pod that has failed. */
export interface FailureVerdict {
  /** Whether it counts towards the backoff limits. */
  readonly counts: boolean;
  readonly action?: string;
  /** Of a rule that fails the Job. */
  readonly message?: string;
}

/** `matchPodFailurePolicy` (pkg/controller/job): the first rule that matches decides. */
export function judgeFailure({ spec }: Job, pod: Pod): FailureVerdict {
  for (const [index, rule] of (spec.podFailurePolicy?.rules ?? []).entries()) {
    const why = matching(rule, pod);
    if (why === undefined) continue;
    const { action = '' } = rule;
    return {
      counts: action !== 'Ignore',
      action,
      ...(action === 'FailJob' && { message: `${why} matching FailJob rule at index ${index}` }),
    };
  }
  return { counts: true };
}

/** Why a rule matches, `undefined` when it does not. */
function matching({ onExitCodes, onPodConditions = [] }: PodFailurePolicyRule, pod: Pod): string | undefined {
  const { namespace, name } = pod.metadata;
  if (onExitCodes !== undefined) {
    const { containerStatuses = [], initContainerStatuses = [] } = pod.status;
    const found = [...containerStatuses, ...initContainerStatuses].find((one) => exited(one, onExitCodes));
    const code = found?.state.terminated?.exitCode;
    return found && `Container ${found.name} for pod ${namespace}/${name} failed with exit code ${code}`;
  }
  const found = pod.status.conditions?.find(({ type, status }) =>
    onPodConditions.some((pattern) => pattern.type === type && pattern.status === status),
  );
  return found && `Pod ${namespace}/${name} has condition ${found.type}`;
}

function exited(
  { name, state }: ContainerStatus,
  { containerName = name, operator, values = [] }: NonNullable<PodFailurePolicyRule['onExitCodes']>,
): boolean {
  const code = state.terminated?.exitCode ?? 0;
  return code !== 0 && name === containerName && values.includes(code) === (operator === 'In');
}

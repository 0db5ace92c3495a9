import { duplicate, invalidValue, notSupported, omittedValue, required } from '../../objects/causes.js';
import { countIndexes } from '../../objects/indexes.js';
import type { Cause } from '../../objects/status.js';
import type { JobSpec, PodFailurePolicyRule, SuccessPolicyRule } from '../../objects/types.js';
import { validateQualifiedName } from './metadata.js';

const list = (words: readonly string[]): string => `[${words.map((word) => `"${word}"`).join(' ')}]`;

const actions = ['Count', 'FailIndex', 'FailJob', 'Ignore'];

/** `validatePodFailurePolicy` (pkg/apis/batch/validation) */
export function validatePodFailurePolicy(spec: JobSpec, field: string): Cause[] {
  const { containers, initContainers = [] } = spec.template.spec;
  const names = [...containers, ...initContainers].map(({ name }) => name);
  return (spec.podFailurePolicy?.rules ?? []).flatMap((rule, index) =>
    validateFailureRule(rule, spec, names, `${field}.rules[${index}]`),
  );
}

function validateFailureRule(
  { action, onExitCodes, onPodConditions = [] }: PodFailurePolicyRule,
  { backoffLimitPerIndex }: JobSpec,
  names: readonly string[],
  field: string,
): Cause[] {
  const actionCauses = (): Cause[] => {
    if (!action) return [required(`${field}.action`, `valid values: ${list(actions)}`)];
    if (action === 'FailIndex') {
      return backoffLimitPerIndex === undefined
        ? [invalidValue(`${field}.action`, action, 'requires the backoffLimitPerIndex to be set')]
        : [];
    }
    return actions.includes(action) ? [] : [notSupported(`${field}.action`, action, actions)];
  };
  const both = onExitCodes !== undefined && onPodConditions.length > 0;
  const neither = onExitCodes === undefined && onPodConditions.length === 0;
  return [
    ...actionCauses(),
    ...(onExitCodes === undefined ? [] : validateExitCodes(onExitCodes, names, `${field}.onExitCodes`)),
    ...onPodConditions.flatMap(({ type = '', status }, index) => {
      const at = `${field}.onPodConditions[${index}]`;
      const statuses = ['False', 'True', 'Unknown'];
      return [
        ...validateQualifiedName(type).map((text) => invalidValue(`${at}.type`, type, text)),
        ...(status === undefined || statuses.includes(status)
          ? []
          : [notSupported(`${at}.status`, status, statuses)]),
      ];
    }),
    ...(both
      ? [omittedValue(field, 'specifying both OnExitCodes and OnPodConditions is not supported')]
      : []),
    ...(neither
      ? [omittedValue(field, 'specifying one of OnExitCodes and OnPodConditions is required')]
      : []),
  ];
}

const operators = ['In', 'NotIn'];

function validateExitCodes(
  { operator, containerName, values = [] }: NonNullable<PodFailurePolicyRule['onExitCodes']>,
  names: readonly string[],
  field: string,
): Cause[] {
  const at = `${field}.values`;
  const isOrdered = values.every((value, index) => index === 0 || (values[index - 1] as number) <= value);
  return [
    ...(!operator
      ? [required(`${field}.operator`, `valid values: ${list(operators)}`)]
      : operators.includes(operator)
        ? []
        : [notSupported(`${field}.operator`, operator, operators)]),
    ...(containerName === undefined || names.includes(containerName)
      ? []
      : [
          invalidValue(
            `${field}.containerName`,
            containerName,
            'must be one of the container or initContainer names in the pod template',
          ),
        ]),
    ...(values.length === 0 ? [invalidValue(at, values, 'at least one value is required')] : []),
    ...values.flatMap((value, index) => [
      ...(operator === 'In' && value === 0
        ? [invalidValue(`${at}[${index}]`, value, 'must not be 0 for the In operator')]
        : []),
      ...(values.indexOf(value) < index ? [duplicate(`${at}[${index}]`, value)] : []),
    ]),
    ...(isOrdered ? [] : [invalidValue(at, values, 'must be ordered')]),
  ];
}

/** `validateSuccessPolicy` (pkg/apis/batch/validation) */
export function validateSuccessPolicy({ successPolicy, completions = 0 }: JobSpec, field: string): Cause[] {
  const rules = successPolicy?.rules ?? [];
  return [
    ...(rules.length === 0
      ? [
          required(
            `${field}.rules`,
            'at least one rules must be specified when the successPolicy is specified',
          ),
        ]
      : []),
    ...rules.flatMap((rule, index) => validateSuccessRule(rule, completions, `${field}.rules[${index}]`)),
  ];
}

function validateSuccessRule(
  { succeededCount: count, succeededIndexes: indexes }: SuccessPolicyRule,
  completions: number,
  field: string,
): Cause[] {
  const total = indexes === undefined ? undefined : countIndexes(indexes, completions);
  const at = `${field}.succeededCount`;
  const tooMany = (most: number, what: string): Cause =>
    invalidValue(at, count, `must be less than or equal to ${most} (the number of ${what})`);
  return [
    ...(count === undefined && indexes === undefined
      ? [required(field, 'at least one of succeededCount or succeededIndexes must be specified')]
      : []),
    ...(typeof total === 'string'
      ? [invalidValue(`${field}.succeededIndexes`, indexes, `error parsing succeededIndexes: ${total}`)]
      : []),
    ...(count === undefined
      ? []
      : [
          ...(count < 0 ? [invalidValue(at, count, 'must be greater than or equal to 0')] : []),
          ...(count > completions ? [tooMany(completions, 'specified completions')] : []),
          ...(total !== undefined && count > (typeof total === 'string' ? 0 : total)
            ? [
                tooMany(
                  typeof total === 'string' ? 0 : total,
                  'indexes in the specified succeededIndexes field',
                ),
              ]
            : []),
        ]),
  ];
}

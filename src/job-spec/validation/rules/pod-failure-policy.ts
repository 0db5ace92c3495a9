import { type Check, has, isMap, type JsonMap, listAt, mapAt, textAt } from '../check.js';
import { nearest } from '../distance.js';

const code = 'pod-failure-policy';

/** Source: pkg/apis/batch/validation/validation.go, validatePodFailurePolicy. */
export function podFailurePolicy(spec: JsonMap, check: Check): void {
  const rules = listAt(spec, 'podFailurePolicy', 'rules');
  const path = ['podFailurePolicy', 'rules'];
  if (rules.length > 20) check.error(code, path, 'a podFailurePolicy has at most 20 rules');
  const podSpec = mapAt(spec, 'template', 'spec');
  const names = ['containers', 'initContainers'].flatMap((list) =>
    listAt(podSpec, list).map((container) => textAt(container, 'name')),
  );
  const known = names.filter((name) => name !== undefined);
  // The run makes a container of this name when there is none.
  if (listAt(podSpec, 'containers').length === 0)
    known.push(check.settings.flowContainer ?? 'flow-container');
  rules.forEach((rule, i) => {
    if (!isMap(rule)) return;
    const steps = [...path, i];
    if (
      rule['action'] === 'FailIndex' &&
      !has(spec, 'backoffLimitPerIndex') &&
      !check.isMeant('backoffLimitPerIndex')
    ) {
      check.error(code, [...steps, 'action'], 'action FailIndex needs "backoffLimitPerIndex"');
    }
    const name = mapAt(rule, 'onExitCodes')['containerName'];
    if (typeof name === 'string' && !known.includes(name)) {
      check.error(
        'missing-reference',
        [...steps, 'onExitCodes', 'containerName'],
        'no container has this name',
        {
          suggestion: nearest(name, known)?.word,
        },
      );
    }
  });
}

export function podFailurePolicyRule(rule: JsonMap, check: Check): void {
  const conditions = listAt(rule, 'onPodConditions');
  const both = has(rule, 'onExitCodes') && conditions.length > 0;
  if (both) {
    check.error(code, ['onPodConditions'], 'a rule has either "onExitCodes" or "onPodConditions", not both', {
      part: 'key',
    });
  } else if (
    !has(rule, 'onExitCodes') &&
    conditions.length === 0 &&
    !check.isMeant('onExitCodes') &&
    !check.isMeant('onPodConditions')
  ) {
    check.error(code, [], 'a rule needs "onExitCodes" or "onPodConditions"');
  }
  if (conditions.length > 20) check.error(code, ['onPodConditions'], 'a rule has at most 20 onPodConditions');
}

export function podCondition(condition: JsonMap, check: Check): void {
  const status = textAt(condition, 'status');
  const values = ['True', 'False', 'Unknown'];
  if (status !== undefined && !values.includes(status)) {
    check.error('unknown-value', ['status'], `unknown value of status: it is one of ${values.join(', ')}`, {
      suggestion: nearest(status, values)?.word,
    });
  }
}

export function exitCodes(requirement: JsonMap, check: Check): void {
  const values = listAt(requirement, 'values');
  if (values.length > 255) check.error(code, ['values'], '"values" has at most 255 exit codes');
  values.forEach((value, i) => {
    // In a list of numbers, null is 0.
    if ((value === 0 || value === null) && requirement['operator'] === 'In') {
      check.error(code, ['values', i], 'exit code 0 is no failure; operator In must not list it');
    }
    if (values.indexOf(value) < i) check.error('duplicate', ['values', i], 'this exit code is listed twice');
  });
  const numbers = values.filter((value) => typeof value === 'number');
  if (
    numbers.length === values.length &&
    numbers.some((value, i) => i > 0 && value < (numbers[i - 1] ?? 0))
  ) {
    check.error(code, ['values'], 'the exit codes must be in ascending order');
  }
}

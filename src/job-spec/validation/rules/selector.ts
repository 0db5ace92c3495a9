import { type Check, has, type JsonMap, listAt, mapAt } from '../check.js';
import { nearest } from '../distance.js';
import { labelValue } from '../syntax.js';

/** Labels that a selector made by the API server has itself. */
const generated = [
  'controller-uid',
  'batch.kubernetes.io/controller-uid',
  'job-name',
  'batch.kubernetes.io/job-name',
];

/** A selector by hand. Source: pkg/apis/batch/validation/validation.go, validateGeneratedSelector. */
export function jobSelector(spec: JsonMap, check: Check): void {
  const manual = spec['manualSelector'] === true;
  const selector = mapAt(spec, 'selector');
  const isEmpty =
    Object.keys(mapAt(selector, 'matchLabels')).length + listAt(selector, 'matchExpressions').length === 0;
  if (!manual) {
    if (isEmpty || check.isMeant('manualSelector')) return;
    check.error(
      'selector',
      ['selector'],
      'the API server makes the selector of a Job itself; remove "selector"',
      {
        part: 'key',
      },
    );
    return;
  }
  if (!has(spec, 'selector')) {
    if (check.isMeant('selector')) return;
    check.error('selector', ['manualSelector'], '"manualSelector" needs a "selector"; better remove it', {
      part: 'key',
    });
    return;
  }
  check.warning(
    'selector',
    ['manualSelector'],
    'with a selector by hand, Jobs of several runs take each other\'s pods; remove "manualSelector" and "selector"',
    { part: 'key' },
  );
  matches(spec, selector, check);
}

function matches(spec: JsonMap, selector: JsonMap, check: Check): void {
  const labels = mapAt(spec, 'template', 'metadata', 'labels');
  for (const [key, value] of Object.entries(mapAt(selector, 'matchLabels'))) {
    // The run writes the label "identifier".
    if (key === 'identifier' || generated.includes(key) || labels[key] === value) continue;
    check.error(
      'selector',
      ['selector', 'matchLabels', key],
      'the pod template has no such label with this value',
    );
  }
}

/** Source: k8s.io/apimachinery/pkg/apis/meta/v1/validation, ValidateLabelSelectorRequirement. */
export function labelSelectorRequirement(requirement: JsonMap, check: Check): void {
  const operators = ['In', 'NotIn', 'Exists', 'DoesNotExist'];
  const { operator } = requirement;
  const values = listAt(requirement, 'values');
  if (operator === 'In' || operator === 'NotIn') {
    if (values.length === 0 && !check.isMeant('values')) {
      check.error('missing-field', ['values'], `"values" is missing: operator ${operator} needs them`);
    }
  } else if (operator === 'Exists' || operator === 'DoesNotExist') {
    if (values.length > 0)
      check.error('conflict', ['values'], `operator ${operator} takes no "values"`, { part: 'key' });
  } else if (typeof operator === 'string' && operator !== '') {
    check.error(
      'unknown-value',
      ['operator'],
      `unknown value of operator: it is one of ${operators.join(', ')}`,
      {
        suggestion: nearest(operator, operators)?.word,
      },
    );
  }
  labelValues(values, check);
}

export function labelValues(values: readonly unknown[], check: Check): void {
  values.forEach((value, i) => {
    const problem = typeof value === 'string' ? labelValue(value) : undefined;
    if (problem !== undefined) check.error('invalid-label', ['values', i], `the label value ${problem}`);
  });
}

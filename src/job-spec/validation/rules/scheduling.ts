import { type Check, has, isMap, type JsonMap, listAt, textAt } from '../check.js';
import { dnsSubdomain, labelValue } from '../syntax.js';
import { labelValues } from './selector.js';

/** Source: ValidateTolerations. */
export function toleration(value: JsonMap, check: Check): void {
  const operator = textAt(value, 'operator') ?? 'Equal';
  if (textAt(value, 'key') === undefined && operator !== 'Exists' && !check.isMeant('key')) {
    check.error('missing-field', ['key'], '"key" is missing; without it, operator must be Exists');
  }
  if (has(value, 'tolerationSeconds') && value['effect'] !== 'NoExecute' && !check.isMeant('effect')) {
    check.error('conflict', ['tolerationSeconds'], '"tolerationSeconds" needs effect: NoExecute', {
      part: 'key',
    });
  }
  const taint = textAt(value, 'value');
  if (operator === 'Exists' && taint !== undefined) {
    check.error('conflict', ['value'], 'operator Exists takes no "value"', { part: 'key' });
  }
  const problem = operator === 'Equal' && taint !== undefined ? labelValue(taint) : undefined;
  if (problem !== undefined) check.error('invalid-label', ['value'], `"value" ${problem}`);
}

/** Source: ValidateNodeSelectorRequirement, ValidateNodeFieldSelectorRequirement. */
export function nodeSelectorRequirement(requirement: JsonMap, check: Check): void {
  const operator = textAt(requirement, 'operator');
  const values = listAt(requirement, 'values');
  if (check.isMeant('values')) return;
  if (operator === 'In' || operator === 'NotIn') {
    if (values.length === 0)
      check.error('missing-field', ['values'], `"values" is missing: operator ${operator} needs them`);
  } else if (operator === 'Exists' || operator === 'DoesNotExist') {
    if (values.length > 0)
      check.error('conflict', ['values'], `operator ${operator} takes no "values"`, { part: 'key' });
  } else if ((operator === 'Gt' || operator === 'Lt') && values.length !== 1) {
    check.error('missing-field', ['values'], `operator ${operator} needs exactly one value`);
  }
  // A wrong value of a preferred term matches nothing, and is taken.
  if (check.path.includes('requiredDuringSchedulingIgnoredDuringExecution')) labelValues(values, check);
}

/** Fields of a node that can be selected: its name. */
export function nodeSelectorTerm(term: JsonMap, check: Check): void {
  listAt(term, 'matchFields').forEach((requirement, i) => {
    const key = textAt(requirement, 'key');
    const values = listAt(requirement, 'values');
    if (
      values.some(
        (value) => value === null || (typeof value === 'string' && dnsSubdomain(value) !== undefined),
      )
    ) {
      check.error('invalid-name', ['matchFields', i, 'values'], 'this is no name of a node');
    }
    if (values.length > 1) {
      check.error(
        'conflict',
        ['matchFields', i, 'values'],
        'a field of a node is matched with exactly one value',
      );
    }
    if (key === undefined || key === 'metadata.name') return;
    check.error(
      'unknown-value',
      ['matchFields', i, 'key'],
      'the only field of a node to match is metadata.name',
      {
        suggestion: 'metadata.name',
      },
    );
  });
}

/** Source: validateTopologySpreadConstraints. */
export function topologySpread(spec: JsonMap, check: Check): void {
  const seen = new Set<string>();
  listAt(spec, 'topologySpreadConstraints').forEach((constraint, i) => {
    if (!isMap(constraint)) return;
    const steps = ['topologySpreadConstraints', i];
    const key = `${textAt(constraint, 'topologyKey')} ${textAt(constraint, 'whenUnsatisfiable')}`;
    if (seen.has(key))
      check.error(
        'duplicate',
        steps,
        'there is a constraint with this topologyKey and whenUnsatisfiable above',
      );
    seen.add(key);
    if (has(constraint, 'minDomains') && constraint['whenUnsatisfiable'] === 'ScheduleAnyway') {
      check.error(
        'conflict',
        [...steps, 'minDomains'],
        '"minDomains" needs whenUnsatisfiable: DoNotSchedule',
        {
          part: 'key',
        },
      );
    }
    if (!has(constraint, 'labelSelector') && listAt(constraint, 'matchLabelKeys').length > 0) {
      check.error('conflict', [...steps, 'matchLabelKeys'], '"matchLabelKeys" needs a labelSelector', {
        part: 'key',
      });
    } else if (!has(constraint, 'labelSelector')) {
      check.warning('questionable', steps, 'without "labelSelector" the constraint matches no pod');
    }
  });
}

import { type Check, has, isMap, type JsonMap, listAt, numberAt } from '../check.js';

const code = 'success-policy';

/** Source: pkg/apis/batch/validation/validation.go, validateSuccessPolicy. */
export function successPolicy(spec: JsonMap, check: Check): void {
  if (spec['completionMode'] !== 'Indexed') return;
  const rules = listAt(spec, 'successPolicy', 'rules');
  const path = ['successPolicy', 'rules'];
  const completions = numberAt(spec, 'completions');
  if (rules.length > 20) check.error(code, path, 'a successPolicy has at most 20 rules');
  rules.forEach((rule, i) => {
    if (isMap(rule) && completions !== undefined) ruleWithin(rule, completions, [...path, i], check);
  });
}

export function successPolicyRule(rule: JsonMap, check: Check): void {
  const fields = ['succeededCount', 'succeededIndexes'];
  if (fields.some((field) => has(rule, field) || check.isMeant(field))) return;
  check.error(code, [], 'a rule needs "succeededCount" or "succeededIndexes"');
}

function ruleWithin(rule: JsonMap, completions: number, path: (string | number)[], check: Check): void {
  const text = rule['succeededIndexes'];
  const indexes = typeof text === 'string' ? countIndexes(text, completions) : undefined;
  if (typeof indexes === 'string')
    check.error(code, [...path, 'succeededIndexes'], `"succeededIndexes" ${indexes}`);
  const count = numberAt(rule, 'succeededCount');
  if (count === undefined) return;
  if (count > completions) {
    check.error(
      code,
      [...path, 'succeededCount'],
      `"succeededCount" must be at most ${completions}, the completions`,
    );
  } else if (typeof indexes === 'number' && count > indexes) {
    check.error(
      code,
      [...path, 'succeededCount'],
      `"succeededCount" must be at most ${indexes}, the succeededIndexes`,
    );
  }
}

/** How many indexes `0,2-4` names, or what is wrong with it. */
function countIndexes(text: string, completions: number): number | string {
  if (text === '') return 0;
  let total = 0;
  let last = -1;
  for (const interval of text.split(',')) {
    const match = /^(\d{1,9})(?:-(\d{1,9}))?$/.exec(interval);
    if (match === null) return 'must be indexes and ranges, as "0,2-4"';
    const from = Number(match[1]);
    const to = match[2] === undefined ? from : Number(match[2]);
    if (from >= completions || to >= completions)
      return `must name indexes below ${completions}, the completions`;
    if (from <= last || (match[2] !== undefined && to <= from))
      return 'must be in ascending order, as "0,2-4"';
    total += to - from + 1;
    last = to;
  }
  return total;
}

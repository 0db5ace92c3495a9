import { invalidValue, notSupported } from '../../objects/causes.js';
import type { Cause } from '../../objects/status.js';
import { validateLabelValue, validateQualifiedName } from './metadata.js';

export interface Toleration {
  readonly key?: string;
  readonly operator?: string;
  readonly value?: string;
  readonly effect?: string;
  readonly tolerationSeconds?: number;
}

const effects = ['NoSchedule', 'PreferNoSchedule', 'NoExecute'];

/** `ValidateTolerations` (pkg/apis/core/validation) */
export const validateTolerations = (tolerations: readonly Toleration[], field: string): Cause[] =>
  tolerations.flatMap((toleration, index) => validateToleration(toleration, `${field}[${index}]`));

function validateToleration(toleration: Toleration, field: string): Cause[] {
  const { key = '', operator = '', effect = '', tolerationSeconds } = toleration;
  return [
    ...(key === '' ? [] : validateQualifiedName(key).map((text) => invalidValue(`${field}.key`, key, text))),
    ...(key === '' && operator !== 'Exists'
      ? [
          invalidValue(
            `${field}.operator`,
            operator,
            'operator must be Exists when `key` is empty, which means "match all values and all keys"',
          ),
        ]
      : []),
    ...(tolerationSeconds !== undefined && effect !== 'NoExecute'
      ? [
          invalidValue(
            `${field}.effect`,
            effect,
            "effect must be 'NoExecute' when `tolerationSeconds` is set",
          ),
        ]
      : []),
    ...validateOperator(toleration, `${field}.operator`),
    ...(effect === '' || effects.includes(effect) ? [] : [notSupported(`${field}.effect`, effect, effects)]),
  ];
}

function validateOperator({ operator = '', value = '' }: Toleration, field: string): Cause[] {
  switch (operator) {
    case '':
    case 'Equal': {
      const texts = validateLabelValue(value);
      return texts.length === 0 ? [] : [invalidValue(field, value, texts.join(';'))];
    }
    case 'Exists':
      return value === ''
        ? []
        : [invalidValue(field, value, "value must be empty when `operator` is 'Exists'")];
    case 'Lt':
    case 'Gt':
      // Known, but the feature is off by default.
      return [notSupported(field, operator, ['Equal', 'Exists', 'Lt', 'Gt'])];
    default:
      return [notSupported(field, operator, ['Equal', 'Exists'])];
  }
}

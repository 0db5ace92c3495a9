import { invalidValue, notSupported, required } from '../../objects/causes.js';
import type { Cause } from '../../objects/status.js';
import type { EnvVar } from '../../objects/types.js';
import { validateConfigKey, validateQualifiedName, validateSubdomain } from './metadata.js';

/** `ValidateEnv` (pkg/apis/core/validation) */
export const validateEnv = (variables: readonly EnvVar[], field: string): Cause[] =>
  variables.flatMap((variable, index) => validateVariable(variable, `${field}[${index}]`));

function validateVariable({ name, value, valueFrom }: EnvVar, field: string): Cause[] {
  return [
    ...(name ? [] : [required(`${field}.name`)]),
    ...(!name || /^[ -<>-~]+$/.test(name)
      ? []
      : [
          invalidValue(
            `${field}.name`,
            name,
            "a valid environment variable name must consist only of printable ASCII characters other than '='",
          ),
        ]),
    ...(valueFrom === undefined ? [] : validateSource(valueFrom, value, `${field}.valueFrom`)),
  ];
}

const sources = ['fieldRef', 'resourceFieldRef', 'configMapKeyRef', 'secretKeyRef', 'fileKeyRef'];

function validateSource(
  source: NonNullable<EnvVar['valueFrom']>,
  value: string | undefined,
  field: string,
): Cause[] {
  const given = sources.filter((name) => source[name] !== undefined);
  const wrong = (text: string): Cause[] => [invalidValue(field, '', text)];
  return [
    ...(source.fieldRef ? validateFieldRef(source.fieldRef, `${field}.fieldRef`) : []),
    ...['configMapKeyRef', 'secretKeyRef'].flatMap((name) =>
      source[name] ? validateKeyRef(source[name] as KeyRef, `${field}.${name}`) : [],
    ),
    ...(given.length === 0
      ? wrong(
          'must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef`, `secretKeyRef` or `fileKeyRef`',
        )
      : value
        ? wrong('may not be specified when `value` is not empty')
        : given.length > 1
          ? wrong('may not have more than one field specified at a time')
          : []),
  ];
}

interface KeyRef {
  readonly name?: string;
  readonly key?: string;
}

function validateKeyRef({ name = '', key }: KeyRef, field: string): Cause[] {
  return [
    ...validateSubdomain(name).map((text) => invalidValue(`${field}.name`, name, text)),
    ...(key
      ? validateConfigKey(key).map((text) => invalidValue(`${field}.key`, key, text))
      : [required(`${field}.key`)]),
  ];
}

/** What the downward API can put in a variable. */
const ofVariables = [
  'metadata.name',
  'metadata.namespace',
  'metadata.uid',
  'spec.nodeName',
  'spec.serviceAccountName',
  'status.hostIP',
  'status.hostIPs',
  'status.podIP',
  'status.podIPs',
];
/** What has a name, but can not be put there. */
const others = [
  'metadata.annotations',
  'metadata.labels',
  'spec.restartPolicy',
  'spec.schedulerName',
  'status.phase',
];

function validateFieldRef({ fieldPath: path = '' }: { fieldPath?: string }, field: string): Cause[] {
  const at = `${field}.fieldPath`;
  if (path === '') return [required(at)];
  const [, map, key = ''] = /^(.+)\['(.*)'\]$/.exec(path) ?? [];
  const unknown = (text: string): Cause[] => [
    invalidValue(at, path, `error converting fieldPath: field label ${text}: ${path}`),
  ];
  if (map === 'metadata.labels' || map === 'metadata.annotations') {
    const name = map === 'metadata.annotations' ? key.toLowerCase() : key;
    return validateQualifiedName(name).map((text) => invalidValue(field, name, text));
  }
  if (map !== undefined) return unknown('does not support subscript');
  if (ofVariables.includes(path)) return [];
  return others.includes(path) ? [notSupported(at, path, ofVariables)] : unknown('not supported');
}

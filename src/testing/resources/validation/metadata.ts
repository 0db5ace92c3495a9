import { invalidValue, required, tooLong } from '../../objects/causes.js';
import type { Cause } from '../../objects/status.js';
import type { ObjectMeta } from '../../objects/types.js';

// The words and rules of k8s.io/apimachinery/pkg/util/validation.
const label = '[a-z0-9]([-a-z0-9]*[a-z0-9])?';
const subdomain = `${label}(\\.${label})*`;
const qualifiedName = '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]';
const labelValue = `(${qualifiedName})?`;
const isLabel = new RegExp(`^${label}$`);
const isSubdomain = new RegExp(`^${subdomain}$`);
const isQualifiedName = new RegExp(`^${qualifiedName}$`);
const isLabelValue = new RegExp(`^${labelValue}$`);

const annotationsLimit = 256 * 1024;

/** What is wrong with a value, in the API server's words. */
export type Check = (value: string) => string[];

const tooLongText = (limit: number): string => `must be no more than ${limit} bytes`;

export const validateSubdomain: Check = (value) => [
  ...(value.length > 253 ? ['must be no more than 253 characters'] : []),
  ...(isSubdomain.test(value)
    ? []
    : [
        `a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '${subdomain}')`,
      ]),
];

export const validateLabelName: Check = (value) => [
  ...(value.length > 63 ? [tooLongText(63)] : []),
  ...(isLabel.test(value)
    ? []
    : isSubdomain.test(value)
      ? ['must not contain dots']
      : [
          `a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '${label}')`,
        ]),
];

export const validateLabelValue: Check = (value) => [
  ...(value.length > 63 ? [tooLongText(63)] : []),
  ...(isLabelValue.test(value)
    ? []
    : [
        `a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '${labelValue}')`,
      ]),
];

export const validateQualifiedName: Check = (value) => {
  const parts = value.split('/');
  const name = parts.at(-1) ?? '';
  if (parts.length > 2) {
    return [
      `a valid label key must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '${qualifiedName}') with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')`,
    ];
  }
  const errors: string[] = [];
  if (parts.length === 2) {
    errors.push(
      ...(parts[0] === ''
        ? ['prefix part must be non-empty']
        : validateSubdomain(parts[0] ?? '').map((text) => `prefix part ${text}`)),
    );
  }
  if (name === '') errors.push('name part must be non-empty');
  if (name.length > 63) errors.push(`name part ${tooLongText(63)}`);
  if (!isQualifiedName.test(name)) {
    errors.push(
      `name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '${qualifiedName}')`,
    );
  }
  return errors;
};

/** Causes for each key and value that no label may have. */
export function validateLabels(labels: Record<string, string> | undefined, field: string): Cause[] {
  return Object.entries(labels ?? {}).flatMap(([key, value]) => [
    ...validateQualifiedName(key).map((text) => invalidValue(field, key, text)),
    ...validateLabelValue(value).map((text) => invalidValue(field, value, text)),
  ]);
}

export function validateAnnotations(annotations: Record<string, string> | undefined, field: string): Cause[] {
  const entries = Object.entries(annotations ?? {});
  const size = entries.reduce((sum, pair) => sum + Buffer.byteLength(pair.join('')), 0);
  return [
    ...entries.flatMap(([key]) =>
      validateQualifiedName(key.toLowerCase()).map((text) => invalidValue(field, key, text)),
    ),
    ...(size > annotationsLimit ? [tooLong(field, annotationsLimit)] : []),
  ];
}

/** A key of a ConfigMap or Secret (`IsConfigMapKey`). */
export const validateConfigKey: Check = (value) => [
  ...(value.length > 253 ? ['must be no more than 253 characters'] : []),
  ...(/^[-._a-zA-Z0-9]+$/.test(value)
    ? []
    : [
        "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')",
      ]),
  ...(value === '.' || value === '..' ? [`must not be '${value}'`] : []),
];

/** Name, labels, annotations, owners and finalizers of an object. */
export function validateMetadata(metadata: ObjectMeta, checkName: Check): Cause[] {
  const { name, labels, annotations, ownerReferences = [], finalizers = [] } = metadata;
  const nameCauses =
    name === ''
      ? [required('metadata.name', 'name or generateName is required')]
      : checkName(name).map((text) => invalidValue('metadata.name', name, text));
  return [
    ...nameCauses,
    ...validateLabels(labels, 'metadata.labels'),
    ...validateAnnotations(annotations, 'metadata.annotations'),
    ...ownerReferences.flatMap((owner, index) =>
      (['apiVersion', 'kind', 'name', 'uid'] as const)
        .filter((field) => !owner[field])
        .map((field) => required(`metadata.ownerReferences[${index}].${field}`, 'must not be empty')),
    ),
    ...finalizers.flatMap((finalizer) =>
      validateQualifiedName(finalizer).map((text) => invalidValue('metadata.finalizers', finalizer, text)),
    ),
    ...finalizers.flatMap((finalizer, index) =>
      finalizer.includes('/') || standardFinalizers.includes(finalizer)
        ? []
        : [
            invalidValue(
              `metadata.finalizers[${index}]`,
              finalizer,
              'name is neither a standard finalizer name nor is it fully qualified',
            ),
          ],
    ),
  ];
}

const standardFinalizers = ['kubernetes', 'orphan', 'foregroundDeletion'];

import { forbiddenValue, invalidValue, required } from '../../objects/causes.js';
import { isWhole, quantityNanos } from '../../objects/quantity.js';
import type { Cause } from '../../objects/status.js';
import type { Container } from '../../objects/types.js';
import { validateQualifiedName } from './metadata.js';

const ofContainers = ['cpu', 'memory', 'ephemeral-storage'];
/** Of namespaces and claims; no container can have them. */
const standard = [
  ...ofContainers,
  ...['pods', 'services', 'replicationcontrollers', 'resourcequotas', 'secrets', 'configmaps'],
  ...['persistentvolumeclaims', 'storage', 'services.nodeports', 'services.loadbalancers'],
];

const isHugePages = (name: string): boolean => name.startsWith('hugepages-');
const isNative = (name: string): boolean => !name.includes('/') || name.includes('kubernetes.io/');
const isOvercommittable = (name: string): boolean => isNative(name) && !isHugePages(name);

/** `validateResourceRequirements` (pkg/apis/core/validation) */
export function validateResources(
  { requests = {}, limits = {} }: NonNullable<Container['resources']>,
  field: string,
): Cause[] {
  const names = [...Object.keys(limits), ...Object.keys(requests)];
  return [
    ...Object.entries(limits).flatMap(([name, value]) =>
      validateOne(name, value, `${field}.limits[${name}]`),
    ),
    ...Object.entries(requests).flatMap(([name, value]) => [
      ...validateOne(name, value, `${field}.requests[${name}]`),
      ...compareWithLimit(name, value, limits[name], field),
    ]),
    ...(names.some(isHugePages) && !names.some((name) => name === 'cpu' || name === 'memory')
      ? [forbiddenValue(field, 'HugePages require cpu or memory')]
      : []),
  ];
}

function validateOne(name: string, value: string, field: string): Cause[] {
  const nanos = quantityNanos(value) ?? 0n;
  return [
    ...validateName(name, field),
    ...(nanos < 0n ? [invalidValue(field, value, 'must be greater than or equal to 0')] : []),
    ...(!isNative(name) && !isWhole(nanos) ? [invalidValue(field, value, 'must be an integer')] : []),
  ];
}

function validateName(name: string, field: string): Cause[] {
  const malformed = validateQualifiedName(name).map((text) => invalidValue(field, name, text));
  if (malformed.length > 0) return malformed;
  if (name.includes('/')) {
    return isNative(name) || !name.startsWith('requests.')
      ? []
      : [invalidValue(field, name, "doesn't follow extended resource name standard")];
  }
  if (ofContainers.includes(name) || isHugePages(name)) return [];
  return [
    ...(standard.includes(name)
      ? []
      : [invalidValue(field, name, 'must be a standard resource type or fully qualified')]),
    invalidValue(field, name, 'must be a standard resource for containers'),
  ];
}

function compareWithLimit(name: string, request: string, limit: string | undefined, field: string): Cause[] {
  if (limit === undefined) {
    return isOvercommittable(name)
      ? []
      : [required(`${field}.limits`, 'Limit must be set for non overcommitable resources')];
  }
  const [asked = 0n, most = 0n] = [quantityNanos(request), quantityNanos(limit)];
  if (asked !== most && !isOvercommittable(name)) {
    return [invalidValue(`${field}.requests`, request, `must be equal to ${name} limit of ${limit}`)];
  }
  return asked > most
    ? [invalidValue(`${field}.requests`, request, `must be less than or equal to ${name} limit of ${limit}`)]
    : [];
}

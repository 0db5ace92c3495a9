import { duplicate, invalidValue, notFoundValue, notSupported, required } from '../../objects/causes.js';
import type { Cause } from '../../objects/status.js';
import type { Container, EnvVar, PodSpec } from '../../objects/types.js';
import { validateLabelName } from './metadata.js';

/** The important half of `ValidatePodSpec` (pkg/apis/core/validation); what is left out stands in differences.ts. */
export function validatePodSpec(spec: PodSpec, field: string): Cause[] {
  const volumes = ((spec['volumes'] as { name?: string }[] | undefined) ?? []).map(({ name }) => name);
  const names = new Set<string>();
  const check = (containers: readonly Container[], at: string): Cause[] =>
    containers.flatMap((container, index) => {
      const causes = validateContainer(container, `${at}[${index}]`, volumes);
      if (container.name && names.has(container.name)) {
        causes.push(duplicate(`${at}[${index}].name`, container.name));
      }
      names.add(container.name);
      return causes;
    });
  return [
    ...(spec.containers.length === 0 ? [required(`${field}.containers`)] : []),
    ...check(spec.containers, `${field}.containers`),
    ...check(spec.initContainers ?? [], `${field}.initContainers`),
  ];
}

const pullPolicies = ['Always', 'IfNotPresent', 'Never'];

function validateContainer(container: Container, field: string, volumes: readonly unknown[]): Cause[] {
  const { name, image, env = [], volumeMounts = [], resources = {} } = container;
  const policy = String(container['imagePullPolicy']);
  return [
    ...(name
      ? validateLabelName(name).map((text) => invalidValue(`${field}.name`, name, text))
      : [required(`${field}.name`)]),
    ...(image ? [] : [required(`${field}.image`)]),
    ...env.flatMap((variable, index) => validateEnvVar(variable, `${field}.env[${index}]`)),
    ...volumeMounts.flatMap((mount, index) => [
      ...(mount.name
        ? volumes.includes(mount.name)
          ? []
          : [notFoundValue(`${field}.volumeMounts[${index}].name`, mount.name)]
        : [required(`${field}.volumeMounts[${index}].name`)]),
      ...(mount.mountPath ? [] : [required(`${field}.volumeMounts[${index}].mountPath`)]),
    ]),
    ...(pullPolicies.includes(policy)
      ? []
      : [notSupported(`${field}.imagePullPolicy`, policy, pullPolicies)]),
    ...validateRequests(resources, `${field}.resources.requests`),
  ];
}

function validateEnvVar({ name, value, valueFrom }: EnvVar, field: string): Cause[] {
  if (!name) return [required(`${field}.name`)];
  return [
    ...(/^[ -<>-~]+$/.test(name)
      ? []
      : [
          invalidValue(
            `${field}.name`,
            name,
            "a valid environment variable name must consist only of printable ASCII characters other than '='",
          ),
        ]),
    ...(value && valueFrom !== undefined
      ? [invalidValue(`${field}.valueFrom`, '', 'may not be specified when `value` is not empty')]
      : []),
  ];
}

function validateRequests(
  { requests = {}, limits = {} }: NonNullable<Container['resources']>,
  field: string,
): Cause[] {
  return Object.entries(requests).flatMap(([name, request]) => {
    const limit = limits[name];
    return limit !== undefined && amount(request) > amount(limit)
      ? [invalidValue(field, request, `must be less than or equal to ${name} limit of ${limit}`)]
      : [];
  });
}

const suffixes: Readonly<Record<string, number>> = {
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  '': 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60,
};

function amount(quantity: string): number {
  const [, number = '', suffix = ''] = /^([+-]?[0-9.]+(?:[eE][-+]?[0-9]+)?)([a-zA-Z]*)$/.exec(quantity) ?? [];
  return Number(number) * (suffixes[suffix] ?? NaN);
}

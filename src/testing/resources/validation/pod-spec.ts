import { duplicate, invalidValue, notSupported, required } from '../../objects/causes.js';
import type { Cause } from '../../objects/status.js';
import type { Container, PodSpec } from '../../objects/types.js';
import { oneOf, validateContainer } from './container.js';
import { validateLabelName, validateLabels, validateSubdomain, type Check } from './metadata.js';
import { validateTolerations, type Toleration } from './tolerations.js';
import { validateVolumes, type Volume } from './volumes.js';

/** The important half of `ValidatePodSpec` (pkg/apis/core/validation); what is left out stands in differences.ts. */
export function validatePodSpec(spec: PodSpec, field: string): Cause[] {
  const volumes = (spec['volumes'] as Volume[] | undefined) ?? [];
  const deadline = spec['activeDeadlineSeconds'] as number | undefined;
  return [
    ...validateVolumes(volumes, `${field}.volumes`),
    ...validateContainers(spec, volumes, field),
    ...oneOf(['Always', 'OnFailure', 'Never'], spec.restartPolicy, `${field}.restartPolicy`),
    ...oneOf(
      ['ClusterFirstWithHostNet', 'ClusterFirst', 'Default', 'None'],
      spec['dnsPolicy'],
      `${field}.dnsPolicy`,
    ),
    ...validateLabels(spec.nodeSelector, `${field}.nodeSelector`),
    ...named(spec, 'serviceAccountName', validateSubdomain, field),
    ...named(spec, 'nodeName', validateSubdomain, field),
    ...(deadline !== undefined && (deadline < 1 || deadline > 2 ** 31 - 1)
      ? [
          invalidValue(
            `${field}.activeDeadlineSeconds`,
            deadline,
            'must be between 1 and 2147483647, inclusive',
          ),
        ]
      : []),
    ...named(spec, 'hostname', validateLabelName, field),
    ...named(spec, 'subdomain', validateLabelName, field),
    ...validateTolerations((spec['tolerations'] as Toleration[] | undefined) ?? [], `${field}.tolerations`),
    ...named(spec, 'priorityClassName', validateSubdomain, field),
    ...named(spec, 'runtimeClassName', validateSubdomain, field),
  ];
}

function validateContainers(spec: PodSpec, volumes: readonly Volume[], field: string): Cause[] {
  const names = new Set<string>();
  const check = (containers: readonly Container[], at: string): Cause[] =>
    containers.flatMap((container, index) => {
      const causes = validateContainer(container, volumes, `${at}[${index}]`);
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
    ...(spec.initContainers ?? []).flatMap(({ restartPolicy }, index) =>
      restartPolicy === undefined || ['Always', 'Never', 'OnFailure'].includes(restartPolicy)
        ? []
        : [
            notSupported(`${field}.initContainers[${index}].restartPolicy`, restartPolicy, [
              'Always',
              'Never',
              'OnFailure',
            ]),
          ],
    ),
  ];
}

function named(spec: PodSpec, name: string, check: Check, field: string): Cause[] {
  const value = spec[name];
  if (typeof value !== 'string' || value === '') return [];
  return check(value).map((text) => invalidValue(`${field}.${name}`, value, text));
}

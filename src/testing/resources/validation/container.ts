import { duplicate, invalidValue, notSupported, required } from '../../objects/causes.js';
import type { Cause } from '../../objects/status.js';
import type { Container } from '../../objects/types.js';
import { validateEnv } from './env.js';
import { validateLabelName } from './metadata.js';
import { validateResources } from './resources.js';
import { validateMounts, type Volume } from './volumes.js';

const messagePolicies = ['File', 'FallbackToLogsOnError'];
const pullPolicies = ['Always', 'IfNotPresent', 'Never'];

/** `validateContainerCommon` (pkg/apis/core/validation) */
export function validateContainer(container: Container, volumes: readonly Volume[], field: string): Cause[] {
  const { name, image, env = [], volumeMounts = [], resources = {}, ports = [] } = container;
  return [
    ...(name
      ? validateLabelName(name).map((text) => invalidValue(`${field}.name`, name, text))
      : [required(`${field}.name`)]),
    ...(image ? [] : [required(`${field}.image`)]),
    ...oneOf(messagePolicies, container['terminationMessagePolicy'], `${field}.terminationMessagePolicy`),
    ...validatePorts(ports as readonly Port[], `${field}.ports`),
    ...validateEnv(env, `${field}.env`),
    ...validateMounts(volumeMounts, volumes, `${field}.volumeMounts`),
    ...oneOf(pullPolicies, container['imagePullPolicy'], `${field}.imagePullPolicy`),
    ...validateResources(resources, `${field}.resources`),
  ];
}

/** A value that must be one of some. */
export function oneOf(values: readonly string[], value: unknown, field: string): Cause[] {
  if (value === undefined || value === '') return [required(field)];
  return values.includes(value as string) ? [] : [notSupported(field, value, values)];
}

interface Port {
  readonly name?: string;
  readonly containerPort?: number;
  readonly hostPort?: number;
  readonly protocol?: string;
}

function validatePorts(ports: readonly Port[], field: string): Cause[] {
  const names = new Set<string>();
  return ports.flatMap(({ name, containerPort, hostPort, protocol }, index) => {
    const at = `${field}[${index}]`;
    const again = name !== undefined && names.has(name);
    if (name) names.add(name);
    return [
      ...(name ? validatePortName(name).map((text) => invalidValue(`${at}.name`, name, text)) : []),
      ...(again ? [duplicate(`${at}.name`, name)] : []),
      ...(containerPort
        ? validatePort(containerPort, `${at}.containerPort`)
        : [required(`${at}.containerPort`)]),
      ...(hostPort ? validatePort(hostPort, `${at}.hostPort`) : []),
      ...oneOf(['SCTP', 'TCP', 'UDP'], protocol, `${at}.protocol`),
    ];
  });
}

const validatePort = (port: number, field: string): Cause[] =>
  port >= 1 && port <= 65535 ? [] : [invalidValue(field, port, 'must be between 1 and 65535, inclusive')];

/** `IsValidPortName` (k8s.io/apimachinery/pkg/util/validation) */
const validatePortName = (name: string): string[] => [
  ...(name.length > 15 ? ['must be no more than 15 characters'] : []),
  ...(/^[-a-z0-9]+$/.test(name)
    ? []
    : ['must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)']),
  ...(/[a-z]/.test(name) ? [] : ['must contain at least one letter (a-z)']),
  ...(name.includes('--') ? ['must not contain consecutive hyphens'] : []),
  ...(/^-|-$/.test(name) ? ['must not begin or end with a hyphen'] : []),
];

/**
 * Fields that the OpenAPI document calls required and the API server does not ask for: it has a default, or takes the
 * empty value. Each was tried against a server.
 */
const optional: ReadonlySet<string> = new Set([
  // Filled in by the run.
  'JobSpec.template',
  'PodSpec.containers',
  // Taken as it is, though it has no effect.
  'PodFailurePolicy.rules',
  'HTTPHeader.value',
  'Sysctl.value',
  'PreferredSchedulingTerm.preference',
  'SleepAction.seconds',
]);

export function mayBeMissing(type: string, field: string): boolean {
  return optional.has(`${type}.${field}`);
}

/**
 * Fields of features that are off by default: such a server drops them unread, so a wrong value is no error there.
 * Source: pkg/features/kube_features.go, DropDisabledTemplateFields.
 */
const gated: ReadonlySet<string> = new Set(['Lifecycle.stopSignal']);

export function isGated(field: string): boolean {
  return gated.has(field);
}

/** Enums of which the empty text is a way to say the default. */
const emptyIsDefault: ReadonlySet<string> = new Set([
  'Container.imagePullPolicy',
  'Container.terminationMessagePolicy',
  'ContainerPort.protocol',
  'HTTPGetAction.scheme',
  'PodSpec.dnsPolicy',
  'PodSpec.restartPolicy',
  'Toleration.effect',
  'Toleration.operator',
]);

export function mayBeEmpty(field: string): boolean {
  return emptyIsDefault.has(field);
}

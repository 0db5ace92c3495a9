import { invalidValue, required } from '../../objects/causes.js';
import type { Cause } from '../../objects/status.js';
import type { ClusterEvent } from '../../objects/types.js';
import { validateMetadata, validateQualifiedName, validateSubdomain } from './metadata.js';

const limits = { reportingInstance: 128, action: 128, reason: 128, message: 1024 } as const;

/** `legacyValidateEvent` (pkg/apis/core/validation/events.go): all that is asked of an Event of `v1`. */
export function validateEvent(event: ClusterEvent): Cause[] {
  const causes = validateMetadata(event.metadata, validateSubdomain);
  return [...causes, ...(event.eventTime === null ? validateOld(event) : validateNew(event))];
}

const elsewhere = (namespace: string): Cause =>
  invalidValue('involvedObject.namespace', namespace, 'does not match event.namespace');

function validateOld({ metadata, involvedObject: { namespace = '' } }: ClusterEvent): Cause[] {
  const same =
    namespace === '' ? ['', 'default'].includes(metadata.namespace ?? '') : namespace === metadata.namespace;
  return same ? [] : [elsewhere(namespace)];
}

function validateNew(event: ClusterEvent): Cause[] {
  const { metadata, involvedObject } = event;
  const component = event['reportingComponent'] as string;
  const tooLong = (Object.keys(limits) as (keyof typeof limits)[]).flatMap((name) => {
    const text = (event[name] as string | undefined) ?? '';
    if (text === '' && name !== 'message') return [required(name)];
    return text.length > limits[name]
      ? [invalidValue(name, '', `can have at most ${limits[name]} characters`)]
      : [];
  });
  return [
    ...(!involvedObject.namespace && !['default', 'kube-system'].includes(metadata.namespace ?? '')
      ? [elsewhere('')]
      : []),
    ...(component === '' ? [required('reportingComponent')] : []),
    ...validateQualifiedName(component).map((text) => invalidValue('reportingComponent', component, text)),
    ...tooLong,
  ];
}

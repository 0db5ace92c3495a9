import { eventPrinter } from '../table/events.js';
import type { ResourceDefinition } from './definition.js';
import { objectMeta, typeMeta } from './schema/core.js';
import { all, struct } from './schema/schema.js';
import { validateEvent } from './validation/event.js';

const objectReference = struct(
  'ObjectReference',
  all('string', 'kind', 'namespace', 'name', 'uid', 'apiVersion', 'resourceVersion', 'fieldPath'),
);

/** Events as `v1` has them. They are kept for as long as the cluster lives. */
export const events: ResourceDefinition<'events'> = {
  resource: 'events',
  plural: 'events',
  kind: 'Event',
  group: '',
  version: 'v1',
  namespaced: true,
  shortNames: ['ev'],
  subresources: [],
  schema: struct('Event', {
    ...typeMeta,
    metadata: objectMeta,
    ...all('string', 'reason', 'message', 'type', 'action', 'reportingComponent', 'reportingInstance'),
    ...all(objectReference, 'involvedObject', 'related'),
    source: struct('EventSource', all('string', 'component', 'host')),
    ...all('any', 'series', 'firstTimestamp', 'lastTimestamp', 'eventTime'),
    count: 'int32',
  }),
  fieldLabels: {
    'involvedObject.kind': (event) => event.involvedObject.kind,
    'involvedObject.namespace': (event) => event.involvedObject.namespace ?? '',
    'involvedObject.name': (event) => event.involvedObject.name,
    'involvedObject.uid': (event) => event.involvedObject.uid,
    'involvedObject.apiVersion': (event) => event.involvedObject.apiVersion,
    'involvedObject.resourceVersion': (event) => event.involvedObject.resourceVersion,
    'involvedObject.fieldPath': (event) => event.involvedObject.fieldPath ?? '',
    reason: (event) => event.reason,
    reportingComponent: (event) => event.reportingComponent as string,
    source: (event) => event.source.component ?? '',
    type: (event) => event.type,
  },
  table: eventPrinter,
  bookmark: {
    involvedObject: {},
    source: {},
    firstTimestamp: null,
    lastTimestamp: null,
    eventTime: null,
    reportingComponent: '',
    reportingInstance: '',
  },
  uncached: true,
  createsOnUpdate: true,
  setDefaults(event) {
    event.involvedObject ??= {} as typeof event.involvedObject;
    event.source ??= {};
    event.firstTimestamp ??= null;
    event.lastTimestamp ??= null;
    event.eventTime ??= null;
    event.reportingComponent ??= '';
    event.reportingInstance ??= '';
  },
  prepareForCreate: () => undefined,
  validate: validateEvent,
  validateUpdate: validateEvent,
};

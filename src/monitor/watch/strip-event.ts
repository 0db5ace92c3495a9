import type { KubernetesObject } from '../../cluster/cluster-api.js';
import { keptMetadata, picked } from './kept.js';

/** Of an Event all that is said of it, and of whom. */
export function stripEvent(event: KubernetesObject): KubernetesObject {
  return { metadata: keptMetadata(event.metadata), ...picked(event as object, eventFields) };
}

const eventFields = [
  'type',
  'reason',
  'message',
  'count',
  'firstTimestamp',
  'lastTimestamp',
  'eventTime',
  'series',
  'source',
  'reportingComponent',
  'involvedObject',
];

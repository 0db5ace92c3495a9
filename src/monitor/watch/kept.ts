import type { KubernetesObject } from '../../cluster/cluster-api.js';
import type { Condition } from '../status.js';
import { sharedString } from './shared-values.js';

/** Under this key an object holds the env values it came with: not enumerable by name, never part of any JSON. */
export const SECRETS = Symbol('secrets');

type Kept = KubernetesObject & { readonly [SECRETS]?: readonly string[] };

/**
 * What has to be hidden in every text about the object. Known only of an object that tells of trouble: of others
 * nothing is ever told.
 */
export function secretsOf(object: KubernetesObject | undefined): readonly string[] | undefined {
  return (object as Kept | undefined)?.[SECRETS];
}

/** Whether the spec of a state was not read, but is the kept one. */
export function isKept(
  state: KubernetesObject,
  kept: KubernetesObject | undefined,
): kept is KubernetesObject {
  return kept !== undefined && state['spec'] === kept['spec'];
}

/** Fields of which the value is of one object only. */
const ofOne = new Set(['name', 'uid', 'resourceVersion', 'message']);

/** These fields of an object, as far as they are there and not null. */
export function picked<T extends object>(object: T, fields: readonly string[]): T {
  const kept: Record<string, unknown> = {};
  for (const field of fields) {
    const value = (object as Record<string, unknown>)[field];
    if (value === undefined || value === null) continue;
    kept[field] = typeof value === 'string' && !ofOne.has(field) ? sharedString(value) : value;
  }
  return kept as T;
}

export const metadataFields = [
  'name',
  'namespace',
  'uid',
  'resourceVersion',
  'creationTimestamp',
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
];

export function keptMetadata(metadata: KubernetesObject['metadata']): KubernetesObject['metadata'] {
  return picked(metadata, metadataFields);
}

export function keptCondition(condition: Condition): Condition {
  return picked(condition, ['type', 'status', 'reason', 'message', 'lastTransitionTime']);
}

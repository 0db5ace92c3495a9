import { isObject } from '../resources/schema/decode.js';

/** By what the items of a list are told apart, by its field's name (`patchMergeKey` of the API's types). */
const mergeKeys: Readonly<Record<string, string>> = {
  containers: 'name',
  initContainers: 'name',
  ephemeralContainers: 'name',
  env: 'name',
  ports: 'containerPort',
  volumeMounts: 'mountPath',
  volumeDevices: 'devicePath',
  volumes: 'name',
  imagePullSecrets: 'name',
  hostAliases: 'ip',
  topologySpreadConstraints: 'topologyKey',
  schedulingGates: 'name',
  resourceClaims: 'name',
  ownerReferences: 'uid',
  conditions: 'type',
  hostIPs: 'ip',
  podIPs: 'ip',
};
/** Lists of texts that are merged. */
const mergedTexts = ['finalizers'];

const deletion = '$deleteFromPrimitiveList/';
const order = '$setElementOrder/';

/**
 * Strategic merge patch: maps are merged, and lists whose items have a name; other lists are replaced.
 * Source: k8s.io/apimachinery/pkg/util/strategicpatch
 */
export function strategicMerge(
  target: Readonly<Record<string, unknown>>,
  patch: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const directive = patch['$patch'];
  if (directive === 'delete') return {};
  if (directive === 'replace') return withoutDirectives(patch);
  const merged = new Map(Object.entries(target));
  const kept = patch['$retainKeys'];
  if (Array.isArray(kept)) for (const key of merged.keys()) if (!kept.includes(key)) merged.delete(key);
  for (const [key, value] of Object.entries(patch)) {
    if (key.startsWith(deletion)) {
      const field = key.slice(deletion.length);
      const rest = ((merged.get(field) as unknown[] | undefined) ?? []).filter(
        (item) => !(value as unknown[]).includes(item),
      );
      merged.set(field, rest);
    } else if (key.startsWith('$')) continue;
    else if (value === null) merged.delete(key);
    else merged.set(key, mergeValue(key, merged.get(key), value));
  }
  // The order that is asked for last is that of the whole list.
  for (const [key, value] of Object.entries(patch)) {
    const field = key.slice(order.length);
    const list = merged.get(field);
    if (key.startsWith(order) && Array.isArray(list))
      merged.set(field, inOrder(field, list, value as unknown[]));
  }
  return Object.fromEntries(merged);
}

function mergeValue(field: string, target: unknown, patch: unknown): unknown {
  if (isObject(patch)) return strategicMerge(isObject(target) ? target : {}, patch);
  if (!Array.isArray(patch)) return patch;
  const list = Array.isArray(target) ? (target as unknown[]) : [];
  if (mergedTexts.includes(field)) {
    return [...(patch as unknown[]), ...list.filter((item) => !patch.includes(item))];
  }
  const key = Object.hasOwn(mergeKeys, field) ? mergeKeys[field] : undefined;
  return key === undefined ? patch : mergeList(list as Item[], patch as Item[], key);
}

type Item = Readonly<Record<string, unknown>>;

function mergeList(list: readonly Item[], patch: readonly Item[], key: string): Item[] {
  if (patch.some((item) => item['$patch'] === 'replace')) {
    return patch.filter((item) => item['$patch'] !== 'replace');
  }
  const merged = [...list];
  for (const item of patch) {
    const at = merged.findIndex((one) => one[key] === item[key]);
    if (item['$patch'] === 'delete') {
      if (at >= 0) merged.splice(at, 1);
    } else if (at < 0) merged.push(withoutDirectives(item));
    else merged[at] = strategicMerge(merged[at] as Item, item);
  }
  return merged;
}

function inOrder(field: string, list: readonly unknown[], asked: readonly unknown[]): unknown[] {
  const key = mergeKeys[field];
  const nameOf = (item: unknown): unknown => (key !== undefined && isObject(item) ? item[key] : item);
  const names = asked.map(nameOf);
  const known = names.flatMap((name) => list.filter((item) => nameOf(item) === name));
  return [...known, ...list.filter((item) => !names.includes(nameOf(item)))];
}

const withoutDirectives = (patch: Item): Record<string, unknown> =>
  Object.fromEntries(Object.entries(patch).filter(([key]) => !key.startsWith('$')));

import type { JobPath } from '../job-manifest.js';
import type { Schema, ValueType } from '../../schema/schema.js';

/** What the walk came through: the path of an object and its type. */
export interface Step {
  readonly path: JobPath;
  readonly type: string;
}

/** How deep below an object a field is looked for. */
const MAX_DEPTH = 4;

/**
 * Where a field belongs that its object does not know: in an object around it, the nearest first, or below it, the
 * shallowest first. `undefined` when Kubernetes knows the field in neither.
 */
export function placeOf(
  name: string,
  around: readonly Step[],
  schema: Schema,
): { path: JobPath; distance: number } | undefined {
  const here = around.at(-1);
  if (here === undefined) return undefined;
  const below = findBelow(name, here, schema);
  for (let i = around.length - 2; i >= 0; i--) {
    const step = around[i] as Step;
    if (schema.fields(step.type).has(name))
      return { path: [...step.path, name], distance: around.length - 1 - i };
    if (below !== undefined && below.distance <= around.length - 1 - i) return below;
  }
  return below;
}

function findBelow(
  name: string,
  start: Step,
  schema: Schema,
): { path: JobPath; distance: number } | undefined {
  let level: Step[] = [start];
  for (let depth = 1; depth <= MAX_DEPTH; depth++) {
    const next: Step[] = [];
    for (const { path, type } of level) {
      for (const field of schema.fields(type).values()) {
        const child = objectBelow(field.type);
        if (child === undefined || skipped.has(child.type)) continue;
        next.push({ path: [...path, field.name, ...child.steps], type: child.type });
      }
    }
    const found = next.find(({ type }) => schema.fields(type).has(name));
    if (found !== undefined) return { path: [...found.path, name], distance: depth };
    level = next;
  }
  return undefined;
}

/** Nobody means a field of these when they misplace one. */
const skipped = new Set([
  'JobStatus',
  'EphemeralContainer',
  'ManagedFieldsEntry',
  'OwnerReference',
  'Volume',
]);

function objectBelow(type: ValueType): { type: string; steps: JobPath } | undefined {
  if (type.kind === 'object') return { type: type.name, steps: [] };
  if (type.kind === 'list' && type.item.kind === 'object') return { type: type.item.name, steps: [0] };
  return undefined;
}

import { formatPath } from '../format-path.js';
import type { JobPath } from '../job-manifest.js';
import type { Schema } from '../../schema/schema.js';
import { type Check, has, type JsonMap } from './check.js';
import { nearest } from './distance.js';
import { placeOf, type Step } from './place-of.js';

/** What the field is called elsewhere (Docker Compose, other schedulers), by the name it has here. */
const foreign: ReadonlyMap<string, string> = new Map([
  ['environment', 'env'],
  ['entrypoint', 'command'],
  ['cmd', 'command'],
  ['retries', 'backoffLimit'],
  ['timeout', 'activeDeadlineSeconds'],
  ['ttl', 'ttlSecondsAfterFinished'],
]);

/** Names of resources: they belong below `resources`, and stand in no schema. */
const resourceName = /^(cpu|memory|ephemeral-storage|hugepages-.+|.+\..+\/(gpu|.*gpu.*))$/;

/** Reports a field that its object does not know, with the one that was likely meant. */
export function reportUnknownField(
  key: string,
  object: JsonMap,
  around: readonly Step[],
  schema: Schema,
  check: Check,
): void {
  const here = around.at(-1) as Step;
  const fields = schema.fields(here.type);
  const free = [...fields.keys()].filter((name) => !has(object, name));
  const similar = nearest(key, free) ?? known(foreign.get(key.toLowerCase()), free);
  const place = similar !== undefined && similar.distance <= 1 ? undefined : whereElse(key, around, schema);
  const message = `unknown field ${shown(key)} in ${ownerOf(here.path)}`;
  if (place !== undefined) {
    check.expect(place);
    const suggestion = formatPath(place);
    check.error('misplaced-field', [key], message, { part: 'key', suggestion });
    return;
  }
  if (similar !== undefined) check.expect([...here.path, similar.word]);
  check.error('unknown-field', [key], message, { part: 'key', suggestion: similar?.word });
}

/** An object as people speak of it: from its list on, `containers[0].resources`. */
function ownerOf(path: JobPath): string {
  const index = path.findLastIndex((step) => typeof step === 'number');
  return formatPath(path.slice(Math.max(0, index - 1))) || 'the Job';
}

function known(
  name: string | undefined,
  free: readonly string[],
): { word: string; distance: number } | undefined {
  return name !== undefined && free.includes(name) ? { word: name, distance: 1 } : undefined;
}

function whereElse(key: string, around: readonly Step[], schema: Schema): JobPath | undefined {
  const here = around.at(-1) as Step;
  if (resourceName.test(key)) {
    if (here.type === 'ResourceRequirements') return [...here.path, 'limits', key];
    const fields = schema.fields(here.type);
    if (fields.has('resources')) return [...here.path, 'resources', 'limits', key];
  }
  return placeOf(key, around, schema)?.path;
}

/** Keys may come from anywhere: quoted and cut, so that they can not pose as part of the message. */
function shown(key: string): string {
  return JSON.stringify(key.length > 60 ? `${key.slice(0, 60)}…` : key);
}

import type { JobManifest } from '../../src/job-spec/job-manifest.js';
import { readJobSpec } from '../../src/job-spec/read-job-spec.js';
import { fixture, fixtures } from './fixtures.js';

export type Path = (string | number)[];
type Node = Record<string | number, unknown>;

/** One small change of a manifest, as it is stored: what, where, and the new key, value or place. */
export type Mutation =
  | ['none']
  | ['rename', Path, string]
  | ['move', Path, Path]
  | ['set', Path, unknown]
  | ['remove', Path]
  | ['double', Path];

/** The manifests that are mutated, by name. Their namespaces are left out: requests say where they go. */
export function baseManifests(): Map<string, JobManifest> {
  const files = [...fixtures('job-manifests', '.yaml'), ...fixtures('validation/sound', '.yaml')];
  const bases = new Map<string, JobManifest>();
  for (const file of files) {
    const text = fixture(file);
    // Some files hold a ServiceAccount or a PVC beside the Job.
    const job = text.split(/^---.*$/m).find((part) => /^kind:\s*Job\s*$|kind: Job,/m.test(part));
    if (job === undefined) continue;
    const json = structuredClone(readJobSpec(job).json) as { metadata?: { namespace?: string } };
    delete json.metadata?.namespace;
    bases.set(file.replace(/^.*\/|\.yaml$/g, ''), json);
  }
  return bases;
}

export function mutate(base: JobManifest, mutation: Mutation): JobManifest {
  const job = structuredClone(base) as Node;
  const [kind, path = []] = mutation;
  const key = path.at(-1) as string;
  const parent = at(job, path.slice(0, -1)) as Node;
  switch (kind) {
    case 'none':
      break;
    case 'rename':
      replaceKey(parent, key, mutation[2]);
      break;
    case 'move': {
      const value = parent[key];
      const target = at(job, mutation[2]) as Node;
      delete parent[key];
      target[key] = value;
      break;
    }
    case 'set':
      parent[key] = structuredClone(mutation[2]);
      break;
    case 'remove':
      if (Array.isArray(parent)) parent.splice(Number(key), 1);
      else delete parent[key];
      break;
    case 'double':
      (parent as unknown as unknown[]).splice(Number(key), 0, structuredClone(parent[key]));
      break;
  }
  return job;
}

/** The key in its place, so that the manifest reads as one that somebody mistyped. */
function replaceKey(parent: Node, key: string, name: string): void {
  const entries = Object.entries(parent);
  for (const [old] of entries) delete parent[old];
  for (const [old, value] of entries) parent[old === key ? name : old] = value;
}

function at(value: unknown, path: Path): unknown {
  return path.reduce<unknown>((node, step) => (node as Node)[step], value);
}

/** Numbers from 0 up to 1, the same for the same seed (mulberry32). */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** As many different mutations of the bases as asked for. */
export function generateMutations(
  bases: ReadonlyMap<string, JobManifest>,
  count: number,
  seed: number,
): { base: string; mutation: Mutation }[] {
  const next = random(seed);
  const pick = <T>(items: readonly T[]): T => items[Math.floor(next() * items.length)] as T;
  const found = new Map<string, { base: string; mutation: Mutation }>();
  const names = [...bases.keys()];
  while (found.size < count) {
    const base = pick(names);
    const job = bases.get(base) as JobManifest;
    const places = placesOf(job);
    const mutation = mutationAt(job, pick(places), places, pick);
    if (mutation !== undefined) found.set(JSON.stringify([base, mutation]), { base, mutation });
  }
  return [...found.values()];
}

function placesOf(job: JobManifest): Path[] {
  const places: Path[] = [];
  const walk = (value: unknown, path: Path): void => {
    if (path.length > 0) places.push(path);
    if (Array.isArray(value)) value.forEach((item, i) => walk(item, [...path, i]));
    else if (typeof value === 'object' && value !== null) {
      for (const [key, item] of Object.entries(value)) walk(item, [...path, key]);
    }
  };
  walk(job, []);
  return places.filter(([first]) => first !== 'apiVersion' && first !== 'kind');
}

type Pick = <T>(items: readonly T[]) => T;

function mutationAt(job: JobManifest, path: Path, places: readonly Path[], pick: Pick): Mutation | undefined {
  const key = path.at(-1) as string | number;
  const value = at(job, path);
  switch (pick(['rename', 'move', 'retype', 'remove', 'double', 'range', 'range'])) {
    case 'rename':
      return typeof key === 'string' ? ['rename', path, misspelt(key, pick)] : undefined;
    case 'move': {
      if (typeof key !== 'string') return undefined;
      const targets = places.filter((place) => {
        const target = at(job, place);
        const near = Math.abs(place.length - path.length) <= 3;
        const inside = path.every((step, i) => place[i] === step);
        return near && !inside && isMap(target) && !Object.hasOwn(target, key);
      });
      return targets.length === 0 ? undefined : ['move', path, pick(targets)];
    }
    case 'retype':
      return ['set', path, otherType(value, pick)];
    case 'remove':
      return ['remove', path];
    case 'double':
      return typeof key === 'number' ? ['double', path] : undefined;
    default: {
      const other = outOfRange(value, pick);
      return other === undefined ? undefined : ['set', path, other];
    }
  }
}

function isMap(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function misspelt(key: string, pick: Pick): string {
  const i = pick(Array.from(key, (_, index) => index));
  return pick([
    key.slice(0, i) + key.slice(i + 1) || 'x',
    key.slice(0, i) + (key[i + 1] ?? '') + (key[i] ?? '') + key.slice(i + 2),
    `${key}s`,
    key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
    key.toLowerCase(),
    key[0]?.toUpperCase() + key.slice(1),
  ]);
}

function otherType(value: unknown, pick: Pick): unknown {
  if (typeof value === 'string') return pick([true, 7, 1.5, [value], { value }, null]);
  if (typeof value === 'number') return pick([String(value), true, value + 0.5, [value], null, `${value}m`]);
  if (typeof value === 'boolean') return pick([String(value), 'yes', 1, null]);
  if (Array.isArray(value)) return pick([value[0] ?? 'x', 'text', {}, 3, null, [null], []]);
  return pick([[value], 'text', true, null, {}]);
}

function outOfRange(value: unknown, pick: Pick): unknown {
  if (typeof value === 'number') return pick([-1, 0, 2 ** 31, 65_536, 100_001, -(2 ** 31) - 1, 2 ** 40, 101]);
  if (typeof value !== 'string') return undefined;
  return pick([
    '',
    value.toUpperCase(),
    `${value} `,
    'x'.repeat(64),
    `${value}_`,
    `-${value}`,
    'Always',
    'no such value',
    `${value}B`,
    '../up',
    '/absolute',
    'a/b/c',
    'Ünïcode',
    value.slice(0, -1),
    `${value}s`,
  ]);
}

import { JobSpecShapeError } from './errors.js';
import { formatPath } from './format-path.js';
import type { JobPath, Json } from './job-manifest.js';
import type { JobSpec } from './job-spec.js';
import { getOwn } from './own-key.js';

type Shape = 'map' | 'list' | 'text' | 'item';

interface Rule {
  /** `*` stands for every item of a list. Rules for what lies above come first. */
  readonly path: readonly string[];
  /** `null` is as good as absent, but for an item, which is a map that must be there. */
  readonly shape: Shape;
  readonly help: string | ((value: Json) => string);
}

const underKey = 'Write its fields as "key: value" lines, indented under it.';
const quote = 'Names are text: put it in quotes.';
const labels = 'Write each as a "key: value" line, indented under it.';
const podSpec = ['spec', 'template', 'spec'];

/** The places that a build fills in or looks through. Everything else is for the API server to judge. */
const rules: readonly Rule[] = [
  { path: ['metadata'], shape: 'map', help: underKey },
  { path: ['metadata', 'name'], shape: 'text', help: quote },
  { path: ['metadata', 'generateName'], shape: 'text', help: quote },
  { path: ['metadata', 'namespace'], shape: 'text', help: quote },
  { path: ['metadata', 'labels'], shape: 'map', help: labels },
  { path: ['metadata', 'annotations'], shape: 'map', help: labels },
  { path: ['spec'], shape: 'map', help: underKey },
  { path: ['spec', 'template'], shape: 'map', help: underKey },
  { path: ['spec', 'template', 'metadata'], shape: 'map', help: underKey },
  { path: ['spec', 'template', 'metadata', 'labels'], shape: 'map', help: labels },
  { path: ['spec', 'template', 'metadata', 'annotations'], shape: 'map', help: labels },
  { path: podSpec, shape: 'map', help: underKey },
  {
    path: [...podSpec, 'containers'],
    shape: 'list',
    help: 'Start each container with "- name: ", indented under it.',
  },
  {
    path: [...podSpec, 'containers', '*'],
    shape: 'item',
    help: 'Write a container there ("- name: flow"), or remove the "-".',
  },
  { path: [...podSpec, 'containers', '*', 'env'], shape: 'list', help: envAsList },
  {
    path: [...podSpec, 'containers', '*', 'env', '*'],
    shape: 'item',
    help: 'Write a variable there ("- name: MY_ENV" and its "value: "), or remove the "-".',
  },
];

/**
 * Refuses what nothing could be filled into.
 *
 * @throws JobSpecShapeError with the path and its place in the text.
 */
export function checkShape(spec: JobSpec): void {
  for (const { path, shape, help } of rules) {
    for (const found of expand(spec.json as Json, path)) {
      if (fits(found.value, shape)) continue;
      const name = formatPath(found.path);
      const advice = typeof help === 'string' ? help : help(found.value);
      throw new JobSpecShapeError(
        name,
        `${name} must be ${expected[shape]}, but is ${describe(found.value)}. ${advice}`,
        spec.position(found.path),
      );
    }
  }
}

const expected: Record<Shape, string> = { map: 'a map', list: 'a list', text: 'a text', item: 'a map' };

function fits(value: Json, shape: Shape): boolean {
  if (value === null) return shape !== 'item';
  if (shape === 'text') return typeof value === 'string';
  return typeof value === 'object' && Array.isArray(value) === (shape === 'list');
}

/** The places a rule speaks of, as far as they exist. */
function expand(json: Json, path: readonly string[]): { path: JobPath; value: Json }[] {
  let places: { path: JobPath; value: Json }[] = [{ path: [], value: json }];
  for (const step of path) {
    places = places.flatMap((place) => {
      if (step === '*') return asList(place.value).map((value, i) => ({ path: [...place.path, i], value }));
      const value = getOwn(place.value, step) as Json | undefined;
      return value === undefined ? [] : [{ path: [...place.path, step], value }];
    });
  }
  return places;
}

function asList(value: Json): readonly Json[] {
  return Array.isArray(value) ? (value as readonly Json[]) : [];
}

/** Never the value itself: it may be a secret in the wrong place. */
function describe(value: Json): string {
  if (value === null) return 'empty';
  if (Array.isArray(value)) return 'a list';
  return (
    { object: 'a map', string: 'a text', number: 'a number', boolean: 'true or false' }[
      typeof value as string
    ] ?? ''
  );
}

/** `env: {A: b}` is how docker-compose writes it: shown with the user's own first name, without its value. */
function envAsList(env: Json): string {
  const [name = 'MY_ENV'] = typeof env === 'object' && !Array.isArray(env) ? Object.keys(env ?? {}) : [];
  return `Write each variable as an item:\n  env:\n    - name: ${name}\n      value: "…"`;
}

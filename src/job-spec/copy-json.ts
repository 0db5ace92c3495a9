import { JobSpecShapeError } from './errors.js';
import { formatPath } from './format-path.js';
import type { JobPath, Json } from './job-manifest.js';
import { MAX_SPEC_BYTES, MAX_SPEC_DEPTH } from './limits.js';
import { setOwn } from './own-key.js';

/**
 * A deep-frozen copy of a value that is plain JSON. Keys whose value is `undefined` are left out, as in
 * `JSON.stringify`; everything else that it would drop or change is an error.
 *
 * @throws JobSpecShapeError with the path of what is not JSON
 */
export function copyJson(value: unknown): Json {
  return new Copy().copy(value, []);
}

class Copy {
  /** The objects around the current one, to find cycles. */
  readonly #open = new Set<object>();
  /** Objects that are shared may unfold to far more than they are. */
  #characters = 0;

  copy(value: unknown, path: JobPath): Json {
    if (typeof value === 'object' && value !== null) return this.#container(value, path);
    if (typeof value === 'number' && !Number.isFinite(value))
      throw notJson(path, 'a number that is not finite');
    if (
      typeof value === 'string' ||
      typeof value === 'number' ||
      typeof value === 'boolean' ||
      value === null
    ) {
      this.#count(String(value).length, path);
      return Object.is(value, -0) ? 0 : value;
    }
    throw notJson(path, value === undefined ? 'undefined' : `a ${typeof value}`);
  }

  #container(value: object, path: JobPath): Json {
    if (this.#open.has(value)) throw notJson(path, 'an object that contains itself');
    if (path.length >= MAX_SPEC_DEPTH) {
      throw notJson(path.slice(0, 10), `something nested deeper than ${MAX_SPEC_DEPTH} levels`);
    }
    this.#open.add(value);
    this.#count(0, path);
    const json = Array.isArray(value) ? this.#list(value, path) : this.#map(value, path);
    this.#open.delete(value);
    return Object.freeze(json);
  }

  #list(list: readonly unknown[], path: JobPath): Json[] {
    // Array.from also visits the holes of a sparse list.
    return Array.from(list, (item, i) => this.copy(item, [...path, i]));
  }

  #map(map: object, path: JobPath): Record<string, Json> {
    const prototype: unknown = Object.getPrototypeOf(map);
    // The root prototype of any realm has none itself; that of a class has.
    if (prototype !== null && Object.getPrototypeOf(prototype) !== null) {
      throw notJson(
        path,
        `an instance of ${(map.constructor as { name?: string } | undefined)?.name ?? 'a class'}`,
      );
    }
    const json: Record<string, Json> = {};
    for (const [key, value] of Object.entries(map) as [string, unknown][]) {
      if (value === undefined) continue;
      this.#count(key.length, path);
      setOwn(json, key, this.copy(value, [...path, key]));
    }
    return json;
  }

  #count(characters: number, path: JobPath): void {
    this.#characters += characters + 1;
    if (this.#characters > MAX_SPEC_BYTES) {
      throw notJson(
        path,
        `what makes the Job larger than ${MAX_SPEC_BYTES} characters (1.5 MiB), more than any cluster stores`,
      );
    }
  }
}

function notJson(path: JobPath, what: string): JobSpecShapeError {
  const name = formatPath(path);
  return new JobSpecShapeError(
    name,
    `${name === '' ? 'The Job spec' : name} is ${what}. A Job spec holds plain JSON only: maps, lists, text, finite numbers, true, false and null.`,
  );
}

// Written by hand because structuredClone and isDeepStrictEqual know of realms: in a test runner that has one of its
// own, a clone would never equal what it was made from.

/** A deep copy of plain JSON. */
export function clone<T>(value: T): T {
  if (Array.isArray(value)) return value.map((item: unknown) => clone(item)) as T;
  if (typeof value !== 'object' || value === null) return value;
  // A loop, and no lists of entries: every write copies.
  const copy: Record<string, unknown> = {};
  for (const key of Object.keys(value)) {
    const item = clone((value as Record<string, unknown>)[key]);
    if (key === '__proto__') Object.defineProperty(copy, key, { ...own, value: item });
    else copy[key] = item;
  }
  return copy as T;
}

const own = { enumerable: true, configurable: true, writable: true };

/** Whether two values are the same JSON, whatever the order of keys. `undefined` is the same as absent. */
export function sameJson(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const left = a as Record<string, unknown>;
  const right = b as Record<string, unknown>;
  for (const key of Object.keys(left)) if (!sameJson(left[key], right[key])) return false;
  return Object.keys(right).every((key) => right[key] === undefined || Object.hasOwn(left, key));
}

/** So many different values are known at once: what is shared is mostly of few, and recent. */
const MOST = 1_000;

const strings = new Map<string, string>();
const objects = new Map<string, object>();

/** A string that is in thousands of objects, as a time or a reason, is in memory once. */
export function sharedString(text: string): string {
  return known(strings, text, text);
}

/** The same for an object of plain JSON. It is never changed. */
export function sharedObject<T extends object>(object: T): T {
  return known(objects, JSON.stringify(object), object) as T;
}

function known<V>(values: Map<string, V>, key: string, value: V): V {
  const before = values.get(key);
  if (before !== undefined) return before;
  if (values.size >= MOST) values.clear();
  values.set(key, value);
  return value;
}

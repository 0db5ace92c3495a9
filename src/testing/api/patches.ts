import { clone, sameJson } from '../objects/json.js';
import { failure } from '../objects/status.js';
import { isObject } from '../resources/schema/decode.js';

/** JSON merge patch (RFC 7386). */
export function mergePatch(target: unknown, patch: unknown): unknown {
  if (!isObject(patch)) return patch;
  const merged = new Map(isObject(target) ? Object.entries(target) : []);
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) merged.delete(key);
    else merged.set(key, mergePatch(merged.get(key), value));
  }
  return Object.fromEntries(merged);
}

export interface JsonPatchOperation {
  readonly op: string;
  readonly path: string;
  readonly from?: string;
  readonly value?: unknown;
}

/** The API server keeps to itself what is wrong. */
const refused = (): Error =>
  failure(422, 'Invalid', 'the server rejected our request due to an error in our request', {});

/**
 * JSON patch (RFC 6902).
 * @throws StatusError 422 when an operation can not be done
 */
export function applyJsonPatch(document: unknown, operations: readonly JsonPatchOperation[]): unknown {
  const root = { document: clone(document) };
  for (const operation of operations) applyOperation(root, operation);
  return root.document;
}

function applyOperation(
  root: { document: unknown },
  { op, path, from = '', value }: JsonPatchOperation,
): void {
  switch (op) {
    case 'add':
      return add(root, path, value);
    case 'replace':
      read(root, path);
      remove(root, path);
      return add(root, path, value);
    case 'remove':
      read(root, path);
      return remove(root, path);
    case 'move': {
      const moved = read(root, from);
      remove(root, from);
      return add(root, path, moved);
    }
    case 'copy':
      return add(root, path, clone(read(root, from)));
    case 'test':
      if (!sameJson(read(root, path), value)) throw refused();
      return;
    default:
      throw refused();
  }
}

function keysOf(pointer: string): string[] {
  const keys = pointer.split('/').slice(1);
  return ['document', ...keys.map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'))];
}

function read(root: object, pointer: string): unknown {
  let at: unknown = root;
  for (const key of keysOf(pointer)) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, key)) {
      throw refused();
    }
    at = (at as Record<string, unknown>)[key];
  }
  return at;
}

function parentOf(
  root: object,
  pointer: string,
): { parent: Record<string, unknown> | unknown[]; key: string } {
  const keys = keysOf(pointer);
  const key = keys.pop() ?? '';
  const parent =
    keys.length === 0
      ? root
      : read(
          root,
          `/${keys
            .slice(1)
            .map((part) => part.replaceAll('~', '~0').replaceAll('/', '~1'))
            .join('/')}`.replace(/^\/$/, ''),
        );
  if (typeof parent !== 'object' || parent === null) throw refused();
  return { parent: parent as Record<string, unknown> | unknown[], key };
}

function add(root: object, pointer: string, value: unknown): void {
  const { parent, key } = parentOf(root, pointer);
  if (Array.isArray(parent)) parent.splice(key === '-' ? parent.length : Number(key), 0, value);
  else Object.defineProperty(parent, key, { value, enumerable: true, configurable: true, writable: true });
}

function remove(root: object, pointer: string): void {
  const { parent, key } = parentOf(root, pointer);
  if (Array.isArray(parent)) parent.splice(Number(key), 1);
  else delete parent[key];
}

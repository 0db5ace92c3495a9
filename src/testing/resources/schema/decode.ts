import { canonicalQuantity } from '../../objects/quantity.js';
import { goType, type FieldType, type Schema } from './schema.js';

export interface Decoded {
  readonly value: Record<string, unknown>;
  /** Paths of the fields that were dropped, `spec.template.spec.containers[0].comand`, in the order of the text. */
  readonly unknown: readonly string[];
}

/** A value of the wrong type, in the words of the API server's JSON decoder. */
export class DecodeError extends Error {}

interface Place {
  /** With list indexes, for unknown fields. */
  readonly path: string;
  /** `Struct.path.of.keys`, for wrong types. */
  readonly struct: string;
  readonly keys: readonly string[];
}

/**
 * Reads an object as the API server does: fields the schema lacks are dropped and reported, `null` is the same as
 * absent.
 * @throws DecodeError at the first value of a wrong type
 */
export function decode(schema: Schema, object: Record<string, unknown>): Decoded {
  const unknown: string[] = [];
  const value = decodeStruct(schema, object, { path: '', struct: schema.struct, keys: [] }, unknown);
  return { value, unknown };
}

function decodeStruct(
  schema: Schema,
  object: Record<string, unknown>,
  place: Place,
  unknown: string[],
): Record<string, unknown> {
  const known: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(object)) {
    const path = place.path === '' ? name : `${place.path}.${name}`;
    const type = Object.hasOwn(schema.fields, name) ? schema.fields[name] : undefined;
    if (type === undefined) unknown.push(path);
    else if (value !== null) {
      known[name] = decodeValue(
        type,
        value,
        { path, struct: schema.struct, keys: [...place.keys, name] },
        unknown,
      );
    }
  }
  return known;
}

function decodeValue(type: FieldType, value: unknown, place: Place, unknown: string[]): unknown {
  if (typeof type === 'string') return decodeScalar(type, value, place);
  if ('list' in type) {
    if (!Array.isArray(value)) throw wrongType(type, value, place);
    return value.map((item, index) => {
      const at = { ...place, path: `${place.path}[${index}]` };
      // A null in a list of structs decodes to an empty struct.
      const known: unknown = item === null && typeof type.list === 'object' ? {} : item;
      return decodeValue(type.list, known, at, unknown);
    });
  }
  if (!isObject(value)) throw wrongType(type, value, place);
  if ('struct' in type) return decodeStruct(type, value, place, unknown);
  const entries = Object.entries(value).map(([key, item]): [string, unknown] => [
    key,
    item === null && type.map === 'string' ? '' : decodeValue(type.map, item, place, unknown),
  ]);
  return Object.fromEntries(entries);
}

function decodeScalar(type: string, value: unknown, place: Place): unknown {
  switch (type) {
    case 'string':
      if (typeof value !== 'string') throw wrongType('string', value, place);
      return value;
    case 'bool':
      if (typeof value !== 'boolean') throw wrongType('bool', value, place);
      return value;
    case 'int32':
    case 'int64':
      if (typeof value !== 'number') throw wrongType(type, value, place);
      if (
        !Number.isInteger(value) ||
        Math.abs(value) > (type === 'int32' ? 2 ** 31 - 1 : Number.MAX_SAFE_INTEGER)
      ) {
        throw wrongType(type, value, place, ` ${value}`);
      }
      return value;
    case 'quantity':
      return decodeQuantity(value);
    case 'time':
      return decodeTime(value, place);
    default:
      return value;
  }
}

const isTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/;

function decodeTime(value: unknown, place: Place): string {
  if (typeof value !== 'string') throw wrongType('string', value, place);
  if (isTime.test(value)) return value;
  const shown = JSON.stringify(value);
  throw new DecodeError(
    `parsing time ${shown} as "2006-01-02T15:04:05Z07:00": cannot parse ${shown} as "2006"`,
  );
}

function decodeQuantity(value: unknown): string {
  const text = typeof value === 'number' ? String(value) : value;
  const quantity = typeof text === 'string' ? canonicalQuantity(text) : undefined;
  if (quantity === undefined) {
    throw new DecodeError(
      "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'",
    );
  }
  return quantity;
}

function wrongType(type: FieldType, value: unknown, place: Place, shown = ''): DecodeError {
  return new DecodeError(
    `json: cannot unmarshal ${jsonType(value)}${shown} into Go struct field ${place.struct}.${place.keys.join('.')} of type ${goType(type)}`,
  );
}

function jsonType(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  return typeof value === 'boolean' ? 'bool' : typeof value;
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

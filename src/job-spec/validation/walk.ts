import type { Json } from '../job-manifest.js';
import { getOwn } from '../own-key.js';
import type { Fields, Schema, ValueType } from '../../schema/schema.js';
import { checkBasic, describe } from './basic-values.js';
import { type Check, has, isMap, type JsonMap } from './check.js';
import { checkFormat } from './formats.js';
import { nearest } from './distance.js';
import type { Step } from './place-of.js';
import { isGated, mayBeEmpty, mayBeMissing } from './required.js';
import { reportUnknownField } from './unknown-field.js';

/** Checks more of an object than its fields one by one. The walk stands at the object. */
export type Rule = (object: JsonMap, check: Check) => void;

/** Goes through a value along the types of the schema, and calls the rules of each object it meets. */
export class Walk {
  readonly #schema: Schema;
  readonly #rules: ReadonlyMap<string, readonly Rule[]>;
  readonly #check: Check;
  readonly #around: Step[] = [];

  constructor(schema: Schema, rules: ReadonlyMap<string, readonly Rule[]>, check: Check) {
    this.#schema = schema;
    this.#rules = rules;
    this.#check = check;
  }

  object(value: Json, type: string): void {
    if (!isMap(value)) {
      const help = Array.isArray(value)
        ? 'remove the "-"'
        : 'write its fields as "key: value" lines under it';
      this.#wrongType('a map of fields', value, help);
      return;
    }
    const fields = this.#schema.fields(type);
    this.#around.push({ path: [...this.#check.path], type });
    for (const [key, entry] of Object.entries(value)) {
      const field = fields.get(key);
      if (field === undefined) {
        reportUnknownField(key, value, this.#around, this.#schema, this.#check);
        continue;
      }
      // The server takes null for a field that is not there.
      if (entry === null) continue;
      this.#check.path.push(key);
      this.#value(entry, field.type, `${type}.${key}`);
      this.#check.path.pop();
    }
    this.#missing(value, type, fields);
    for (const rule of this.#rules.get(type) ?? []) rule(value, this.#check);
    this.#around.pop();
  }

  /** @param field the type and name of the field that it is the value, or an item, of */
  #value(value: Json, type: ValueType, field: string): void {
    switch (type.kind) {
      case 'object':
        this.object(value, type.name);
        return;
      case 'list':
        this.#list(value, type, field);
        return;
      case 'map':
        this.#map(value, type.value, field);
        return;
      case 'enum':
        this.#enum(value, type.values, field);
        return;
      default:
        if (checkBasic(value, type.kind, this.#check)) checkFormat(field, value, this.#check);
    }
  }

  #list(value: Json, type: ValueType & { kind: 'list' }, field: string): void {
    if (!Array.isArray(value)) {
      this.#wrongType('a list', value, 'start each item with "- "');
      return;
    }
    value.forEach((item: Json, index) => {
      this.#check.path.push(index);
      // In a list, null is an item with nothing in it.
      this.#value(item ?? nothing(type.item), type.item, field);
      this.#check.path.pop();
    });
  }

  #map(value: Json, type: ValueType, field: string): void {
    if (!isMap(value)) {
      this.#wrongType('a map', value, 'write "key: value" lines under it');
      return;
    }
    for (const [key, entry] of Object.entries(value)) {
      this.#check.path.push(key);
      if (entry !== null) this.#value(entry, type, `${field}.*`);
      this.#check.path.pop();
    }
    checkFormat(field, value, this.#check);
  }

  #enum(value: Json, values: readonly string[], field: string): void {
    if (!checkBasic(value, 'text', this.#check) || typeof value !== 'string') return;
    if (values.includes(value) || (value === '' && mayBeEmpty(field))) return;
    const known = values.length > 8 ? '' : `: it is one of ${values.filter(Boolean).join(', ')}`;
    const report = isGated(field) ? 'warning' : 'error';
    this.#check[report]('unknown-value', [], `unknown value of ${field.split('.').at(-1)}${known}`, {
      suggestion: nearest(value, values)?.word,
    });
  }

  #missing(value: JsonMap, type: string, fields: Fields): void {
    for (const { name, required, type: fieldType } of fields.values()) {
      if (!required || mayBeMissing(type, name)) continue;
      // To the server an empty text or list is one that is not there.
      const found = getOwn(value, name);
      const empty = found === '' || (fieldType.kind === 'list' && Array.isArray(found) && found.length === 0);
      if (has(value, name) && !empty) continue;
      this.#check.error(
        'missing-field',
        [name],
        `"${name}" is missing${has(value, name) ? ': it is empty' : ''}`,
      );
    }
  }

  #wrongType(expected: string, value: Json, help: string): void {
    const name = this.#check.path.at(-1);
    const what = typeof name === 'number' ? 'this item' : `"${name ?? 'the Job'}"`;
    this.#check.error('wrong-type', [], `${what} must be ${expected}, but is ${describe(value)}; ${help}`);
  }
}

/** What Go makes of null in a list. */
function nothing({ kind }: ValueType): Json {
  if (kind === 'object' || kind === 'map' || kind === 'any') return {};
  if (kind === 'list') return [];
  if (kind === 'bool') return false;
  return kind === 'text' || kind === 'enum' || kind === 'time' ? '' : 0;
}

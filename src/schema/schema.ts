import { JOB_TABLE } from './job-table.js';

/** What a value must be. */
export type ValueType =
  | { readonly kind: BasicKind }
  | { readonly kind: 'enum'; readonly values: readonly string[] }
  | { readonly kind: 'object'; readonly name: string }
  | {
      readonly kind: 'list';
      readonly item: ValueType;
      readonly by: readonly string[];
      readonly unique: boolean;
    }
  | { readonly kind: 'map'; readonly value: ValueType };

const basicKinds = ['text', 'bool', 'int32', 'int64', 'quantity', 'int-or-text', 'time', 'any'] as const;
export type BasicKind = (typeof basicKinds)[number];

/** A field of an object. */
export interface Field {
  readonly name: string;
  readonly required: boolean;
  readonly type: ValueType;
}

/** The fields of an object, by name. */
export type Fields = ReadonlyMap<string, Field>;

/** The types of a Kubernetes object. A type is taken out of the table when it is first asked for. */
export class Schema {
  readonly #blocks: ReadonlyMap<string, string>;
  readonly #types = new Map<string, Fields>();

  constructor(table: string) {
    this.#blocks = new Map(
      table
        .trim()
        .split('\n\n')
        .map((block) => {
          const end = block.indexOf('\n');
          return end === -1 ? [block, ''] : [block.slice(0, end), block.slice(end + 1)];
        }),
    );
  }

  /** The fields of a type of the table. */
  fields(type: string): Fields {
    const known = this.#types.get(type);
    if (known !== undefined) return known;
    const block = this.#blocks.get(type);
    if (block === undefined) throw new RangeError(`The table has no type ${type}.`);
    const lines = block === '' ? [] : block.split('\n');
    const fields: Fields = new Map(lines.map((line) => [/^[^! ]+/.exec(line)?.[0] ?? '', parseField(line)]));
    this.#types.set(type, fields);
    return fields;
  }

  /** The names of all types. */
  get types(): Iterable<string> {
    return this.#blocks.keys();
  }
}

function parseField(line: string): Field {
  const space = line.indexOf(' ');
  const name = line.slice(0, space);
  const required = name.endsWith('!');
  return { name: required ? name.slice(0, -1) : name, required, type: parseType(line.slice(space + 1)) };
}

function parseType(text: string): ValueType {
  const list = /^\[(.*)\](?: by (\S+)| (unique))?$/.exec(text);
  if (list !== null) {
    const [, item = '', by, unique] = list;
    return { kind: 'list', item: parseType(item), by: by?.split('+') ?? [], unique: unique !== undefined };
  }
  if (text.startsWith('{')) return { kind: 'map', value: parseType(text.slice(1, -1)) };
  const basic = basicKinds.find((kind) => kind === text);
  if (basic !== undefined) return { kind: basic };
  if (text.includes('|')) {
    return { kind: 'enum', values: text.split('|').map((value) => (value === '""' ? '' : value)) };
  }
  return { kind: 'object', name: text };
}

let jobSchema: Schema | undefined;

/** The types of a Job, as Kubernetes' own API server describes them. */
export function schemaOfJob(): Schema {
  return (jobSchema ??= new Schema(JOB_TABLE));
}

import { schemaOfJob, type ValueType } from '../../../schema/schema.js';
import type { FieldType, Schema } from './schema.js';

const known = new Map<string, Schema>();

/** A type of the table that is made from Kubernetes' own OpenAPI document; its fields are read when asked for. */
export function typeOf(name: string): Schema {
  let schema = known.get(name);
  if (schema === undefined) {
    let fields: Schema['fields'] | undefined;
    schema = {
      struct: name,
      get fields() {
        return (fields ??= Object.fromEntries(
          [...schemaOfJob().fields(name).values()].map((field) => [field.name, fieldType(field.type)]),
        ));
      },
    };
    known.set(name, schema);
  }
  return schema;
}

function fieldType(type: ValueType): FieldType {
  switch (type.kind) {
    case 'object':
      return typeOf(type.name);
    case 'list':
      return { list: fieldType(type.item) };
    case 'map':
      return { map: fieldType(type.value) };
    case 'text':
    case 'enum':
      return 'string';
    case 'int-or-text':
      return 'any';
    default:
      return type.kind;
  }
}

/** The type of a field. `any` is a part whose inside is not looked at. */
export type FieldType =
  | 'string'
  | 'bool'
  | 'int32'
  | 'int64'
  | 'quantity'
  | 'time'
  | 'any'
  | { readonly list: FieldType }
  | { readonly map: FieldType }
  | Schema;

/** A Go struct of the API: the name errors call it by, and its fields. */
export interface Schema {
  readonly struct: string;
  readonly fields: Readonly<Record<string, FieldType>>;
}

export const struct = (name: string, fields: Schema['fields']): Schema => ({ struct: name, fields });

/** The same type for many fields: `all('string', 'name', 'image')`. */
export const all = (type: FieldType, ...names: string[]): Record<string, FieldType> =>
  Object.fromEntries(names.map((name) => [name, type]));

/** A type as Go writes it in an error. */
export function goType(type: FieldType): string {
  if (typeof type === 'string') return type === 'any' ? 'interface {}' : type;
  if ('list' in type) return `[]${goType(type.list)}`;
  if ('map' in type) return `map[string]${goType(type.map)}`;
  return `v1.${type.struct}`;
}

import { stringify } from 'yaml';

export const formats = ['text', 'json', 'yaml'] as const;

export type Format = (typeof formats)[number];

/** A value as one JSON or YAML text, to stand alone. */
export function documentOf(format: 'json' | 'yaml', value: unknown): string {
  return format === 'json' ? `${JSON.stringify(value, null, 2)}\n` : toYaml(value);
}

/** A value as one of many, as they come: a line of JSON, or a document of a YAML stream. */
export function recordOf(format: 'json' | 'yaml', value: unknown): string {
  return format === 'json' ? `${JSON.stringify(value)}\n` : `---\n${toYaml(value)}`;
}

/** YAML that kubectl reads as the same values: what YAML 1.1 would take for a number or a boolean is quoted. */
export function toYaml(value: unknown): string {
  return stringify(value, { version: '1.1', lineWidth: 0, aliasDuplicateObjects: false });
}

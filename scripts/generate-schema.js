/**
 * Makes src/schema/job-table.ts (what validateJob knows of the fields of a Job) and job-types.ts (the same as
 * TypeScript types) from the OpenAPI v3 document of an API server. To follow a new Kubernetes:
 *
 *   kubectl get --raw /version > version.json
 *   kubectl get --raw /openapi/v3/apis/batch/v1 > openapi.json
 *   node scripts/generate-schema.js openapi.json version.json
 *   npx prettier --write src/schema
 *
 * The document of a running server is needed: the one in the source tree of Kubernetes has no enums.
 */
import { readFileSync, writeFileSync } from 'node:fs';

const [openapiFile, versionFile] = process.argv.slice(2);
if (openapiFile === undefined || versionFile === undefined) {
  console.error('usage: node scripts/generate-schema.js <openapi.json> <version.json>');
  process.exit(2);
}
const { schemas } = JSON.parse(readFileSync(openapiFile, 'utf8')).components;
const version = JSON.parse(readFileSync(versionFile, 'utf8')).gitVersion;
const ROOT = 'io.k8s.api.batch.v1.Job';

/** Types with a meaning of their own; what they are made of is not followed. */
const basic = new Map([
  ['io.k8s.apimachinery.pkg.api.resource.Quantity', { table: 'quantity', type: 'string | number' }],
  ['io.k8s.apimachinery.pkg.util.intstr.IntOrString', { table: 'int-or-text', type: 'number | string' }],
  ['io.k8s.apimachinery.pkg.apis.meta.v1.Time', { table: 'time', type: 'string' }],
  ['io.k8s.apimachinery.pkg.apis.meta.v1.FieldsV1', { table: 'any', type: 'unknown' }],
]);

/** Set by the server and of no use in a Job to be created: known to the table, left out of the types. */
const serverSet = new Map([
  ['Job', ['status']],
  [
    'ObjectMeta',
    [
      'creationTimestamp',
      'deletionGracePeriodSeconds',
      'deletionTimestamp',
      'generation',
      'managedFields',
      'resourceVersion',
      'selfLink',
      'uid',
    ],
  ],
]);

/** Required by Kubernetes, but filled in by the run when they are not there: optional in the types. */
const filledIn = ['JobSpec.template', 'PodSpec.containers'];

const names = new Map();
const reach = (name) => {
  if (names.has(name) || basic.has(name)) return;
  const short = name.split('.').at(-1);
  if ([...names.values()].includes(short)) throw new Error(`Two schemas are named ${short}.`);
  names.set(name, short);
  for (const property of Object.values(schemas[name].properties ?? {})) {
    const ref = reference(property) ?? reference(property.items) ?? reference(property.additionalProperties);
    if (ref !== undefined) reach(ref);
  }
};

/** The schema that a property is; the server wraps a `$ref` in `allOf` to give it a description. */
function reference(property) {
  return (property?.$ref ?? property?.allOf?.[0]?.$ref)?.split('/').at(-1);
}

/** What the value of a property is, as the table writes it and as a TypeScript type. */
function valueOf(property, where) {
  const ref = reference(property);
  if (ref !== undefined) {
    return basic.get(ref) ?? { table: names.get(ref), type: `V1${names.get(ref)}` };
  }
  if (property.enum !== undefined) {
    const values = [...property.enum].sort();
    return {
      table: values.map((value) => (value === '' ? '""' : value)).join('|'),
      type: values.map((value) => JSON.stringify(value)).join(' | '),
    };
  }
  if (property.type === 'array') {
    const { table, type } = valueOf(property.items, where);
    const keys = property['x-kubernetes-list-map-keys'];
    const unique = property['x-kubernetes-list-type'] === 'set' ? ' unique' : '';
    return {
      table: `[${table}]${keys === undefined ? unique : ` by ${keys.join('+')}`}`,
      type: `readonly ${/[| ]/.test(type) ? `(${type})` : type}[]`,
    };
  }
  if (property.additionalProperties !== undefined) {
    const { table, type } = valueOf(property.additionalProperties, where);
    return { table: `{${table}}`, type: `{ readonly [key: string]: ${type} }` };
  }
  switch (`${property.type} ${property.format ?? ''}`.trim()) {
    case 'string':
      return { table: 'text', type: 'string' };
    case 'boolean':
      return { table: 'bool', type: 'boolean' };
    case 'integer int32':
      return { table: 'int32', type: 'number' };
    case 'integer int64':
      return { table: 'int64', type: 'number' };
    default:
      throw new Error(`${where} has a type that this script does not know: ${JSON.stringify(property)}`);
  }
}

/** The first sentence of a description, as far as it fits in one line of a comment. */
function summary(description = '') {
  const sentence = /^.*?[.:](?=\s|$)|^.*$/m.exec(description.replaceAll('*/', '').trim())?.[0] ?? '';
  const text = sentence.replace(/:$/, '.');
  return text.length > 110 ? `${text.slice(0, 110).replace(/\s+\S*$/, '')} …` : text;
}

reach(ROOT);
const table = [];
const types = [];
for (const [name, short] of names) {
  const { properties = {}, required = [], description } = schemas[name];
  const lines = [short];
  const members = [];
  for (const [field, property] of Object.entries(properties).sort(([a], [b]) => (a < b ? -1 : 1))) {
    const { table: value, type } = valueOf(property, `${short}.${field}`);
    lines.push(`${field}${required.includes(field) ? '!' : ''} ${value}`);
    if (serverSet.get(short)?.includes(field)) continue;
    const optional = required.includes(field) && !filledIn.includes(`${short}.${field}`) ? '' : '?';
    members.push(
      `  /** ${summary(property.description)} */\n  readonly ${field}${optional}: ${type}${optional === '' ? '' : ' | undefined'};`,
    );
  }
  table.push(lines.join('\n'));
  if (short === 'JobStatus' || short === 'ManagedFieldsEntry') continue;
  if (['JobCondition', 'UncountedTerminatedPods'].includes(short)) continue;
  types.push(
    members.length === 0
      ? `/** ${summary(description)} */\nexport type V1${short} = Readonly<Record<string, never>>;`
      : `/** ${summary(description)} */\nexport interface V1${short} {\n${members.join('\n')}\n}`,
  );
}

const header = `// Made by scripts/generate-schema.js from the OpenAPI document of Kubernetes ${version}. Do not edit.\n`;
const folder = new URL('../src/schema/', import.meta.url);
writeFileSync(
  new URL('job-table.ts', folder),
  `${header}
/** The Kubernetes that the table is of. */
export const KUBERNETES_VERSION = '${version}';

/**
 * All types of a Job, one block each: the name, then a line per field: its name, \`!\` when it is required, and what its
 * value is: \`text\`, \`bool\`, \`int32\`, \`int64\`, \`quantity\`, \`int-or-text\`, \`time\`, \`any\`, the values of an enum
 * (\`A|B\`), a type; \`[x]\` is a list of x (\`by name\`: each name once; \`unique\`: each value once), \`{x}\` a map with
 * values x.
 */
export const JOB_TABLE: string = \`
${table.join('\n\n')}
\`;
`,
);
writeFileSync(
  new URL('job-types.ts', folder),
  `${header}
${types.join('\n\n')}
`,
);
console.log(`${names.size} types of Kubernetes ${version}`);

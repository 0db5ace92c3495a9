import { badRequest } from '../objects/status.js';
import type { KubeObject } from '../objects/types.js';
import type { ResourceDefinition } from '../resources/definition.js';

export type Selector = (object: KubeObject) => boolean;

type Labels = Readonly<Record<string, string>>;
type Requirement = (labels: Labels) => boolean;

/**
 * Reads `labelSelector`: `a=b,c!=d,e in (f,g),h notin (i),j,!k`.
 * @throws StatusError 400
 */
export function parseLabelSelector(text: string): Selector {
  const requirements = splitRequirements(text).map(parseRequirement);
  return ({ metadata }) => requirements.every((requirement) => requirement(metadata.labels ?? {}));
}

// Commas within parentheses separate values, not requirements.
function splitRequirements(text: string): string[] {
  return text.trim() === '' ? [] : text.split(/,(?![^(]*\))/).map((part) => part.trim());
}

const operators = 'in, notin, =, ==, !=, gt, lt';

function parseRequirement(text: string): Requirement {
  const set = /^([^\s!=()<>]+)\s+(in|notin)\s*\(([^()]*)\)$/.exec(text);
  if (set !== null) {
    const [, key = '', operator, list = ''] = set;
    const values = list.split(',').map((value) => value.trim());
    return (labels) => values.includes(labels[key] ?? '\0') === (operator === 'in');
  }
  const equality = /^([^\s!=()<>]+)\s*(==?|!=)\s*([^\s!=()<>]*)$/.exec(text);
  if (equality !== null) {
    const [, key = '', operator, value] = equality;
    return (labels) => (labels[key] === value) === (operator !== '!=');
  }
  const exists = /^(!?)\s*([^\s!=()<>]+)$/.exec(text);
  if (exists !== null) {
    const [, not, key = ''] = exists;
    return (labels) => Object.hasOwn(labels, key) === (not === '');
  }
  const found = /^\S+\s+(\S+)/.exec(text)?.[1] ?? text;
  throw badRequest(`unable to parse requirement: found '${found}', expected: ${operators}`);
}

/**
 * Reads `fieldSelector`: `metadata.name=a,status.phase!=Failed`.
 * @throws StatusError 400
 */
export function parseFieldSelector(text: string, definition: ResourceDefinition): Selector {
  const labels: Record<string, (object: never) => string> = {
    'metadata.name': ({ metadata }: KubeObject) => metadata.name,
    'metadata.namespace': ({ metadata }: KubeObject) => metadata.namespace ?? '',
    ...definition.fieldLabels,
  };
  const requirements = text
    .split(',')
    .filter((part) => part !== '')
    .map((part): Selector => {
      const [, label = '', operator, value] = /^(.*?)(==?|!=)(.*)$/.exec(part) ?? [];
      if (operator === undefined) {
        throw badRequest(`invalid selector: '${part}'; can't understand '${part}'`);
      }
      const read = Object.hasOwn(labels, label) ? labels[label] : undefined;
      if (read === undefined) throw unsupported(definition, label);
      return (object) => (read(object as never) === value) === (operator !== '!=');
    });
  return (object) => requirements.every((requirement) => requirement(object));
}

function unsupported({ kind, resource }: ResourceDefinition, label: string): Error {
  return badRequest(
    resource === 'jobs'
      ? `field label "${label}" not supported for ${kind}`
      : `field label not supported: ${label}`,
  );
}

/** Both selectors of a request. */
export function selectorOf(query: URLSearchParams, definition: ResourceDefinition, name?: string): Selector {
  const byLabel = parseLabelSelector(query.get('labelSelector') ?? '');
  const byField = parseFieldSelector(query.get('fieldSelector') ?? '', definition);
  return (object) =>
    byLabel(object) && byField(object) && (name === undefined || object.metadata.name === name);
}

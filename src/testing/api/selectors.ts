import { badRequest } from '../objects/status.js';
import type { KubeObject } from '../objects/types.js';
import type { ResourceDefinition } from '../resources/definition.js';
import { parseLabels } from './label-selector.js';

export type Selector = (object: KubeObject) => boolean;

/**
 * Reads `fieldSelector`: `metadata.name=a,status.phase!=Failed`.
 * @throws StatusError 400
 */
function parseFieldSelector(text: string, definition: ResourceDefinition): Selector {
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
  const byLabel = parseLabels(query.get('labelSelector') ?? '');
  const byField = parseFieldSelector(query.get('fieldSelector') ?? '', definition);
  return (object) =>
    byLabel(object.metadata.labels ?? {}) &&
    byField(object) &&
    (name === undefined || object.metadata.name === name);
}

import { InvalidArgumentError } from '../../errors.js';
import type { Resource } from '../cluster-api.js';

const roots: Record<Resource, string> = { jobs: '/apis/batch/v1', pods: '/api/v1', events: '/api/v1' };

export type Query = Readonly<Record<string, string | number | boolean | undefined>>;

export function collectionPath(resource: Resource, namespace: string | undefined): string {
  const scope = namespace === undefined ? '' : `/namespaces/${segment('namespace', namespace)}`;
  return `${roots[resource]}${scope}/${resource}`;
}

export function objectPath(resource: Resource, namespace: string, name: string): string {
  return `${collectionPath(resource, namespace)}/${segment('name', name)}`;
}

/** `?a=1&b=x`; what is undefined is left out. */
export function queryString(query: Query): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) parameters.set(name, String(value));
  }
  const text = parameters.toString();
  return text === '' ? '' : `?${text}`;
}

/** An empty name, or one that a proxy resolves away, would make a DELETE of one object a DELETE of all. */
function segment(argument: string, value: string): string {
  if (value === '' || value === '.' || value === '..') {
    throw new InvalidArgumentError(argument, `The ${argument} of a Kubernetes object can not be "${value}".`);
  }
  return encodeURIComponent(value);
}

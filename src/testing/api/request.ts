import { methodNotAllowed, unknownPath } from '../objects/status.js';
import type { Resource } from '../objects/types.js';
import { apiVersion } from '../store/registry.js';
import type { ResourceDefinition } from '../resources/definition.js';
import type { Definitions } from '../resources/definitions.js';

export type Verb = 'get' | 'list' | 'watch' | 'create' | 'update' | 'patch' | 'delete' | 'deletecollection';

/** A request for a resource, read from its method, path and query. */
export interface ResourceRequest {
  readonly verb: Verb;
  readonly resource: Resource;
  readonly namespace?: string;
  readonly name?: string;
  readonly subresource?: string;
}

/**
 * What a path asks for, or `undefined` when it is not the path of a resource.
 * @throws StatusError 404 or 405
 */
export function parseResourceRequest(
  definitions: Definitions,
  method: string,
  path: string,
  query: URLSearchParams,
): ResourceRequest | undefined {
  const match = /^\/(?:api\/(v1)|apis\/([^/]+\/[^/]+))\/(.+?)\/?$/.exec(path);
  if (match === null) return undefined;
  const version = match[1] ?? match[2];
  let parts = (match[3] ?? '').split('/').map(decode);
  // Paths of the time before `?watch=true`.
  const watches = parts[0] === 'watch';
  if (watches) parts = parts.slice(1);
  let namespace: string | undefined;
  const nested =
    parts[0] === 'namespaces' && parts.length > 2 && !['status', 'finalize'].includes(parts[2] ?? '');
  if (nested) {
    namespace = parts[1];
    parts = parts.slice(2);
  }
  const [plural, name, subresource, ...rest] = parts;
  const definition = (Object.values(definitions) as unknown as ResourceDefinition[]).find(
    (one) => one.plural === plural && apiVersion(one) === version,
  );
  const groupKnown = (Object.values(definitions) as unknown as ResourceDefinition[]).some(
    ({ group }) => version === 'v1' || group === version?.split('/')[0],
  );
  if (!groupKnown) return undefined;
  if (definition === undefined || rest.length > 0) throw unknownPath();
  if (definition.namespaced ? name !== undefined && namespace === undefined : namespace !== undefined) {
    throw unknownPath();
  }
  if (subresource !== undefined && !definition.subresources.includes(subresource)) throw unknownPath();
  return {
    verb: watches
      ? 'watch'
      : verbOf(method, name, subresource, query, definition.namespaced && namespace === undefined),
    resource: definition.resource,
    ...(namespace !== undefined && { namespace }),
    ...(name !== undefined && { name }),
    ...(subresource !== undefined && { subresource }),
  };
}

export const isTrue = (value: string | null): boolean => value === 'true' || value === '1';

function verbOf(
  method: string,
  name: string | undefined,
  subresource: string | undefined,
  query: URLSearchParams,
  acrossNamespaces: boolean,
): Verb {
  if (subresource === 'eviction') {
    if (method === 'POST') return 'create';
    throw methodNotAllowed();
  }
  const readOnly = subresource === 'log';
  if (name === undefined) {
    if (method === 'GET') return isTrue(query.get('watch')) ? 'watch' : 'list';
    if (method === 'POST' && !acrossNamespaces) return 'create';
    if (method === 'DELETE' && !acrossNamespaces) return 'deletecollection';
  } else if (method === 'GET') return 'get';
  else if (method === 'PUT' && !readOnly) return 'update';
  else if (method === 'PATCH' && !readOnly) return 'patch';
  else if (method === 'DELETE' && subresource === undefined) return 'delete';
  throw methodNotAllowed();
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw unknownPath();
  }
}

import { failure, unauthorized } from '../objects/status.js';
import type { Definitions } from '../resources/definitions.js';
import type { ResourceRequest } from './request.js';
import type { WireRequest } from './server.js';

/**
 * Lets in who has the cluster's token.
 * @throws StatusError 401 for another token, 403 for none
 */
export function authorize(
  token: string,
  { headers }: WireRequest,
  definitions: Definitions,
  asked: ResourceRequest | undefined,
  path: string,
): void {
  const { authorization } = headers;
  if (authorization === `Bearer ${token}`) return;
  if (authorization !== undefined) throw unauthorized();
  const user = 'User "system:anonymous"';
  if (asked === undefined) {
    throw failure(403, 'Forbidden', `forbidden: ${user} cannot get path "${path}"`, {});
  }
  const { group, plural } = definitions[asked.resource];
  const qualified = group === '' ? plural : `${plural}.${group}`;
  // A namespace counts as within itself.
  const namespace = asked.resource === 'namespaces' ? asked.name : asked.namespace;
  const where = namespace === undefined ? 'at the cluster scope' : `in the namespace "${namespace}"`;
  const what = asked.subresource === undefined ? plural : `${plural}/${asked.subresource}`;
  throw failure(
    403,
    'Forbidden',
    `${qualified}${asked.name === undefined ? '' : ` "${asked.name}"`} is forbidden: ${user} cannot ${asked.verb} resource "${what}" in API group "${group}" ${where}`,
    { ...(asked.name !== undefined && { name: asked.name }), ...(group !== '' && { group }), kind: plural },
  );
}

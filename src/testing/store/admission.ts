import { failure, notFound } from '../objects/status.js';
import type { ResourceDefinition } from '../resources/definition.js';
import type { Store } from './store.js';

/**
 * The `NamespaceLifecycle` admission plugin: nothing is made in a namespace that is not there, or is going.
 * @throws StatusError 403 or 404
 */
export function checkNamespace(
  store: Store,
  definition: Pick<ResourceDefinition, 'namespaced' | 'plural' | 'group'>,
  namespace: string | undefined,
  name: string,
): void {
  if (!definition.namespaced || namespace === undefined) return;
  const found = store.get('namespaces', undefined, namespace);
  if (found === undefined) throw notFound({ plural: 'namespaces', kind: 'Namespace', group: '' }, namespace);
  if (found.metadata.deletionTimestamp === undefined) return;
  const { plural, group } = definition;
  throw failure(
    403,
    'Forbidden',
    `${group === '' ? plural : `${plural}.${group}`} "${name}" is forbidden: unable to create new content in namespace ${namespace} because it is being terminated`,
    {
      name,
      ...(group !== '' && { group }),
      kind: plural,
      causes: [
        {
          reason: 'NamespaceTerminating',
          message: `namespace ${namespace} is being terminated`,
          field: 'metadata.namespace',
        },
      ],
    },
  );
}

import type { Resource } from '../objects/types.js';
import type { Registry } from '../store/registry.js';
import type { Change } from '../store/store.js';
import type { ResourceDefinition } from '../resources/definition.js';
import type { WorkQueue } from './work-queue.js';

/** Empties a namespace that is being deleted, then lets it go. */
export class NamespaceController {
  readonly #registry: Registry;
  readonly #queue: WorkQueue;

  constructor(registry: Registry, queue: WorkQueue) {
    this.#registry = registry;
    this.#queue = queue;
  }

  observe({ resource, type, object }: Change): void {
    const name = resource === 'namespaces' ? object.metadata.name : object.metadata.namespace;
    if (name === undefined || (resource !== 'namespaces' && type !== 'DELETED')) return;
    const namespace = this.#registry.store.get('namespaces', undefined, name);
    if (namespace?.metadata.deletionTimestamp === undefined) return;
    this.#queue.add(`empty ${name}`, () => this.#empty(name));
  }

  #empty(name: string): void {
    const { store, definitions } = this.#registry;
    const within = (Object.values(definitions) as unknown as ResourceDefinition[])
      .filter(({ namespaced }) => namespaced)
      .map(({ resource }) => resource);
    // Events go last, so that what the deletion itself tells goes with them.
    const left = (resource: Resource): boolean => store.list(resource, name).length > 0;
    for (const resource of within.filter((one) => one !== 'events')) this.#deleteAll(resource, name);
    if (within.some((resource) => resource !== 'events' && left(resource))) return;
    this.#deleteAll('events', name);
    const namespace = store.get('namespaces', undefined, name);
    if (namespace !== undefined)
      this.#registry.modify('namespaces', namespace, ({ spec }) => (spec.finalizers = []));
  }

  #deleteAll(resource: Resource, namespace: string): void {
    for (const { metadata } of this.#registry.store.list(resource, namespace)) {
      if (metadata.deletionTimestamp !== undefined) continue;
      this.#registry.delete(resource, namespace, metadata.name, { propagationPolicy: 'Background' });
    }
  }
}

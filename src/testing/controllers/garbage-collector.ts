import type { KubeObject, Pod, Resource } from '../objects/types.js';
import { foregroundFinalizer, orphanFinalizer } from '../store/deletion.js';
import type { Registry } from '../store/registry.js';
import type { Change } from '../store/store.js';
import type { WorkQueue } from './work-queue.js';

/** Does with the Pods of a deleted owner what the propagation policy says. */
export class GarbageCollector {
  readonly #registry: Registry;
  readonly #queue: WorkQueue;

  constructor(registry: Registry, queue: WorkQueue) {
    this.#registry = registry;
    this.#queue = queue;
  }

  observe({ resource, type, object }: Change): void {
    const { uid, deletionTimestamp, finalizers = [] } = object.metadata;
    if (resource === 'pods') this.#observePod(object as Pod, type === 'DELETED');
    else if (type === 'DELETED') this.#queue.add(`collect ${uid}`, () => this.#deleteDependents(object));
    else if (deletionTimestamp !== undefined && finalizers.includes(orphanFinalizer)) {
      this.#queue.add(`orphan dependents ${uid}`, () => this.#orphan(resource, object));
    } else if (deletionTimestamp !== undefined && finalizers.includes(foregroundFinalizer)) {
      this.#enqueueForeground(resource, object);
    }
  }

  #observePod(pod: Pod, gone: boolean): void {
    for (const reference of pod.metadata.ownerReferences ?? []) {
      const owner = this.#registry.store.get('jobs', pod.metadata.namespace, reference.name);
      const there = owner?.metadata.uid === reference.uid;
      if (gone && there && owner.metadata.finalizers?.includes(foregroundFinalizer)) {
        this.#queue.add(`foreground ${reference.uid}`, () => this.#deleteInForeground('jobs', owner));
      }
      // Made after its owner was gone.
      if (!gone && !there && pod.metadata.deletionTimestamp === undefined) {
        this.#queue.add(`collect pod ${pod.metadata.uid}`, () => this.#deletePod(pod));
      }
    }
  }

  #enqueueForeground(resource: Resource, owner: KubeObject): void {
    const { uid } = owner.metadata;
    // The owner's controller sees the deletion first and lets go of the Pods, as in a real cluster.
    this.#queue.add(`see ${uid}`, () =>
      this.#queue.add(`foreground ${uid}`, () => this.#deleteInForeground(resource, owner)),
    );
  }

  #dependentsOf({ metadata }: KubeObject): Pod[] {
    return this.#registry.store.podsOwnedBy(metadata.uid);
  }

  #deleteDependents(owner: KubeObject): void {
    for (const pod of this.#dependentsOf(owner)) this.#deletePod(pod);
  }

  #deletePod({ metadata: { namespace, name, uid } }: Pod): void {
    const current = this.#registry.store.get('pods', namespace, name);
    if (current?.metadata.uid !== uid || current.metadata.deletionTimestamp !== undefined) return;
    this.#registry.delete('pods', namespace, name);
  }

  #deleteInForeground(resource: Resource, owner: KubeObject): void {
    this.#deleteDependents(owner);
    if (this.#dependentsOf(owner).length === 0) this.#dropFinalizer(resource, owner, foregroundFinalizer);
  }

  #orphan(resource: Resource, owner: KubeObject): void {
    for (const pod of this.#dependentsOf(owner)) {
      this.#registry.modify('pods', pod, ({ metadata }) => {
        const others = metadata.ownerReferences?.filter(({ uid }) => uid !== owner.metadata.uid) ?? [];
        if (others.length > 0) metadata.ownerReferences = others;
        else delete metadata.ownerReferences;
      });
    }
    // The Pods are let go by the Job controller before their Job is gone.
    this.#queue.add(`orphaned ${owner.metadata.uid}`, () =>
      this.#dropFinalizer(resource, owner, orphanFinalizer),
    );
  }

  #dropFinalizer(resource: Resource, owner: KubeObject, finalizer: string): void {
    this.#registry.modify(resource, owner, ({ metadata }) => {
      metadata.finalizers = (metadata.finalizers ?? []).filter((one) => one !== finalizer);
    });
  }
}

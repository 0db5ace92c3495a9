import type { KubeObject, ObjectTypes, Pod, Resource } from '../objects/types.js';
import { OwnerIndex } from './owner-index.js';

/** A write, as watches tell it. */
export interface Change {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  readonly resource: Resource;
  readonly revision: number;
  readonly object: KubeObject;
  /** The object before this write. */
  readonly previous?: KubeObject;
}

/**
 * The state of the world: objects by resource, one revision for all of them, and the latest writes, from which
 * watches resume. What is stored is never changed in place, so whoever holds an object may keep it.
 */
export class Store {
  readonly #objects = new Map<Resource, Map<string, KubeObject>>();
  readonly #history: Change[] = [];
  readonly #listeners = new Set<(change: Change) => void>();
  readonly #historyLimit: number;
  readonly #podOwners = new OwnerIndex();
  #revision = 1;
  /** Writes up to this revision are forgotten. */
  #forgotten = 0;

  constructor(historyLimit: number) {
    this.#historyLimit = historyLimit;
  }

  get revision(): number {
    return this.#revision;
  }

  get forgotten(): number {
    return this.#forgotten;
  }

  get<R extends Resource>(
    resource: R,
    namespace: string | undefined,
    name: string,
  ): ObjectTypes[R] | undefined {
    return this.#all(resource).get(key(namespace, name)) as ObjectTypes[R] | undefined;
  }

  /** In the order of their keys, as etcd lists them. */
  list<R extends Resource>(resource: R, namespace?: string): ObjectTypes[R][] {
    return inOrder([...this.#all(resource).values()], namespace) as ObjectTypes[R][];
  }

  /** The Pods that name this owner, in the order of their keys. */
  podsOwnedBy(uid: string): Pod[] {
    const pods = this.#all('pods');
    return this.#podOwners.keysOf(uid).map((at) => pods.get(at) as Pod);
  }

  /** As {@link list} was at a revision. `undefined` when that is forgotten. */
  listAt(resource: Resource, namespace: string | undefined, revision: number): KubeObject[] | undefined {
    if (revision < this.#forgotten) return undefined;
    const then = new Map(this.#all(resource));
    for (const change of this.#history.toReversed()) {
      if (change.revision <= revision) break;
      if (change.resource !== resource) continue;
      const at = key(change.object.metadata.namespace, change.object.metadata.name);
      if (change.previous === undefined) then.delete(at);
      else then.set(at, change.previous);
    }
    return inOrder([...then.values()], namespace);
  }

  /** The writes after a revision. `undefined` when some of them are forgotten. */
  since(resource: Resource, revision: number): Change[] | undefined {
    if (revision < this.#forgotten) return undefined;
    return this.#history.filter((change) => change.resource === resource && change.revision > revision);
  }

  put<R extends Resource>(resource: R, object: ObjectTypes[R]): ObjectTypes[R] {
    const { namespace, name } = object.metadata;
    const previous = this.#all(resource).get(key(namespace, name));
    const stored = this.#stamped(object);
    this.#all(resource).set(key(namespace, name), stored);
    if (resource === 'pods') this.#podOwners.update(key(namespace, name), previous, stored);
    this.#tell({
      type: previous === undefined ? 'ADDED' : 'MODIFIED',
      resource,
      revision: this.#revision,
      object: stored,
      ...(previous !== undefined && { previous }),
    });
    return stored;
  }

  /** Removes an object; `last` is the state that watches are shown. */
  remove<R extends Resource>(resource: R, last: ObjectTypes[R]): ObjectTypes[R] {
    const at = key(last.metadata.namespace, last.metadata.name);
    const previous = this.#all(resource).get(at);
    if (previous === undefined) return last;
    this.#all(resource).delete(at);
    if (resource === 'pods') this.#podOwners.update(at, previous, undefined);
    const object = this.#stamped(last);
    this.#tell({ type: 'DELETED', resource, revision: this.#revision, object, previous });
    return object;
  }

  /** Listeners are told of every write in order; they must not write from within. */
  subscribe(listener: (change: Change) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Forgets the writes so far, as a compaction does. */
  compact(): void {
    this.#history.length = 0;
    // A write of no consequence follows in a real cluster sooner or later; without it nothing would be too old.
    this.#revision++;
    this.#forgotten = this.#revision;
  }

  #stamped<T extends KubeObject>(object: T): T {
    this.#revision++;
    return { ...object, metadata: { ...object.metadata, resourceVersion: String(this.#revision) } };
  }

  #tell(change: Change): void {
    this.#history.push(change);
    if (this.#history.length > this.#historyLimit) {
      this.#forgotten = this.#history.shift()?.revision ?? this.#forgotten;
    }
    for (const listener of this.#listeners) listener(change);
  }

  #all(resource: Resource): Map<string, KubeObject> {
    let objects = this.#objects.get(resource);
    if (objects === undefined) this.#objects.set(resource, (objects = new Map<string, KubeObject>()));
    return objects;
  }
}

/** The key of an object, in the order of etcd: by namespace, then by name. */
const key = (namespace: string | undefined, name: string): string => `${namespace ?? ''}/${name}`;

function inOrder(objects: KubeObject[], namespace: string | undefined): KubeObject[] {
  return objects
    .filter((object) => namespace === undefined || object.metadata.namespace === namespace)
    .sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}

export const keyOf = (object: KubeObject): string => key(object.metadata.namespace, object.metadata.name);

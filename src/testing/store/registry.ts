import { clone, sameJson } from '../objects/json.js';
import type { Clock } from '../clock/clock.js';
import type { IdGenerator } from '../objects/ids.js';
import { alreadyExists, conflict, failure, invalid, notFound } from '../objects/status.js';
import { seconds } from '../objects/time.js';
import type { KubeObject, ObjectTypes, Resource } from '../objects/types.js';
import type { Draft, ResourceDefinition } from '../resources/definition.js';
import type { Definitions } from '../resources/definitions.js';
import { checkNamespace } from './admission.js';
import { markDeleted, type DeleteOptions } from './deletion.js';
import { checkSize } from './size-limit.js';
import type { Store } from './store.js';

// k8s.io/apiserver/pkg/storage/names: the base of a generated name is cut so that the whole has 63 characters.
const generatedBase = 58;

export interface WriteOptions {
  readonly dryRun?: boolean;
}

/**
 * What stands between a request and the store: names, defaults, validation, generation, finalizers and deletion. The
 * controllers and the node write through it too, as they do through a real API server.
 */
export class Registry {
  readonly store: Store;
  readonly definitions: Definitions;
  readonly #clock: Clock;
  readonly #ids: IdGenerator;

  constructor(store: Store, definitions: Definitions, clock: Clock, ids: IdGenerator) {
    this.store = store;
    this.definitions = definitions;
    this.#clock = clock;
    this.#ids = ids;
  }

  /** @throws StatusError 403, 404, 409 or 422 */
  create<R extends Resource>(
    resource: R,
    draft: Draft,
    { dryRun = false }: WriteOptions = {},
  ): ObjectTypes[R] {
    const definition = this.definitions[resource] as ResourceDefinition<R>;
    const { generateName = '' } = draft.metadata;
    if (draft.metadata['resourceVersion']) {
      throw failure(500, undefined, 'resourceVersion should not be set on objects to be created');
    }
    const { deletionTimestamp: _, deletionGracePeriodSeconds: __, selfLink: ___, ...given } = draft.metadata;
    const name =
      draft.metadata.name || (generateName && generateName.slice(0, generatedBase) + this.#ids.suffix());
    checkNamespace(this.store, definition, draft.metadata.namespace, name);
    const object = {
      ...draft,
      kind: definition.kind,
      apiVersion: apiVersion(definition),
      metadata: {
        ...given,
        name,
        uid: this.#ids.uid(),
        creationTimestamp: seconds(this.#clock.now()),
      },
    } as unknown as ObjectTypes[R];
    definition.setDefaults(object);
    definition.prepareForCreate(object);
    const causes = definition.validate(object);
    if (causes.length > 0) throw invalid(definition, name, causes);
    const existing = this.store.get(resource, draft.metadata.namespace, name);
    if (existing !== undefined) {
      throw alreadyExists(definition, name, existing.metadata.deletionTimestamp !== undefined);
    }
    if (dryRun) return object;
    checkSize(object, () => this.#ids.uid());
    return this.store.put(resource, object);
  }

  /** @throws StatusError 404 */
  read<R extends Resource>(resource: R, namespace: string | undefined, name: string): ObjectTypes[R] {
    const object = this.store.get(resource, namespace, name);
    if (object === undefined) throw notFound(this.definitions[resource], name);
    return object;
  }

  /**
   * A change by a client, checked as such.
   * @throws StatusError 404, 409 or 422
   */
  replace<R extends Resource>(
    resource: R,
    next: ObjectTypes[R],
    { dryRun = false, status = false }: WriteOptions & { readonly status?: boolean } = {},
  ): ObjectTypes[R] {
    const definition = this.definitions[resource] as ResourceDefinition<R>;
    const { name, namespace, uid, resourceVersion } = next.metadata;
    if (resourceVersion && !/^\d+$/.test(resourceVersion)) {
      const shown = JSON.stringify(resourceVersion);
      throw failure(500, undefined, `strconv.ParseUint: parsing ${shown}: invalid syntax`);
    }
    const previous = this.read(resource, namespace, name);
    if (resourceVersion && resourceVersion !== previous.metadata.resourceVersion) {
      throw conflict(definition, definition.plural, name);
    }
    if (uid && uid !== previous.metadata.uid) {
      throw conflict(definition, definition.plural, name, storageError(definition, previous, uid));
    }
    const kept = previous.metadata;
    const merged = {
      ...(status ? previous : next),
      ...((status ? next : previous).status !== undefined && { status: (status ? next : previous).status }),
      kind: definition.kind,
      apiVersion: apiVersion(definition),
      metadata: {
        ...next.metadata,
        uid: kept.uid,
        creationTimestamp: kept.creationTimestamp,
        ...(kept.deletionTimestamp !== undefined && {
          deletionTimestamp: kept.deletionTimestamp,
          deletionGracePeriodSeconds: kept.deletionGracePeriodSeconds,
        }),
      },
    } as unknown as ObjectTypes[R];
    definition.prepareForUpdate?.(merged, previous);
    definition.setDefaults(merged);
    const causes = status ? [] : definition.validateUpdate(merged, previous);
    if (causes.length > 0) throw invalid(definition, name, causes);
    return this.#write(resource, merged, previous, dryRun);
  }

  /** A change by a controller, on a copy. `undefined` when the object is gone, or is another one by now. */
  modify<R extends Resource>(
    resource: R,
    { metadata: { namespace, name, uid } }: KubeObject,
    change: (draft: ObjectTypes[R]) => void,
  ): ObjectTypes[R] | undefined {
    const previous = this.store.get(resource, namespace, name);
    if (previous?.metadata.uid !== uid) return undefined;
    const next = clone<ObjectTypes[R]>(previous);
    change(next);
    return this.#write(resource, next, previous);
  }

  /**
   * Deletes, or marks as deleted what must wait for its grace period or its finalizers.
   * @throws StatusError 404 or 409
   */
  delete<R extends Resource>(
    resource: R,
    namespace: string | undefined,
    name: string,
    options: DeleteOptions = {},
  ): { readonly object: ObjectTypes[R]; readonly removed: boolean } {
    const definition = this.definitions[resource] as ResourceDefinition<R>;
    const previous = this.read(resource, namespace, name);
    const marked = markDeleted(definition, previous, options, this.#clock.now());
    definition.prepareForDelete?.(marked);
    const gone = !this.#waits(resource, marked);
    // A Pod's deletion is a change of its spec, also when it goes at once.
    if (gone && definition.gracePeriodSeconds && marked.metadata.generation !== undefined) {
      marked.metadata.generation++;
    }
    if (!gone) {
      return { object: this.#write(resource, marked, previous, options.dryRun), removed: false };
    }
    if (options.dryRun === true) return { object: marked, removed: true };
    // Only what knows a grace period shows its mark before it goes.
    const last = definition.gracePeriodSeconds ? this.store.put(resource, marked) : previous;
    return { object: this.store.remove(resource, last), removed: true };
  }

  #write<R extends Resource>(
    resource: R,
    next: ObjectTypes[R],
    previous: ObjectTypes[R],
    dryRun = false,
  ): ObjectTypes[R] {
    const { metadata } = next;
    metadata.resourceVersion = previous.metadata.resourceVersion;
    if (metadata.finalizers?.length === 0) delete metadata.finalizers;
    const marked =
      metadata.deletionTimestamp !== undefined && previous.metadata.deletionTimestamp === undefined;
    if (previous.metadata.generation !== undefined) {
      const changed = marked || !sameJson(unbound(next.spec), unbound(previous.spec));
      metadata.generation = previous.metadata.generation + (changed ? 1 : 0);
    }
    if (dryRun) return next;
    // The last finalizer ends the object; watches are shown it as it was before, and who did it what was written.
    if (metadata.deletionTimestamp !== undefined && !this.#waits(resource, next)) {
      this.store.remove(resource, previous);
      return next;
    }
    return sameJson(next, previous) ? previous : this.store.put(resource, next);
  }

  /** Whether a deleted object must stay for now. */
  #waits<R extends Resource>(resource: R, object: ObjectTypes[R]): boolean {
    const { finalizers = [], deletionGracePeriodSeconds = 0 } = object.metadata;
    const definition = this.definitions[resource] as ResourceDefinition<R>;
    return (
      finalizers.length > 0 || deletionGracePeriodSeconds > 0 || (definition.heldBack?.(object) ?? false)
    );
  }
}

/** What etcd's layer says of a uid that is not the object's. */
const storageError = (
  { plural }: { readonly plural: string },
  { metadata: { namespace, name, uid } }: KubeObject,
  asked: string,
): string =>
  `StorageError: invalid object, Code: 4, Key: /registry/${[plural, namespace, name].filter(Boolean).join('/')}, ResourceVersion: 0, AdditionalErrorMsg: Precondition failed: UID in precondition: ${asked}, UID in object meta: ${uid}`;

export const apiVersion = ({ group, version }: { group: string; version: string }): string =>
  group === '' ? version : `${group}/${version}`;

// Being bound to a node does not count as a change of a Pod's spec.
function unbound(spec: unknown): unknown {
  return typeof spec === 'object' ? { ...spec, nodeName: undefined } : spec;
}

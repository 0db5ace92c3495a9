import type { Schema } from './schema/schema.js';
import type { Cause, KindName } from '../objects/status.js';
import type { ObjectTypes, Resource } from '../objects/types.js';
import type { Printer } from '../table/column.js';

/** What becomes of the objects that an object owns when it is deleted. */
export type Propagation = 'Background' | 'Foreground' | 'Orphan';

/** An object as a client sent it, its fields known to be of the right types, nothing else known. */
export interface Draft {
  metadata: { name?: string; generateName?: string; namespace?: string; [field: string]: unknown };
  spec?: unknown;
  status?: unknown;
  [field: string]: unknown;
}

/**
 * All that the API server knows of a resource. A new resource is a new definition, an entry in `ObjectTypes` and a
 * line in the list of definitions; routing, storing, watching, selecting and deleting need no change.
 */
export interface ResourceDefinition<R extends Resource = Resource> extends KindName {
  readonly resource: R;
  readonly plural: R;
  readonly version: 'v1';
  readonly namespaced: boolean;
  readonly shortNames: readonly string[];
  readonly subresources: readonly string[];
  /** Fields the resource has: anything else is dropped, reported or refused, as `fieldValidation` says. */
  readonly schema: Schema;
  /** @default 'Background' */
  readonly defaultPropagation?: Propagation;
  /** DELETE answers with the object even when it is gone at once. */
  readonly answersDeletedObject?: boolean;
  /** Field labels of `fieldSelector` beside `metadata.name` and `metadata.namespace`. */
  readonly fieldLabels: Readonly<Record<string, (object: ObjectTypes[R]) => string>>;
  /** What `kubectl get` shows of it. */
  readonly table: Printer<ObjectTypes[R]>;
  /** What a `BOOKMARK` of this resource holds beside kind and version. */
  readonly bookmark: Readonly<Record<string, unknown>>;
  /** The API server keeps no recent past of it, and asks the store, which has other words for what is too old. */
  readonly uncached?: boolean;
  /** A PUT of a name that is not there makes the object. */
  readonly createsOnUpdate?: boolean;
  /** Preconditions of a deletion are checked where it is stored, which has other words for it. */
  readonly checksPreconditionsLate?: boolean;
  /** The collection as a whole can not be deleted. */
  readonly keepsCollection?: boolean;
  /** Sets what is absent to its default, at every write. */
  setDefaults(object: ObjectTypes[R]): void;
  /** Keeps what an update may not take away. */
  prepareForUpdate?(next: ObjectTypes[R], previous: ObjectTypes[R]): void;
  /** Sets what the API server sets on creation, after the defaults. The name, uid and times are there already. */
  prepareForCreate(object: ObjectTypes[R]): void;
  validate(object: ObjectTypes[R]): Cause[];
  /** What a client is warned of that makes such an object. */
  warnings?(object: ObjectTypes[R]): string[];
  validateUpdate(next: ObjectTypes[R], previous: ObjectTypes[R]): Cause[];
  /** Whether more than finalizers and grace keep a deleted object, as a namespace's content does. */
  heldBack?(object: ObjectTypes[R]): boolean;
  /** Marks the object, beside its deletionTimestamp, when its deletion begins. */
  prepareForDelete?(object: ObjectTypes[R]): void;
  /** Seconds that a deletion waits. Absent: the resource knows no grace. */
  gracePeriodSeconds?(object: ObjectTypes[R], requested: number | undefined): number;
}

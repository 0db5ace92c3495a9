import { conflict } from '../objects/status.js';
import { seconds } from '../objects/time.js';
import type { KubeObject, ObjectTypes, Resource } from '../objects/types.js';
import type { Propagation, ResourceDefinition } from '../resources/definition.js';

/** `metav1.DeleteOptions`, as far as the cluster knows them. */
export interface DeleteOptions {
  readonly propagationPolicy?: Propagation | undefined;
  readonly gracePeriodSeconds?: number | undefined;
  readonly preconditions?: { readonly uid?: string; readonly resourceVersion?: string } | undefined;
  readonly dryRun?: boolean | undefined;
}

/** The finalizer that stands for each policy while the garbage collector works. */
export const orphanFinalizer = 'orphan';
export const foregroundFinalizer = 'foregroundDeletion';

/**
 * The object with the marks of its deletion (k8s.io/apiserver/pkg/registry/rest/delete.go): deletionTimestamp, grace
 * period, and the finalizer that holds it for the garbage collector.
 * @throws StatusError 409 when a precondition does not hold
 */
export function markDeleted<R extends Resource>(
  definition: ResourceDefinition<R>,
  object: ObjectTypes[R],
  options: DeleteOptions,
  now: number,
): ObjectTypes[R] {
  checkPreconditions(definition, object, options);
  const { metadata } = object;
  const grace = Math.max(definition.gracePeriodSeconds?.(object, options.gracePeriodSeconds) ?? 0, 0);
  const before =
    metadata.deletionTimestamp === undefined ? Infinity : (metadata.deletionGracePeriodSeconds ?? 0);
  const finalizers = finalizersFor(definition, metadata.finalizers ?? [], options.propagationPolicy);
  const { finalizers: _, ...rest } = metadata;
  return {
    ...object,
    metadata: {
      ...rest,
      // A second deletion may shorten the wait, never lengthen it.
      ...(grace < before && {
        deletionTimestamp: seconds(now + grace * 1000),
        deletionGracePeriodSeconds: grace,
      }),
      ...(finalizers.length > 0 && { finalizers }),
    },
  };
}

function finalizersFor(
  definition: Pick<ResourceDefinition, 'defaultPropagation'>,
  finalizers: readonly string[],
  asked: Propagation | undefined,
): string[] {
  const collector = [orphanFinalizer, foregroundFinalizer];
  const others = finalizers.filter((finalizer) => !collector.includes(finalizer));
  // Without a word on it, an earlier deletion's policy stays; else the resource's own holds.
  if (asked === undefined && others.length < finalizers.length) return [...finalizers];
  const policy = asked ?? definition.defaultPropagation ?? 'Background';
  if (policy === 'Background') return others;
  return [...others, policy === 'Orphan' ? orphanFinalizer : foregroundFinalizer];
}

function checkPreconditions(
  definition: Pick<ResourceDefinition, 'plural' | 'kind' | 'group' | 'checksPreconditionsLate'>,
  { metadata }: KubeObject,
  { preconditions }: DeleteOptions,
): void {
  const { uid, resourceVersion } = preconditions ?? {};
  if (uid !== undefined && uid !== metadata.uid) {
    if (definition.checksPreconditionsLate) {
      const why = `Precondition failed: UID in precondition: ${uid}, UID in object meta: ${metadata.uid}`;
      throw conflict(definition, definition.plural, metadata.name, why);
    }
    throw conflict(
      definition,
      definition.kind,
      metadata.name,
      `the UID in the precondition (${uid}) does not match the UID in record (${metadata.uid}). The object might have been deleted and then recreated`,
    );
  }
  if (resourceVersion !== undefined && resourceVersion !== metadata.resourceVersion) {
    throw conflict(
      definition,
      definition.kind,
      metadata.name,
      `the ResourceVersion in the precondition (${resourceVersion}) does not match the ResourceVersion in record (${metadata.resourceVersion}). The object might have been modified`,
    );
  }
}

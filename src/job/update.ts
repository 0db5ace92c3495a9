import type {
  JobManifest,
  JobManifestSpec,
  ObjectMeta,
  PodSpec,
  PodTemplate,
} from '../job-spec/job-manifest.js';
import type { JobTransform } from './job-transform.js';

/** A change of a part of the Job: gives back a changed copy, or what it was given. */
export type Change<T> = (part: T) => T;

/** One change that makes the given ones in order. */
export function inOrder<T>(...changes: readonly Change<T>[]): Change<T> {
  return (part) => changes.reduce((changed, change) => change(changed), part);
}

// Each gives a copy of an object in which one value has gone through `change`; the object itself when nothing changed.
// A missing or null value counts as `{}`. Keys keep their order, a new one comes last. They are written out, as a copy
// is made in half the time when the key stands in the code.

function inMetadata<T extends { readonly metadata?: ObjectMeta | null }>(
  object: T,
  change: Change<ObjectMeta>,
): T {
  const after = change(object.metadata ?? {});
  return after === object.metadata ? object : { ...object, metadata: after };
}

function inSpec<S extends object, T extends { readonly spec?: S | null }>(object: T, change: Change<S>): T {
  const after = change(object.spec ?? ({} as S));
  return after === object.spec ? object : { ...object, spec: after };
}

function inTemplate<P extends object, T extends { readonly template?: P | null }>(
  object: T,
  change: Change<P>,
): T {
  const after = change(object.template ?? ({} as P));
  return after === object.template ? object : { ...object, template: after };
}

/** Changes the metadata of the Job. */
export function updateMetadata(change: Change<ObjectMeta>): JobTransform {
  return (job) => inMetadata(job, change);
}

/** Changes the pod template of the Job. */
function updatePodTemplate(change: Change<PodTemplate>): JobTransform {
  return (job: JobManifest) =>
    inSpec<JobManifestSpec, JobManifest>(job, (spec) =>
      inTemplate<PodTemplate, JobManifestSpec>(spec, change),
    );
}

/** Changes the metadata of the pod template. */
export function updatePodMetadata(change: Change<ObjectMeta>): JobTransform {
  return updatePodTemplate((template) => inMetadata(template, change));
}

/** Changes the spec of the pod template. */
export function updatePodSpec(change: Change<PodSpec>): JobTransform {
  return updatePodTemplate((template) => inSpec<PodSpec, PodTemplate>(template, change));
}

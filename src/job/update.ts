import type { JobManifest, ObjectMeta } from '../job-spec/job-manifest.js';
import type { JobTransform } from './job-transform.js';

type PodTemplate = NonNullable<NonNullable<JobManifest['spec']>['template']>;
type PodSpec = NonNullable<PodTemplate['spec']>;

/**
 * A copy of `object` in which the value of `key` has gone through `change`; the object itself when nothing changed.
 * A missing or null value counts as `{}`. Keys keep their order, a new one comes last.
 */
function updateKey<T extends object, K extends keyof T>(
  object: T,
  key: K,
  change: (value: NonNullable<T[K]>) => NonNullable<T[K]>,
): T {
  const before = object[key];
  const after = change(before ?? ({} as NonNullable<T[K]>));
  return after === before ? object : { ...object, [key]: after };
}

/** Changes the metadata of the Job. */
export function updateMetadata(change: (metadata: ObjectMeta) => ObjectMeta): JobTransform {
  return (job) => updateKey(job, 'metadata', change);
}

/** Changes the pod template of the Job. */
function updatePodTemplate(change: (template: PodTemplate) => PodTemplate): JobTransform {
  return (job) => updateKey(job, 'spec', (spec) => updateKey(spec, 'template', change));
}

/** Changes the metadata of the pod template. */
export function updatePodMetadata(change: (metadata: ObjectMeta) => ObjectMeta): JobTransform {
  return updatePodTemplate((template) => updateKey(template, 'metadata', change));
}

/** Changes the spec of the pod template. */
export function updatePodSpec(change: (spec: PodSpec) => PodSpec): JobTransform {
  return updatePodTemplate((template) => updateKey(template, 'spec', change));
}

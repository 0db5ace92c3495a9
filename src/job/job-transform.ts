import type { JobManifest } from '../job-spec/job-manifest.js';

/**
 * A pure step in the making of a Job: gives back a changed copy that shares every untouched part with its input, or
 * the input itself. The input is frozen and never changed.
 */
export type JobTransform = (job: JobManifest) => JobManifest;

/** One transform that does the given ones in order. */
export function compose(...transforms: readonly JobTransform[]): JobTransform {
  return (job) => transforms.reduce((built, transform) => transform(built), job);
}

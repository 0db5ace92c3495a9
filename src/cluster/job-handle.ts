import type { JobSpec } from '../job-spec/job-spec.js';

/** A submitted run, as plain JSON: store it, and another process can pick the run up. */
export interface JobHandle {
  readonly namespace: string;
  readonly name: string;
  /** Tells this Job from a later one of the same name. */
  readonly uid: string;
  readonly flowRunId: string;
  /** The `identifier` label of the Job: unique for each execution. Of an adopted Job, the one it already had. */
  readonly identifier: string;
  /** `false` when the Job was already there (an earlier attempt got through) and was adopted. */
  readonly created: boolean;
  /** The container that runs the flow, when the environment was told which. @default the first of the pod */
  readonly flowContainer?: string;
}

const specs = new WeakMap<JobHandle, JobSpec>();

/** Keeps the spec that a Job was built from with its handle, in this process: a handle itself is plain JSON. */
export function rememberSpec(handle: JobHandle, spec: JobSpec): JobHandle {
  specs.set(handle, spec);
  return handle;
}

/** The spec that the Job of this handle was built from; `undefined` of a handle that was stored and read again. */
export function specOf(handle: JobHandle): JobSpec | undefined {
  return specs.get(handle);
}

import { isKubernetesJobEnvironmentError } from '../../src/errors.js';
import { buildJob } from '../../src/job/build-job.js';
import type { JobManifest } from '../../src/job-spec/job-manifest.js';
import { jobSpecFromObject } from '../../src/job-spec/job-spec-from-object.js';
import { validateJob } from '../../src/job-spec/validation/validate-job.js';
import type { Mutation } from './mutations.js';

/** Whether a manifest is refused offline: when it is read, or when it is checked. The reasons are what was found. */
export function offlineErrors(manifest: JobManifest): string[] {
  try {
    return validateJob(jobSpecFromObject(manifest))
      .filter(({ severity }) => severity === 'error')
      .map(({ code, path, message }) => `${code} ${path}: ${message}`);
  } catch (error) {
    if (!isKubernetesJobEnvironmentError(error)) throw error;
    return [`${error.code}: ${error.message}`];
  }
}

/** The Job that a run would send; of a manifest that no run can be made of, the manifest itself. */
export function sentJob(manifest: JobManifest): JobManifest {
  try {
    const spec = jobSpecFromObject(manifest);
    return buildJob(spec, {
      flowRunId: 'run-1',
      identifier: 'identifier-1',
      flowSlug: 'flow',
      image: 'example.com/flow:1',
      command: ['/bin/sh', '-c'],
      args: ['true'],
      env: [{ name: 'FLOW', value: 'flow' }],
    });
  } catch (error) {
    if (!isKubernetesJobEnvironmentError(error)) throw error;
    return manifest;
  }
}

/** What the API server said: 201, or the status and message of its refusal. */
export interface Recorded {
  readonly base: string;
  readonly mutation: Mutation;
  readonly status: number;
  readonly message?: string;
}

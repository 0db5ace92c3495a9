import type { PodSpec } from '../job-spec/job-manifest.js';
import type { JobTransform } from './job-transform.js';
import { type Change, updatePodSpec } from './update.js';

/**
 * Sets the restart policy where the YAML has none. The API server's own default is `Always`, which it refuses for
 * Jobs.
 */
export function setRestartPolicy(policy: 'Never' | 'OnFailure' = 'Never'): JobTransform {
  return updatePodSpec(withRestartPolicy(policy));
}

export function withRestartPolicy(policy: 'Never' | 'OnFailure'): Change<PodSpec> {
  return (podSpec) => (podSpec.restartPolicy ? podSpec : { ...podSpec, restartPolicy: policy });
}

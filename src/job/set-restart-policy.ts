import type { JobTransform } from './job-transform.js';
import { updatePodSpec } from './update.js';

/**
 * Sets the restart policy where the YAML has none. The API server's own default is `Always`, which it refuses for
 * Jobs.
 */
export function setRestartPolicy(policy: 'Never' | 'OnFailure' = 'Never'): JobTransform {
  return updatePodSpec((podSpec) =>
    podSpec.restartPolicy ? podSpec : { ...podSpec, restartPolicy: policy },
  );
}

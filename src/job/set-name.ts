import type { JobTransform } from './job-transform.js';
import { shortHash } from './short-hash.js';
import { updateMetadata } from './update.js';

/**
 * Longest name of a Job: it becomes the value of the label `job-name` on its pods.
 * Source: k8s.io/kubernetes/pkg/apis/batch/validation, validateJob (a name that is no label value is refused there).
 */
const MAX_LENGTH = 63;

/**
 * Names the Job. A name of the YAML stays as it is, unless `unique`: then a suffix derived from the flow run id makes
 * it this run's own. Without a name, `generateName` or else the flow's slug is the base, always with the suffix: a
 * name made by the server would be another one at each attempt, and a run could be submitted twice.
 */
export function setName(run: {
  flowSlug: string;
  flowRunId: string;
  unique?: boolean | undefined;
}): JobTransform {
  return updateMetadata((metadata) => {
    if (metadata.name && run.unique !== true) return metadata;
    const base = metadata.name || metadata.generateName || run.flowSlug;
    return { ...metadata, name: nameForRun(base, run.flowRunId) };
  });
}

/**
 * A name for one run: the base, cut so that the whole has at most 63 characters, and a suffix that is the same for
 * the same run and another for another run.
 */
export function nameForRun(base: string, flowRunId: string): string {
  const suffix = shortHash(flowRunId);
  const head = base.slice(0, MAX_LENGTH - suffix.length - 1).replace(/[-.]+$/, '');
  return `${head === '' ? 'flow' : head}-${suffix}`;
}

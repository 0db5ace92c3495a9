import type { KubernetesObject } from '../../cluster/cluster-api.js';
import { secretTexts } from '../../job/redact.js';
import type { Condition } from '../status.js';
import { isKept, keptCondition, metadataFields, picked, SECRETS } from './kept.js';
import { sharedObject } from './shared-values.js';

/** Of a Job only what is read here is kept: ten thousand runs fit in memory. */
export function stripJob(job: KubernetesObject, kept?: KubernetesObject): KubernetesObject {
  const status = (job['status'] ?? {}) as JobStatus;
  const conditions = status.conditions?.map(keptCondition);
  const { uncountedTerminatedPods: uncounted = {} } = status;
  return {
    metadata: picked(job.metadata, jobMetadataFields),
    spec: isKept(job, kept) ? kept['spec'] : sharedObject(picked(job['spec'] ?? {}, jobSpecFields)),
    status: {
      ...picked(status, jobStatusFields),
      // Empty mostly: only while pods that have ended are being counted.
      ...(Object.keys(uncounted).length === 0 ? {} : { uncountedTerminatedPods: uncounted }),
      ...(conditions === undefined ? {} : { conditions }),
    },
    ...(isTroubledJob(job) ? { [SECRETS]: secretTexts(job) } : {}),
  };
}

/** Whether the spec of a kept Job is that of a state of it; of a Job in trouble the whole spec is asked for. */
export function hasSpecOfJob({ metadata }: KubernetesObject, state: KubernetesObject): boolean {
  const { generation } = state.metadata;
  return generation !== undefined && generation === metadata['generation'] && !isTroubledJob(state);
}

function isTroubledJob({ metadata, status = {} }: KubernetesObject): boolean {
  const failed = (status as JobStatus).conditions?.some(
    ({ type, status: holds }) => holds === 'True' && (type === 'FailureTarget' || type === 'Failed'),
  );
  return failed === true || metadata.deletionTimestamp !== undefined;
}

interface JobStatus {
  readonly conditions?: readonly Condition[];
  readonly uncountedTerminatedPods?: object;
}

/** What the explanation of an end, or of a standstill, speaks of. */
const jobSpecFields = ['managedBy', 'suspend', 'parallelism', 'backoffLimit', 'activeDeadlineSeconds'];
const jobStatusFields = ['startTime', 'active', 'ready', 'succeeded', 'failed', 'failedIndexes'];

const jobMetadataFields = [...metadataFields, 'generation'];

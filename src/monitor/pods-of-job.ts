import type { JobHandle } from '../cluster/job-handle.js';

/** Names the pods of a Job in a list: the Job controller gives each of them this label. */
export function podsOfJob({ namespace, uid }: Pick<JobHandle, 'namespace' | 'uid'>) {
  return { namespace, labelSelector: `batch.kubernetes.io/controller-uid=${uid}` };
}

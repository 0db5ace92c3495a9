import { runIdentity } from '../../job/run-identity.js';
import { isApiResponseError } from '../failures/api-failure.js';
import { JobConflictError, JobTooLargeError } from '../errors.js';

/** Which run's Job is to be created. */
export interface Target {
  readonly namespace: string;
  readonly jobName: string;
  readonly flowRunId: string;
}

/** What the API server takes at most. Source: k8s.io/apiserver/pkg/server/config.go, MaxRequestBodyBytes. */
const MAX_REQUEST_BYTES = 3 * 1024 * 1024;
/** From this size on, odd answers are put down to the size. Source: etcd's --max-request-bytes is 1.5 MiB. */
const SUSPECT_BYTES = 1024 * 1024;

/** Whether the body can not be taken by any API server. */
export function isBeyondLimit(bytes: number): boolean {
  return bytes > MAX_REQUEST_BYTES;
}

/**
 * Whether an answer means that the Job is too large. etcd's refusal shows as a 422 about labels and a selector that
 * nobody wrote: the API server tries again, with another uid in them. Older ones pass on what etcd or gRPC said.
 */
export function isTooLarge(failure: unknown, bytes: number): boolean {
  if (!isApiResponseError(failure)) return false;
  if (failure.status === 413) return true;
  if (/request is too large|trying to send message larger than max/.test(failure.message)) return true;
  return (
    failure.status === 422 &&
    bytes >= SUSPECT_BYTES &&
    failure.causes.some(({ field = '' }) => field === 'spec.selector' || field.includes('controller-uid'))
  );
}

export function tooLarge({ jobName, namespace }: Target, bytes: number, cause?: Error): JobTooLargeError {
  const size = `${(bytes / 1_000_000).toFixed(2)} MB`;
  return new JobTooLargeError(
    `Job "${jobName}" for namespace "${namespace}" is too large: ${size} (${bytes} bytes) as JSON. A cluster stores ` +
      `objects of up to about 1.5 MB and takes requests of up to 3 MiB. Move large values (scripts, data, env) out of ` +
      `the manifest: into the image, a volume, or ConfigMaps.`,
    bytes,
    cause && { cause },
  );
}

/** Another Job has the name: another run's, nobody's, or one that is being deleted. */
export function conflict(target: Target, existing: unknown): JobConflictError {
  const { uid, deletionTimestamp } = metadataOf(existing);
  const { flowRunId: owner } = runIdentity(existing);
  const terminating = deletionTimestamp !== undefined && deletionTimestamp !== null;
  const job = `Job "${target.jobName}" in namespace "${target.namespace}"`;
  const whose = owner === undefined ? 'does not belong to a flow run' : `belongs to flow run "${owner}"`;
  const message = terminating
    ? `${job} ${whose} and is still being deleted. Wait until it is gone, then submit flow run "${target.flowRunId}" again` +
      (owner === target.flowRunId
        ? '.'
        : `, or set uniqueJobName: true, which gives each run's Job its own name.`)
    : `${job} already exists and ${whose}, so flow run "${target.flowRunId}" can not have the name. ${uniqueNames}`;
  return new JobConflictError(message, {
    ...target,
    existingFlowRunId: owner,
    existingUid: typeof uid === 'string' ? uid : undefined,
    terminating,
  });
}

/** The name is taken, and nobody can say by whom. */
export function unseenConflict(target: Target, cause: Error, why: string): JobConflictError {
  return new JobConflictError(
    `Job "${target.jobName}" in namespace "${target.namespace}" already exists, and whether it is that of flow run ` +
      `"${target.flowRunId}" is unknown: ${why} ${uniqueNames}`,
    target,
    { cause },
  );
}

const uniqueNames =
  "Delete that Job when it is no longer needed, or set uniqueJobName: true, which gives each run's Job its own name.";

/** The metadata of something that should be a Job. */
export function metadataOf(job: unknown): { readonly uid?: unknown; readonly deletionTimestamp?: unknown } {
  return (job as { metadata?: object } | null | undefined)?.metadata ?? {};
}

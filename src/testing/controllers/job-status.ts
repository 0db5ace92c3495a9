import type { Job, JobStatus, Pod } from '../objects/types.js';
import {
  endings,
  failedByPolicy,
  isActive,
  isTerminating,
  isTracked,
  succeededByPolicy,
  trueCondition,
  type Ending,
} from './conditions.js';
import { metSuccessPolicy, noteIndexes, type IndexProgress } from './job-indexes.js';
import { judgeFailure } from './pod-failure-policy.js';

/** The Pods that a sync has to count: still tracked, not yet noted as uncounted. */
export interface NewlyEnded {
  readonly succeeded: readonly Pod[];
  /** All of them, those that a policy ignores too. */
  readonly failed: readonly Pod[];
  /** Those that count. */
  readonly counted: readonly Pod[];
}

export function newlyEnded(job: Job, status: JobStatus, pods: readonly Pod[]): NewlyEnded {
  const { succeeded = [], failed = [] } = status.uncountedTerminatedPods ?? {};
  const fresh = pods.filter(
    (pod) => isTracked(pod) && !succeeded.includes(pod.metadata.uid) && !failed.includes(pod.metadata.uid),
  );
  const failedPods = fresh.filter((pod) => countsAsFailed(job, status, pod));
  return {
    succeeded: fresh.filter((pod) => pod.status.phase === 'Succeeded'),
    failed: failedPods,
    counted: failedPods.filter((pod) => judgeFailure(job, pod).counts),
  };
}

function countsAsFailed(job: Job, status: JobStatus, pod: Pod): boolean {
  if (pod.status.phase === 'Failed') return true;
  // What is stopped because the Job has succeeded has not failed.
  if (!isTerminating(pod) || trueCondition(status, 'SuccessCriteriaMet')) return false;
  return (
    job.spec.podReplacementPolicy === 'TerminatingOrFailed' ||
    trueCondition(status, 'FailureTarget') !== undefined
  );
}

/**
 * Notes the Pods that have ended as not yet counted; the succeeded of an Indexed Job by their indexes.
 * @returns those that are not to be counted yet
 */
export function noteEnded(
  job: Job,
  status: JobStatus,
  pods: readonly Pod[],
  indexes: IndexProgress | undefined,
): ReadonlySet<Pod> {
  const fresh = newlyEnded(job, status, pods);
  const uncounted = status.uncountedTerminatedPods ?? {};
  const uids = (list: readonly Pod[]): string[] => list.map(({ metadata }) => metadata.uid);
  const isDecided = trueCondition(status, 'SuccessCriteriaMet', 'FailureTarget') !== undefined;
  const kept = new Set(isDecided ? [] : indexes?.awaitingReplacement.values());
  if (indexes !== undefined) noteIndexes(job, status, indexes);
  status.uncountedTerminatedPods = {
    succeeded: [...(uncounted.succeeded ?? []), ...(indexes ? [] : uids(fresh.succeeded))],
    failed: [...(uncounted.failed ?? []), ...uids(fresh.counted.filter((pod) => !kept.has(pod)))],
  };
  return kept;
}

/** Pods that have ended, counted or not. */
export function totals(status: JobStatus, fresh: NewlyEnded): { succeeded: number; failed: number } {
  const { succeeded = [], failed = [] } = status.uncountedTerminatedPods ?? {};
  return {
    succeeded: (status.succeeded ?? 0) + succeeded.length + fresh.succeeded.length,
    failed: (status.failed ?? 0) + failed.length + fresh.counted.length,
  };
}

/** How the Job ends as things stand, if it does. Failures are looked at first. */
export function ending(
  job: Job,
  status: JobStatus,
  pods: readonly Pod[],
  fresh: NewlyEnded,
  now: number,
  indexes: IndexProgress | undefined,
): Ending | undefined {
  const { spec } = job;
  const total = totals(status, fresh);
  const succeeded = indexes?.succeeded.size ?? total.succeeded;
  for (const pod of fresh.failed) {
    const { message } = judgeFailure(job, pod);
    if (message !== undefined) return failedByPolicy(message);
  }
  if (fresh.counted.length > 0 && total.failed > spec.backoffLimit) return endings.backoffLimitExceeded;
  if (spec.template.spec.restartPolicy === 'OnFailure' && pastBackoffLimit(spec.backoffLimit, pods)) {
    return endings.backoffLimitExceeded;
  }
  const deadline = deadlineOf(spec.activeDeadlineSeconds, status);
  if (deadline !== undefined && now >= deadline && !spec.suspend) return endings.deadlineExceeded;
  const byIndexes = indexes && endingOfIndexes(job, indexes);
  if (byIndexes !== undefined) return byIndexes;
  const active = pods.filter((pod) => isActive(pod) || isTerminating(pod)).length;
  const complete =
    spec.completions === undefined ? succeeded > 0 && active === 0 : succeeded >= spec.completions;
  return complete ? endings.completionsReached : undefined;
}

function endingOfIndexes(job: Job, { succeeded, failed }: IndexProgress): Ending | undefined {
  const { completions = 0, maxFailedIndexes = Infinity } = job.spec;
  if (failed.size > maxFailedIndexes) return endings.maxFailedIndexesExceeded;
  if (failed.size > 0 && failed.size + succeeded.size >= completions) return endings.failedIndexes;
  const met = metSuccessPolicy(job, succeeded);
  return met === undefined ? undefined : succeededByPolicy(met);
}

/** In milliseconds; `startTime` is cut to the second, so it comes up to a second early. */
export function deadlineOf(
  activeDeadlineSeconds: number | undefined,
  { startTime }: JobStatus,
): number | undefined {
  return activeDeadlineSeconds === undefined || startTime === undefined
    ? undefined
    : Date.parse(startTime) + activeDeadlineSeconds * 1000;
}

function pastBackoffLimit(limit: number, pods: readonly Pod[]): boolean {
  const restarts = pods
    .filter((pod) => pod.status.phase === 'Running' || pod.status.phase === 'Pending')
    .flatMap(({ status }) => [...(status.initContainerStatuses ?? []), ...(status.containerStatuses ?? [])])
    .reduce((sum, { restartCount }) => sum + restartCount, 0);
  return limit === 0 ? restarts > 0 : restarts >= limit;
}

/** The counts that are taken from the Pods anew in every sync. */
export function countPods(status: JobStatus, pods: readonly Pod[]): void {
  const active = pods.filter(isActive);
  status.active = active.length;
  status.ready = active.filter((pod) => trueCondition(pod.status, 'Ready') !== undefined).length;
  status.terminating = pods.filter(isTerminating).length;
}

/** The status as it is written: `active`, `succeeded` and `failed` are absent when 0, the others never. */
export function written(status: JobStatus): JobStatus {
  const { conditions = [], startTime, completionTime, active, succeeded, failed } = status;
  const uncounted = status.uncountedTerminatedPods ?? {};
  return {
    ...(conditions.length > 0 && { conditions }),
    ...(startTime !== undefined && { startTime }),
    ...(completionTime !== undefined && { completionTime }),
    ...(active && { active }),
    ...(succeeded && { succeeded }),
    ...(failed && { failed }),
    ...(status.completedIndexes && { completedIndexes: status.completedIndexes }),
    ...(status.failedIndexes !== undefined && { failedIndexes: status.failedIndexes }),
    terminating: status.terminating ?? 0,
    uncountedTerminatedPods: {
      ...(uncounted.succeeded?.length && { succeeded: uncounted.succeeded }),
      ...(uncounted.failed?.length && { failed: uncounted.failed }),
    },
    ready: status.ready ?? 0,
  };
}

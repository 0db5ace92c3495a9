import { seconds } from '../objects/time.js';
import type { Condition, Job, JobStatus, Pod } from '../objects/types.js';

/** The finalizer that keeps a Pod until the Job controller has counted it. */
export const trackingFinalizer = 'batch.kubernetes.io/job-tracking';

/** How a Job ends: the condition that decides it, the one that settles it, and what both say. */
export interface Ending {
  readonly decided: 'SuccessCriteriaMet' | 'FailureTarget';
  readonly settled: 'Complete' | 'Failed';
  readonly reason: string;
  readonly message: string;
}

const failed = { decided: 'FailureTarget', settled: 'Failed' } as const;

/** The ends the controller knows (pkg/controller/job/job_controller.go). A new end is a line here. */
export const endings = {
  completionsReached: {
    decided: 'SuccessCriteriaMet',
    settled: 'Complete',
    reason: 'CompletionsReached',
    message: 'Reached expected number of succeeded pods',
  },
  backoffLimitExceeded: {
    ...failed,
    reason: 'BackoffLimitExceeded',
    message: 'Job has reached the specified backoff limit',
  },
  deadlineExceeded: {
    ...failed,
    reason: 'DeadlineExceeded',
    message: 'Job was active longer than specified deadline',
  },
  failedIndexes: { ...failed, reason: 'FailedIndexes', message: 'Job has failed indexes' },
  maxFailedIndexesExceeded: {
    ...failed,
    reason: 'MaxFailedIndexesExceeded',
    message: 'Job has exceeded the specified maximal number of failed indexes',
  },
} satisfies Record<string, Ending>;

/** A Pod failed in a way that fails the Job. */
export const failedByPolicy = (message: string): Ending => ({
  ...failed,
  reason: 'PodFailurePolicy',
  message,
});

/** Enough indexes have succeeded. */
export const succeededByPolicy = (message: string): Ending => ({
  decided: 'SuccessCriteriaMet',
  settled: 'Complete',
  reason: 'SuccessPolicy',
  message,
});

export const condition = (
  type: string,
  { reason, message }: Pick<Ending, 'reason' | 'message'>,
  now: number,
): Condition => ({
  type,
  status: 'True',
  lastProbeTime: seconds(now),
  lastTransitionTime: seconds(now),
  reason,
  message,
});

export const trueCondition = (
  status: { conditions?: Condition[] },
  ...types: string[]
): Condition | undefined =>
  status.conditions?.find(({ type, status }) => types.includes(type) && status === 'True');

/** The end that an earlier sync has decided. */
export function decidedEnding(status: JobStatus): Ending | undefined {
  const found = trueCondition(status, 'SuccessCriteriaMet', 'FailureTarget');
  if (found === undefined) return undefined;
  const { reason = '', message = '' } = found;
  return found.type === 'FailureTarget'
    ? { ...failed, reason, message }
    : { decided: 'SuccessCriteriaMet', settled: 'Complete', reason, message };
}

export const isFinished = (job: Job): boolean =>
  trueCondition(job.status, 'Complete', 'Failed') !== undefined;

export const isTerminal = ({ status }: Pod): boolean =>
  status.phase === 'Succeeded' || status.phase === 'Failed';

export const isTerminating = (pod: Pod): boolean =>
  !isTerminal(pod) && pod.metadata.deletionTimestamp !== undefined;

export const isActive = (pod: Pod): boolean => !isTerminal(pod) && !isTerminating(pod);

export const isTracked = ({ metadata }: Pod): boolean =>
  metadata.finalizers?.includes(trackingFinalizer) ?? false;

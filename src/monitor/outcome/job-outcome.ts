import type { KubernetesObject } from '../../cluster/cluster-api.js';
import type { WatchedJob } from '../watch/namespace-watch.js';
import type { Diagnosis } from '../diagnosis/diagnosis.js';
import { type PodSummary, summarizePod } from './pod-summary.js';
import { trueCondition } from '../status.js';
import { type Timeline, timelineOf } from './timeline.js';

/** What became of a run, as plain JSON. It speaks of the Job: a Prefect flow run that ends Failed exits with 0. */
export interface JobOutcome {
  /**
   * `succeeded` and `failed` are the Job controller's own verdict. `cancelled`: deleted by `cancel` of this monitor.
   * `lost`: the Job was deleted or replaced by somebody else before its end was seen. `timed-out`: not the end of the
   * run, but of the patience of who waited.
   */
  readonly status: 'succeeded' | 'failed' | 'cancelled' | 'lost' | 'timed-out';
  /**
   * The reason of the deciding condition (`CompletionsReached`, `BackoffLimitExceeded` …), or `Cancelled`, `Deleted`,
   * `Replaced`, `Timeout`, `PendingTimeout`.
   */
  readonly reason: string;
  readonly message: string;
  /** Whether all pods are at rest: `false` while some may still be stopping. */
  readonly settled: boolean;
  /** Why it was not waited any longer for the pods to come to rest, when that was asked for. */
  readonly unsettled?: string;
  /**
   * Why the run failed, was lost or has not ended in time; the most telling first. Empty for one that succeeded or was
   * cancelled.
   */
  readonly diagnoses: readonly Diagnosis[];
  /** The last state seen of each pod, in the order in which they were seen. */
  readonly pods: readonly PodSummary[];
  readonly timeline: Timeline;
}

/** What the Job's conditions say. */
export interface Verdict extends Pick<JobOutcome, 'reason' | 'message' | 'settled'> {
  readonly status: 'succeeded' | 'failed';
  /** When it was given. */
  readonly time: string | undefined;
}

/**
 * The condition pairs of a Job's end. The first of a pair decides, the second comes when its pods are at rest.
 * Source: k8s.io/kubernetes/pkg/controller/job/job_controller.go, syncJob and finalizeStatus.
 */
const ends = [
  { status: 'succeeded', decided: 'SuccessCriteriaMet', settled: 'Complete' },
  { status: 'failed', decided: 'FailureTarget', settled: 'Failed' },
] as const;

/** The verdict that the Job's conditions tell, and `undefined` while they tell none. Pod counts never decide. */
export function verdictOf(job: KubernetesObject): Verdict | undefined {
  for (const { status, decided, settled } of ends) {
    const second = trueCondition(job, settled);
    const condition = trueCondition(job, decided) ?? second;
    if (condition === undefined) continue;
    return {
      status,
      reason: condition.reason ?? condition.type ?? '',
      message: condition.message ?? '',
      settled: second !== undefined,
      time: condition.lastTransitionTime ?? undefined,
    };
  }
  return undefined;
}

/** The end of a run that its Job's conditions did not tell. */
export type OtherEnd = 'Cancelled' | 'Deleted' | 'Replaced';

const otherEnds: Record<OtherEnd, { status: 'cancelled' | 'lost'; message: (name: string) => string }> = {
  Cancelled: { status: 'cancelled', message: (name) => `Job "${name}" was cancelled.` },
  Deleted: { status: 'lost', message: (name) => `Job "${name}" was deleted before its end was seen.` },
  Replaced: {
    status: 'lost',
    message: (name) => `Job "${name}" was replaced by another Job of the same name before its end was seen.`,
  },
};

/** How a run ended, without what is known of it besides. */
export type End = Omit<JobOutcome, 'diagnoses' | 'pods' | 'timeline'>;

export function otherEnd(reason: OtherEnd, name: string, settled = false): End {
  const { status, message } = otherEnds[reason];
  return { status, reason, message: message(name), settled };
}

/** The outcome: how the run ended, and what is known of it. */
export function toOutcome(
  { status, reason, message, settled, unsettled }: End,
  watched: WatchedJob,
  diagnoses: readonly Diagnosis[] = [],
  pullingMs?: number,
): JobOutcome {
  const pods = [...watched.pods.values()];
  return {
    status,
    reason,
    message,
    settled,
    ...(unsettled === undefined ? {} : { unsettled }),
    diagnoses,
    pods: pods.map(summarizePod),
    timeline: timelineOf(watched.job, pods, pullingMs),
  };
}

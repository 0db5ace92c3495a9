import type { KubernetesObject } from '../cluster/cluster-api.js';

/** What became of a run, as plain JSON. It speaks of the Job: a Prefect flow run that ends Failed exits with 0. */
export interface JobOutcome {
  /**
   * `succeeded` and `failed` are the Job controller's own verdict. `lost`: the Job was deleted or replaced before its
   * end was seen.
   */
  readonly status: 'succeeded' | 'failed' | 'lost';
  /** The reason of the deciding condition (`CompletionsReached`, `BackoffLimitExceeded` …), or `Deleted`, `Replaced`. */
  readonly reason: string;
  readonly message: string;
  /** Whether all pods are at rest: `false` while some may still be stopping. */
  readonly settled: boolean;
}

interface JobCondition {
  readonly type?: string;
  readonly status?: string;
  readonly reason?: string;
  readonly message?: string;
}

/**
 * The condition pairs of a Job's end. The first of a pair decides, the second comes when its pods are at rest.
 * Source: k8s.io/kubernetes/pkg/controller/job/job_controller.go, syncJob and finalizeStatus.
 */
const ends = [
  { status: 'succeeded', decided: 'SuccessCriteriaMet', settled: 'Complete' },
  { status: 'failed', decided: 'FailureTarget', settled: 'Failed' },
] as const;

/** The outcome that the Job's conditions tell, and `undefined` while they tell none. Pod counts never decide. */
export function outcomeOf(job: KubernetesObject): JobOutcome | undefined {
  const { conditions = [] } = (job['status'] ?? {}) as { conditions?: readonly JobCondition[] };
  for (const { status, decided, settled } of ends) {
    const isTrue = (type: string) => conditions.find((c) => c.type === type && c.status === 'True');
    const condition = isTrue(settled) ?? isTrue(decided);
    if (condition === undefined) continue;
    return {
      status,
      reason: condition.reason ?? condition.type ?? '',
      message: condition.message ?? '',
      settled: condition.type === settled,
    };
  }
  return undefined;
}

/** The outcome of a Job that went before its end was seen. */
export function lost(reason: 'Deleted' | 'Replaced', name: string): JobOutcome {
  const message =
    reason === 'Deleted'
      ? `Job "${name}" was deleted before its end was seen.`
      : `Job "${name}" was replaced by another Job of the same name before its end was seen.`;
  return { status: 'lost', reason, message, settled: false };
}

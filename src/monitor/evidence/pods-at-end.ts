import type { KubernetesObject } from '../../cluster/cluster-api.js';
import type { JobHandle } from '../../cluster/job-handle.js';
import { alarm, pause } from '../alarm.js';
import { type MonitorContext, untilClosed } from '../monitor-context.js';
import { otherController, podStatus, trueCondition } from '../status.js';
import type { NamespaceWatch, WatchedPod } from '../watch/namespace-watch.js';

interface EndedRun {
  readonly job: JobHandle;
  readonly watch: NamespaceWatch;
  readonly signal?: AbortSignal | undefined;
}

/** The watch of the pods is seldom more than some milliseconds behind that of the Jobs: so long it is waited for. */
const CATCH_UP_MILLISECONDS = 400;
/** How long pods may hold up an outcome, while the API server is away: those that are not known by then are left out. */
const LONGEST_MILLISECONDS = 20_000;

/** The pods of a run that has succeeded or failed, with their ends, by uid. */
export async function podsAtEnd(
  context: MonitorContext,
  { job: { uid }, watch, signal }: EndedRun,
): Promise<ReadonlyMap<string, WatchedPod>> {
  if (isBehind(watch, uid)) await caughtUp(context, watch, uid, signal);
  return watch.get(uid).pods;
}

/** Whether nothing more comes of a pod. */
export function isAtEnd(pod: WatchedPod | undefined): boolean {
  if (pod === undefined) return false;
  const { phase } = podStatus(pod.pod);
  return pod.gone || phase === 'Succeeded' || phase === 'Failed';
}

/**
 * Until the watch has told of all pods. When nothing has come on it meanwhile it may be half-open: then the pods are
 * listed anew, once for all who wait.
 */
async function caughtUp(
  context: MonitorContext,
  watch: NamespaceWatch,
  uid: string,
  signal: AbortSignal | undefined,
): Promise<void> {
  const enough = new AbortController();
  const leave = watch.listen(uid, () => {
    if (!isBehind(watch, uid)) enough.abort();
  });
  const stop = AbortSignal.any([untilClosed(context, signal), enough.signal]);
  const late = alarm(LONGEST_MILLISECONDS, context.sleep, stop);
  const over = AbortSignal.any([stop, late]);
  try {
    while (!over.aborted && isBehind(watch, uid)) {
      const before = watch.podsVersion;
      // It rejects only when it is over.
      await pause(CATCH_UP_MILLISECONDS, context.sleep, over).catch(() => undefined);
      if (!over.aborted && watch.podsVersion === before) watch.relistPods();
    }
    if (late.aborted)
      context.logger.warn(
        `An outcome lacks pods that could not be read within ${LONGEST_MILLISECONDS / 1000} s: ${watch.get(uid).job?.metadata.name}.`,
      );
  } finally {
    enough.abort();
    leave();
  }
}

/** Whether the Job counts more pods than the watch, on another connection, has told of, and may still tell of them. */
function isBehind(watch: NamespaceWatch, uid: string): boolean {
  const { job, pods } = watch.get(uid);
  if (job === undefined || otherController(job) !== undefined) return false;
  let told = 0;
  for (const pod of pods.values()) if (isAtEnd(pod) || isCountedEarly(pod, job)) told += 1;
  return told < countedPods(job) && !isUpTo(job.metadata.resourceVersion, watch.podsVersion);
}

/**
 * A pod counts as failed when it is told to stop, or its Job has failed, though it still runs; of a Job that is settled
 * none does.
 * Source: k8s.io/kubernetes/pkg/controller/job/job_controller.go, trackJobStatusAndRemoveFinalizers
 */
function isCountedEarly({ pod }: WatchedPod, job: KubernetesObject): boolean {
  const isSettled = trueCondition(job, 'Complete') ?? trueCondition(job, 'Failed');
  return pod.metadata.deletionTimestamp !== undefined && isSettled === undefined;
}

interface JobCounts {
  readonly succeeded?: number;
  readonly failed?: number;
  readonly uncountedTerminatedPods?: {
    readonly succeeded?: readonly string[];
    readonly failed?: readonly string[];
  };
}

/** How many pods have ended, by the Job's status. */
function countedPods(job: KubernetesObject): number {
  const { succeeded = 0, failed = 0, uncountedTerminatedPods = {} } = (job['status'] ?? {}) as JobCounts;
  const uncounted = [uncountedTerminatedPods.succeeded, uncountedTerminatedPods.failed].flat();
  return succeeded + failed + uncounted.filter((pod) => pod !== undefined).length;
}

/**
 * Whether all that was known at a version is told of: then the pods that are missing are gone for good, as a Job counts
 * what has become of its pods before. Jobs and pods are taken to be in one etcd, whose revisions their versions are.
 * Where they are not, pods are missing, or are waited for in vain.
 * Source: k8s.io/apiserver/pkg/storage/api_object_versioner.go
 */
function isUpTo(version: string | undefined, told: string | undefined): boolean {
  const [wanted, known] = [Number(version), Number(told)];
  return known >= wanted;
}

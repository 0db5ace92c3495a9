import type { JobHandle } from '../../cluster/job-handle.js';
import { alarm, pause } from '../alarm.js';
import { type MonitorContext, untilClosed } from '../monitor-context.js';
import { patiently } from '../patiently.js';
import { otherController, podStatus } from '../status.js';
import type { NamespaceWatch, WatchedJob, WatchedPod } from '../watch/namespace-watch.js';
import { stripPod } from '../watch/strip.js';

interface EndedRun {
  readonly job: JobHandle;
  readonly watch: NamespaceWatch;
  readonly signal?: AbortSignal | undefined;
}

/** The watch of the pods is seldom more than some milliseconds behind that of the Jobs: so long it is waited for. */
const CATCH_UP_MILLISECONDS = 500;
/** How long pods may hold up an outcome, while the API server is away: those that are not known by then are left out. */
const LONGEST_MILLISECONDS = 20_000;

/** The pods of a run that has succeeded or failed, with their ends, by uid. */
export async function podsAtEnd(
  context: MonitorContext,
  { job, watch, signal }: EndedRun,
): Promise<ReadonlyMap<string, WatchedPod>> {
  if (!isBehind(watch.get(job.uid))) return watch.get(job.uid).pods;
  const done = new AbortController();
  const stop = AbortSignal.any([untilClosed(context, signal), done.signal]);
  const late = alarm(LONGEST_MILLISECONDS, context.sleep, stop);
  try {
    await caughtUp(context, watch, job, stop);
    const { pods } = watch.get(job.uid);
    return isBehind(watch.get(job.uid))
      ? await withListed(context, job, pods, AbortSignal.any([stop, late]))
      : pods;
  } finally {
    done.abort();
  }
}

/** Whether the Job counts more pods that have ended than the watch, on another connection, has told the end of. */
function isBehind({ job, pods }: WatchedJob): boolean {
  if (otherController(job) !== undefined) return false;
  const { succeeded = 0, failed = 0 } = (job?.['status'] ?? {}) as { succeeded?: number; failed?: number };
  let ended = 0;
  for (const pod of pods.values()) if (isAtEnd(pod)) ended += 1;
  return ended < succeeded + failed;
}

/** Whether nothing more comes of a pod. */
export function isAtEnd(pod: WatchedPod | undefined): boolean {
  if (pod === undefined) return false;
  const { phase } = podStatus(pod.pod);
  return pod.gone || phase === 'Succeeded' || phase === 'Failed';
}

/** The pods that are known, as the API server has them now. */
export async function withListed(
  context: MonitorContext,
  { namespace, uid }: JobHandle,
  pods: ReadonlyMap<string, WatchedPod>,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, WatchedPod>> {
  const all = new Map(pods);
  try {
    const labelSelector = `batch.kubernetes.io/controller-uid=${uid}`;
    const { items } = await patiently(context, signal, () =>
      context.api.list('pods', { namespace, labelSelector }, { signal }),
    );
    for (const pod of items) all.set(pod.metadata.uid, { pod: stripPod(pod), gone: false });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    context.logger.warn(`The outcome of a run may lack pods, which could not be read: ${message}`);
  }
  return all;
}

/** Until the watch has told of all pods, or for as long as that mostly takes. */
async function caughtUp(
  { sleep }: MonitorContext,
  watch: NamespaceWatch,
  { uid }: JobHandle,
  stop: AbortSignal,
): Promise<void> {
  if (stop.aborted) return;
  const enough = new AbortController();
  const leave = watch.listen(uid, () => {
    if (!isBehind(watch.get(uid))) enough.abort();
  });
  // It rejects only when it is stopped.
  await pause(CATCH_UP_MILLISECONDS, sleep, AbortSignal.any([stop, enough.signal])).catch(() => undefined);
  leave();
}

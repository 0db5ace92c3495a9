import type { KubernetesObject } from '../../cluster/cluster-api.js';
import type { JobHandle } from '../../cluster/job-handle.js';
import { MonitorClosedError } from '../errors.js';
import { verdictOf } from '../outcome/job-outcome.js';
import { changes, type MonitorContext, untilClosed } from '../monitor-context.js';
import type { WatchChange } from '../watch/namespace-watch.js';
import { patiently } from '../patiently.js';
import { readJob } from '../read-job.js';
import type { RunEvent } from './run-event.js';
import { RunEvents } from './run-events.js';

/** What happens to a run, until its Job is settled or gone. See `JobMonitor.events`. */
export async function* jobEvents(
  context: MonitorContext,
  job: JobHandle,
  signal?: AbortSignal,
): AsyncGenerator<RunEvent, void, undefined> {
  const watch = context.watch(job.namespace);
  const events = new RunEvents(job, context.now);
  const queue: RunEvent[] = [];
  const onImage = (podUid: string): void => {
    for (const event of watch.imageEvents(podUid)) queue.push(...events.kubelet(event));
  };
  const onPod = (pod: KubernetesObject, gone: boolean): void => {
    queue.push(...events.pod(pod, gone));
    onImage(pod.metadata.uid);
  };
  // A settled Job is told of last, when all of its pods were: they come on another connection.
  const settled: (readonly [job: KubernetesObject, gone: boolean])[] = [];
  const onJob = (object: KubernetesObject, gone: boolean): void => {
    if (verdictOf(object)?.settled) settled.push([object, gone]);
    else queue.push(...events.job(object, gone));
  };
  const onChange = (change: WatchChange): void => {
    if (change.of === 'job') onJob(change.object, change.gone);
    if (change.of === 'pod') onPod(change.object, change.gone);
    if (change.of === 'image') onImage(change.podUid);
    if (change.of === 'watch') queue.push(events.watch(change.state, change.message));
  };
  // Each state is taken as it comes: one that waits for a slow reader would be overwritten by the next.
  const stopListening = watch.listen(job.uid, onChange);
  try {
    const known = watch.get(job.uid);
    if (known.job !== undefined) onJob(known.job, known.jobGone);
    for (const { pod, gone } of known.pods.values()) onPod(pod, gone);
    for await (const _ of changes(context, job, signal)) {
      yield* queue.splice(0);
      const { job: seen, jobGone } = watch.get(job.uid);
      if (jobGone || (seen !== undefined && verdictOf(seen)?.settled)) break;
      if (seen !== undefined || !watch.synced) continue;
      const found = await readJob(context, job, signal);
      if (found !== 'Deleted' && found !== 'Replaced') continue;
      queue.push(...events.gone(found));
      break;
    }
    if (context.closed.aborted)
      throw new MonitorClosedError('The monitor was closed before the run had ended.');
    await catchUp();
    for (const [object, gone] of settled) queue.push(...events.job(object, gone));
    yield* queue.splice(0);
  } finally {
    stopListening();
  }

  /** Job and pods come on two connections: the Job's end may be known before the last of its pods. */
  async function catchUp(): Promise<void> {
    const both = untilClosed(context, signal);
    const request = {
      namespace: job.namespace,
      labelSelector: `batch.kubernetes.io/controller-uid=${job.uid}`,
    };
    const { items } = await patiently(context, both, () =>
      context.api.list('pods', request, { signal: both }),
    );
    for (const pod of items) onPod(pod, false);
  }
}

import type { KubernetesObject } from '../../cluster/cluster-api.js';
import type { JobHandle } from '../../cluster/job-handle.js';
import { MonitorClosedError } from '../errors.js';
import { verdictOf } from '../outcome/job-outcome.js';
import { changes, type MonitorContext, untilClosed } from '../monitor-context.js';
import type { WatchChange } from '../watch/namespace-watch.js';
import { podsOfJob } from '../pods-of-job.js';
import { stripPod } from '../watch/strip-pod.js';
import { patiently } from '../patiently.js';
import { readJob } from '../read-job.js';
import type { DiagnosedSpec } from '../diagnosis/diagnosis.js';
import type { RunEvent } from './run-event.js';
import { StuckDiagnoses } from './stuck-diagnoses.js';
import { RunEvents } from './run-events.js';

export interface EventsOptions {
  readonly signal?: AbortSignal | undefined;
  /**
   * The spec that the Job was built from, for the positions of diagnoses.
   * @default that of the `execute` that gave this handle, in this process
   */
  readonly jobSpec?: DiagnosedSpec | undefined;
}

/** What happens to a run, until its Job is settled or gone. See `JobMonitor.events`. */
export async function* jobEvents(
  context: MonitorContext,
  job: JobHandle,
  { signal, jobSpec }: EventsOptions,
): AsyncGenerator<RunEvent, void, undefined> {
  const watch = context.watch(job.namespace);
  const kubelet = watch.watchEvents();
  const events = new RunEvents(job, context.now);
  const queue: RunEvent[] = [];
  const stuck = new StuckDiagnoses(context, job, watch, jobSpec, (diagnosis) => {
    queue.push(events.diagnosis(diagnosis));
    watch.wake(job.uid);
  });
  const onPod = (pod: KubernetesObject, gone: boolean): void => {
    queue.push(...events.pod(pod, gone));
    for (const event of kubelet.of(pod.metadata.uid)) queue.push(...events.kubelet(event));
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
    if (change.of === 'event') queue.push(...events.kubelet(change.object));
    if (change.of === 'watch') queue.push(events.watch(change.state, change.message));
    else if (change.of !== 'other') stuck.look();
  };
  // Each state is taken as it comes: one that waits for a slow reader would be overwritten by the next.
  const stopListening = watch.listen(job.uid, onChange);
  try {
    const known = watch.get(job.uid);
    if (known.job !== undefined) onJob(known.job, known.jobGone);
    for (const { pod, gone } of known.pods.values()) onPod(pod, gone);
    let begun = false;
    for await (const _ of changes(context, job, signal)) {
      if (watch.synced && !begun) stuck.look();
      begun ||= watch.synced;
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
    stuck.stop();
    stopListening();
  }

  /** Job and pods come on two connections: the Job's end may be known before the last of its pods. */
  async function catchUp(): Promise<void> {
    const both = untilClosed(context, signal);
    const { items } = await patiently(context, both, () =>
      context.api.list('pods', podsOfJob(job), { signal: both }),
    );
    for (const pod of items) onPod(stripPod(pod), false);
  }
}

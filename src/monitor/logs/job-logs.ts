import type { ClusterApi, KubernetesObject } from '../../cluster/cluster-api.js';
import type { JobHandle } from '../../cluster/job-handle.js';
import { type ContainerLogs, containerLogs, type LogLine } from './container-logs.js';
import { verdictOf } from '../outcome/job-outcome.js';
import { mergeGrowing } from './merge.js';
import type { WatchedJob, WatchedPod } from '../watch/namespace-watch.js';
import { patiently } from '../patiently.js';
import { containerRun, firstContainer } from './pod-state.js';

export type { LogLine } from './container-logs.js';

export interface LogsOptions {
  readonly signal?: AbortSignal | undefined;
  /** Name of the container to read. @default the first of the pod: the flow container, unless another was chosen */
  readonly container?: string | undefined;
}

interface JobLogs extends Pick<ContainerLogs, 'changes' | 'signal' | 'sleep' | 'random'> {
  readonly container?: string | undefined;
  readonly watched: () => WatchedJob;
}

/** The lines of all pods of a Job as they come, until the Job has ended and each pod's log was read to its end. */
export async function* jobLogs(api: ClusterApi, job: JobHandle, logs: JobLogs): AsyncGenerator<LogLine> {
  const reading = new Set<string>();
  const open = ({ pod }: WatchedPod): AsyncGenerator<LogLine>[] => {
    const { name, uid } = pod.metadata;
    const container = logs.container ?? job.flowContainer ?? firstContainer(pod);
    if (reading.has(uid) || container === undefined) return [];
    reading.add(uid);
    // What the watch has not seen (yet) counts once as the list told it: then such a pod is gone.
    let asked = false;
    const state = () => {
      const known = logs.watched().pods.get(uid) ?? { pod, gone: asked };
      asked = true;
      return containerRun(known, container);
    };
    return [containerLogs(api, { ...logs, namespace: job.namespace, pod: name, container, state })];
  };
  yield* mergeGrowing(newPods(api, job, logs), open);
}

/** Each pod of the Job when it is first seen; ends with the Job. */
async function* newPods(api: ClusterApi, job: JobHandle, logs: JobLogs): AsyncGenerator<WatchedPod> {
  const told = new Set<string>();
  for await (const _ of logs.changes(logs.signal)) {
    const watched = logs.watched();
    for (const [uid, pod] of watched.pods) {
      if (told.has(uid)) continue;
      told.add(uid);
      yield pod;
    }
    if (watched.jobGone || (watched.job !== undefined && verdictOf(watched.job) !== undefined)) break;
  }
  // Job and pods come on two connections: the Job's end may be known before the last pod was seen.
  for (const pod of await podsOf(api, job, logs)) if (!told.has(pod.metadata.uid)) yield { pod, gone: false };
}

async function podsOf(
  api: ClusterApi,
  { namespace, uid }: JobHandle,
  logs: JobLogs,
): Promise<readonly KubernetesObject[]> {
  const labelSelector = `batch.kubernetes.io/controller-uid=${uid}`;
  const { signal } = logs;
  return (await patiently(logs, signal, () => api.list('pods', { namespace, labelSelector }, { signal })))
    .items;
}

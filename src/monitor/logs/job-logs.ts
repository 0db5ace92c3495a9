import type { ClusterApi, KubernetesObject } from '../../cluster/cluster-api.js';
import type { JobHandle } from '../../cluster/job-handle.js';
import { InvalidArgumentError } from '../../errors.js';
import { verdictOf } from '../outcome/job-outcome.js';
import { LASTING_REFUSALS_OF_LOGS, patiently } from '../patiently.js';
import { podsOfJob } from '../pods-of-job.js';
import type { WatchedJob, WatchedPod } from '../watch/namespace-watch.js';
import { stripPod } from '../watch/strip-pod.js';
import { type ContainerLog, ContainerLogReader } from './container-log-reader.js';
import type { LogLine } from './log-line.js';
import type { LogReading } from './log-reading.js';
import { mergeGrowing } from './merge.js';
import { containerNames, containerRun, firstContainer } from './pod-state.js';

export type { LogGap, LogLine } from './log-line.js';

export interface LogsOptions {
  readonly signal?: AbortSignal | undefined;
  /**
   * Name of the container to read: any of the pod, init containers and sidecars too.
   * @default the flow container: the first of the pod, unless the environment names another
   */
  readonly container?: string | undefined;
  /** All containers of each pod, init containers too, instead of one. @default false */
  readonly allContainers?: boolean | undefined;
  /** Goes on until the run has ended; `false`: what is there now. @default true */
  readonly follow?: boolean | undefined;
  /** Lines from this time on, by the clock of the node: RFC 3339 or a Date. @default from the beginning */
  readonly sinceTime?: string | Date | undefined;
}

interface JobLogs
  extends Omit<LogsOptions, 'signal'>, Pick<ContainerLog, 'changes' | 'signal' | 'sleep' | 'random' | 'now'> {
  readonly watched: () => WatchedJob;
  readonly reading: LogReading;
}

/**
 * The lines of all pods of a Job as they come, in bunches, until the Job has ended and each pod's log was read to its
 * end.
 */
export async function* jobLogs(
  api: ClusterApi,
  job: JobHandle,
  logs: JobLogs,
): AsyncGenerator<readonly LogLine[]> {
  const { namespace } = job;
  const { reading, follow = true } = logs;
  const from = sinceTime(logs.sinceTime);
  const begun = new Set<string>();
  const open = (told: WatchedPod): AsyncGenerator<readonly LogLine[]>[] => {
    const { name, uid } = told.pod.metadata;
    if (begun.has(uid)) return [];
    begun.add(uid);
    // What the watch has not seen (yet) counts once as the list told it: then such a pod is gone.
    const asked = new Set<string>();
    // As it was asked for last: of what the watch never tells there is nothing newer.
    let latest = told;
    return containersToRead(told.pod, job, logs).map((container) => {
      const state = () => {
        const { pod, gone } = latest;
        const known = logs.watched().pods.get(uid) ?? { pod, gone: gone || (follow && asked.has(container)) };
        asked.add(container);
        return containerRun(known, container);
      };
      const freshState = async () => {
        const fresh = (await podsOf(api, job, logs)).find(({ metadata }) => metadata.uid === uid);
        latest = fresh === undefined ? { ...latest, gone: true } : { pod: stripPod(fresh), gone: false };
        return containerRun(latest, container);
      };
      const log = { ...logs, namespace, pod: name, container, follow, from, state, freshState };
      return reported(new ContainerLogReader(api, log).lines(), name, container, reading);
    });
  };
  yield* mergeGrowing(follow ? newPods(api, job, logs) : presentPods(api, job, logs), open);
}

function containersToRead(
  pod: KubernetesObject,
  { flowContainer }: JobHandle,
  { container, allContainers = false }: JobLogs,
): readonly string[] {
  const names = containerNames(pod);
  if (allContainers) return names;
  if (container !== undefined && !names.includes(container)) {
    const message = `The pod ${pod.metadata.name} has no container ${JSON.stringify(container)}; it has ${names.join(', ')}.`;
    throw new InvalidArgumentError('container', message);
  }
  const one = container ?? flowContainer ?? firstContainer(pod);
  return one === undefined ? [] : [one];
}

function sinceTime(since: string | Date | undefined): number | undefined {
  if (since === undefined) return undefined;
  const time = since instanceof Date ? since.getTime() : Date.parse(since);
  if (!Number.isNaN(time)) return time;
  const message = `sinceTime must be a time such as 2026-01-31T10:00:00Z; it is ${String(since)}.`;
  throw new InvalidArgumentError('sinceTime', message);
}

/** Tells of each log when it is begun and ended. */
async function* reported(
  lines: AsyncGenerator<readonly LogLine[]>,
  pod: string,
  container: string,
  reading: LogReading,
): AsyncGenerator<readonly LogLine[]> {
  reading.begin(pod, container);
  try {
    yield* lines;
  } finally {
    reading.end(pod, container);
  }
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
    if (watched.jobGone || (watched.job !== undefined && makesNoPods(watched.job))) break;
  }
  // Job and pods come on two connections: the Job's end may be known before the last pod was seen.
  for (const pod of await podsOf(api, job, logs)) if (!told.has(pod.metadata.uid)) yield { pod, gone: false };
}

/** Whether a Job has ended, or is on its way out: its controller makes no pods for it any more. */
function makesNoPods(job: KubernetesObject): boolean {
  return verdictOf(job) !== undefined || job.metadata.deletionTimestamp !== undefined;
}

/** The pods that the server has now. */
async function* presentPods(api: ClusterApi, job: JobHandle, logs: JobLogs): AsyncGenerator<WatchedPod> {
  for (const pod of await podsOf(api, job, logs)) yield { pod, gone: false };
}

async function podsOf(api: ClusterApi, job: JobHandle, logs: JobLogs): Promise<readonly KubernetesObject[]> {
  const { signal } = logs;
  const patience = { ...logs, lastingRefusals: LASTING_REFUSALS_OF_LOGS };
  const list = () => api.list('pods', podsOfJob(job), { signal });
  return (await patiently(patience, signal, list)).items;
}

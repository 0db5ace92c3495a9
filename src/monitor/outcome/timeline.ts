import type { KubernetesObject } from '../../cluster/cluster-api.js';
import type { WatchedPod } from '../watch/namespace-watch.js';
import { type ContainerStatus, defined, podStatus, startTime, trueCondition } from '../status.js';

/**
 * When a run came how far, and how long each part took, over all its pods: from the first one's beginning to the last
 * one's end. What did not happen, or was not seen, is left out. The times are the cluster's own and whole seconds, so
 * a part of less than one is 0 or 1000.
 */
export interface Timeline {
  /** RFC 3339: when the Job was created. */
  readonly created?: string;
  readonly podCreated?: string;
  readonly scheduled?: string;
  /** When the first container (that is no init container) started. */
  readonly started?: string;
  /** When the last container ended. */
  readonly finished?: string;
  /** When the Job controller gave its verdict. */
  readonly ended?: string;
  /** Milliseconds from the Job to its first pod: suspended, refused by a quota, or the controller busy. */
  readonly queuedMs?: number;
  /** From the pod to its place on a node. */
  readonly schedulingMs?: number;
  /** From the node to the start of the container: volumes, sandbox, image, init containers. */
  readonly startingMs?: number;
  /** Of that, the pulls of all images. Known only when the run's events were read, of images that were not there. */
  readonly pullingMs?: number;
  readonly runningMs?: number;
  /** From the end of the last container to the verdict. Not there when the verdict came first. */
  readonly windingUpMs?: number;
  /** From creation to verdict. */
  readonly totalMs?: number;
}

const endings = ['SuccessCriteriaMet', 'FailureTarget', 'Complete', 'Failed'];

export function timelineOf(
  job: KubernetesObject | undefined,
  pods: Iterable<WatchedPod>,
  pullingMs?: number,
): Timeline {
  const all = [...pods].map(({ pod }) => pod);
  const containers = all.flatMap((pod) => podStatus(pod).containerStatuses ?? []);
  const created = job?.metadata.creationTimestamp;
  const podCreated = earliest(all.map(({ metadata }) => metadata.creationTimestamp));
  const scheduled = earliest(all.map((pod) => trueCondition(pod, 'PodScheduled')?.lastTransitionTime));
  const started = earliest(containers.flatMap(runs).map(({ startedAt }) => startedAt));
  const stillRuns = containers.some(({ state }) => state?.running !== undefined);
  const finished = stillRuns
    ? undefined
    : latest(containers.flatMap(runs).map(({ finishedAt }) => finishedAt));
  const ended = job && earliest(endings.map((type) => trueCondition(job, type)?.lastTransitionTime));
  return defined({
    created,
    podCreated,
    scheduled,
    started,
    finished,
    ended,
    queuedMs: between(created, podCreated),
    schedulingMs: between(podCreated, scheduled),
    startingMs: between(scheduled, started),
    pullingMs,
    runningMs: between(started, finished),
    windingUpMs: between(finished, ended),
    totalMs: between(created, ended),
  });
}

interface Run {
  readonly startedAt?: string | null | undefined;
  readonly finishedAt?: string | null | undefined;
}

/** The runs of a container of which its status still tells: the last, and the one before it. One that never ran is none. */
function runs({ state, lastState }: ContainerStatus): readonly Run[] {
  return [lastState?.terminated, state?.terminated, state?.running].filter(
    (run) => run !== undefined && startTime(run) !== undefined,
  ) as Run[];
}

type Time = string | null | undefined;

// All times are written in one form, to the second and in UTC, so their order is that of the texts.
function earliest(times: readonly Time[]): string | undefined {
  return sorted(times)[0];
}

function latest(times: readonly Time[]): string | undefined {
  return sorted(times).at(-1);
}

function sorted(times: readonly Time[]): string[] {
  return times.filter((time) => typeof time === 'string').sort();
}

function between(start: Time, end: Time): number | undefined {
  if (typeof start !== 'string' || typeof end !== 'string') return undefined;
  const ms = Date.parse(end) - Date.parse(start);
  return ms >= 0 ? ms : undefined;
}

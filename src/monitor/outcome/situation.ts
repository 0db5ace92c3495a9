import type { WatchedJob } from '../watch/namespace-watch.js';
import {
  type ContainerStatus,
  conditionOf,
  containerStatuses,
  otherController,
  podStatus,
  startTime,
  trueCondition,
} from '../status.js';

/** Whether a container of the run (that is no init container) has ever started. */
export function hasStarted({ pods }: WatchedJob): boolean {
  return [...pods.values()].some(({ pod }) =>
    (podStatus(pod).containerStatuses ?? []).some(
      ({ state, lastState }) =>
        state?.running !== undefined ||
        [state, lastState].some((each) => startTime(each?.terminated ?? {}) !== undefined),
    ),
  );
}

export function isSuspended({ job }: Pick<WatchedJob, 'job'>): boolean {
  return job !== undefined && trueCondition(job, 'Suspended') !== undefined;
}

/** Where an unfinished run stands, as the end of a sentence: "it is suspended". */
export function situationOf({ job, pods }: WatchedJob): string {
  if (job === undefined) return 'its Job was not seen yet';
  const other = otherController(job);
  if (other !== undefined) return `its Job is left to another controller, "${other}" (spec.managedBy)`;
  if (isSuspended({ job })) return 'its Job is suspended';
  const last = [...pods.values()].filter(({ gone }) => !gone).at(-1)?.pod;
  if (last === undefined) return 'its Job has no pod';
  const pod = `its pod "${last.metadata.name}"`;
  if (last.metadata.deletionTimestamp !== undefined) return `${pod} is being deleted`;
  const scheduled = conditionOf(last, 'PodScheduled');
  if (scheduled?.status === 'False') return `${pod} waits for a node: ${scheduled.reason ?? 'Unscheduled'}`;
  const waiting = containerStatuses(last).find(isWaiting);
  if (waiting !== undefined)
    return `container "${waiting.name}" of ${pod} waits: ${waiting.state?.waiting?.reason ?? 'Unknown'}`;
  return `${pod} is ${podStatus(last).phase ?? 'Pending'}`;
}

/** A pod that should have stopped by now counts as lost with its node only this long after: clocks differ. */
const OVERDUE_MILLISECONDS = 30_000;

/** The pod that should have stopped long ago and has not, first of all, and when it is to be given up. */
export function overduePod({ pods }: WatchedJob): { readonly name: string; readonly at: number } | undefined {
  return [...pods.values()]
    .filter(({ pod, gone }) => !gone && pod.metadata.deletionTimestamp !== undefined && !atRest(pod))
    .map(({ pod }) => ({
      name: pod.metadata.name,
      at: Date.parse(pod.metadata.deletionTimestamp ?? '') + OVERDUE_MILLISECONDS,
    }))
    .sort((a, b) => a.at - b.at)[0];
}

function atRest(pod: Parameters<typeof podStatus>[0]): boolean {
  const { phase } = podStatus(pod);
  return phase === 'Succeeded' || phase === 'Failed';
}

function isWaiting({ state }: ContainerStatus): boolean {
  return state?.waiting !== undefined;
}

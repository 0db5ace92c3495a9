import type { WatchedPod } from '../watch/namespace-watch.js';
import { type ContainerStatus, defined, podStatus, startTime } from '../status.js';

/** The last state seen of a pod of a run. */
export interface PodSummary {
  readonly name: string;
  readonly uid: string;
  readonly node?: string;
  /** As last seen: of a pod that is gone it may be `Running` for ever. */
  readonly phase?: string;
  readonly reason?: string;
  /** Whether the pod was seen to go. */
  readonly gone: boolean;
  /** Init containers first. */
  readonly containers: readonly ContainerSummary[];
}

export interface ContainerSummary {
  readonly name: string;
  readonly init: boolean;
  readonly state: 'waiting' | 'running' | 'terminated';
  readonly reason?: string;
  readonly exitCode?: number;
  readonly restartCount: number;
  readonly startedAt?: string;
  readonly finishedAt?: string;
}

/** A pod in a few words, without anything that the run itself wrote. */
export function summarizePod({ pod, gone }: WatchedPod): PodSummary {
  const { phase, reason, initContainerStatuses = [], containerStatuses = [] } = podStatus(pod);
  const { nodeName: node } = (pod['spec'] ?? {}) as { nodeName?: string };
  return {
    name: pod.metadata.name,
    uid: pod.metadata.uid,
    ...defined({ node, phase, reason }),
    gone,
    containers: [
      ...initContainerStatuses.map((status) => summarizeContainer(status, true)),
      ...containerStatuses.map((status) => summarizeContainer(status, false)),
    ],
  };
}

function summarizeContainer(
  { name = '', state: { waiting, running, terminated } = {}, restartCount = 0 }: ContainerStatus,
  init: boolean,
): ContainerSummary {
  return {
    name,
    init,
    state: terminated ? 'terminated' : running ? 'running' : 'waiting',
    ...defined({
      reason: terminated?.reason ?? waiting?.reason,
      exitCode: terminated?.exitCode,
      startedAt: startTime(terminated ?? running ?? {}),
      finishedAt: terminated?.finishedAt,
    }),
    restartCount,
  };
}

import type { KubernetesObject } from '../../cluster/cluster-api.js';
import type { Milestone, RunEvent } from './run-event.js';
import {
  conditionOf,
  type ContainerState,
  type ContainerStatus,
  containerStatuses,
  defined,
  podStatus,
  startTime,
  trueCondition,
} from '../status.js';

type Event = Milestone['event'];

/**
 * What the state of a pod tells to have happened, in order. A later state tells what an earlier one told as well
 * (a container that has ended did start), so that little is lost when states pass unseen.
 */
export function podMilestones(pod: KubernetesObject, gone: boolean): readonly Milestone[] {
  const { uid, name, creationTimestamp } = pod.metadata;
  const milestone = (key: string, event: Omit<Event, 'pod'>): Milestone => ({
    key: `${uid} ${key}`,
    event: { ...event, pod: name },
  });
  const all = [
    milestone('created', { type: 'pod-created', source: 'job-controller', time: creationTimestamp }),
    ...scheduling(pod).map(([key, event]) => milestone(key, event)),
    ...containerStatuses(pod).flatMap((status) =>
      container(status).map(([key, event]) => milestone(`${status.name} ${key}`, event)),
    ),
  ];
  const ready = trueCondition(pod, 'Ready');
  if (ready)
    all.push(milestone('ready', { type: 'ready', source: 'kubelet', time: ready.lastTransitionTime }));
  const eviction = evicted(pod);
  if (eviction) all.push(milestone('evicted', eviction));
  if (gone) all.push(milestone('gone', { type: 'pod-deleted', source: 'api-server' }));
  return all;
}

type Keyed = readonly [key: string, event: Omit<Event, 'pod'>];

function scheduling(pod: KubernetesObject): readonly Keyed[] {
  const condition = conditionOf(pod, 'PodScheduled');
  if (condition === undefined) return [];
  const { status, reason = '', message, lastTransitionTime: time } = condition;
  if (status === 'True') {
    const { nodeName: node } = (pod['spec'] ?? {}) as { nodeName?: string };
    return [['scheduled', { type: 'scheduled', source: 'scheduler', time, ...defined({ node }) }]];
  }
  return [
    [
      `unscheduled ${reason}`,
      { type: 'waiting', source: 'scheduler', time, reason, ...defined({ message }) },
    ],
  ];
}

function container({
  name: container = '',
  state = {},
  lastState = {},
  restartCount = 0,
  containerID,
}: ContainerStatus): readonly Keyed[] {
  const keyed: Keyed[] = [...ran(container, lastState, undefined)];
  if (restartCount > 0) {
    keyed.push([
      `restart ${restartCount}`,
      { type: 'restarted', source: 'kubelet', container, restartCount, time: state.running?.startedAt },
    ]);
  }
  if (state.waiting !== undefined) {
    const { reason = 'Unknown', message } = state.waiting;
    keyed.push([
      `wait ${restartCount} ${reason}`,
      { type: 'waiting', source: 'kubelet', container, reason, ...defined({ message }) },
    ]);
  }
  return [...keyed, ...ran(container, state, containerID)];
}

/** The start and the end of one run of a container; its id tells it from those before and after a restart. */
function ran(
  container: string,
  { running, terminated }: ContainerState,
  containerID?: string,
): readonly Keyed[] {
  const keyed: Keyed[] = [];
  const id = terminated?.containerID ?? containerID ?? '';
  const startedAt = startTime(running ?? terminated ?? {});
  if (startedAt !== undefined)
    keyed.push([`start ${id}`, { type: 'started', source: 'kubelet', container, time: startedAt }]);
  if (terminated !== undefined) {
    const { exitCode, reason, finishedAt: time } = terminated;
    keyed.push([
      `end ${id}`,
      { type: 'finished', source: 'kubelet', container, time, ...defined({ exitCode, reason }) },
    ]);
  }
  return keyed;
}

/** Reasons of a pod that the kubelet or the node life cycle ended. Source: k8s.io/kubernetes/pkg/kubelet/eviction. */
const evictions = new Set(['Evicted', 'Preempting', 'NodeLost', 'NodeShutdown', 'Terminated']);

function evicted(
  pod: KubernetesObject,
): (Omit<RunEvent, 'pod' | 'time'> & { time?: string | null }) | undefined {
  const disruption = trueCondition(pod, 'DisruptionTarget');
  const { reason = '', message } = podStatus(pod);
  if (disruption !== undefined) {
    const { lastTransitionTime, ...why } = disruption;
    return {
      type: 'evicted',
      source: 'api-server',
      time: lastTransitionTime ?? null,
      ...defined({ reason: why.reason, message: why.message }),
    };
  }
  if (!evictions.has(reason)) return undefined;
  return { type: 'evicted', source: 'kubelet', reason, ...defined({ message }) };
}

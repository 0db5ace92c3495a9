import type { ContainerState, ContainerStatus, Pod } from '../objects/types.js';
import { ageColumn, nameColumn, since, type Printer } from './column.js';

const none = '<none>';

export const podPrinter: Printer<Pod> = {
  columns: [
    nameColumn,
    {
      name: 'Ready',
      description: 'The aggregate readiness state of this pod for accepting traffic.',
      cell: (pod) => `${summaryOf(pod).ready}/${countedContainers(pod)}`,
    },
    {
      name: 'Status',
      description: 'The aggregate status of the containers in this pod.',
      cell: (pod) => summaryOf(pod).reason,
    },
    {
      name: 'Restarts',
      description:
        'The number of times the containers in this pod have been restarted and when the last container in this pod has restarted.',
      cell: (pod, now) => restarts(summaryOf(pod).counted, now),
    },
    ageColumn,
    {
      name: 'IP',
      wide: true,
      description:
        'podIP address allocated to the pod. Routable at least within the cluster. Empty if not yet allocated.',
      cell: ({ status }) => status.podIP ?? none,
    },
    {
      name: 'Node',
      wide: true,
      description:
        'NodeName indicates in which node this pod is scheduled. If empty, this pod is a candidate for scheduling by the scheduler defined in schedulerName. Once this field is set, the kubelet for this node becomes responsible for the lifecycle of this pod. This field should not be used to express a desire for the pod to be scheduled on a specific node. https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/#nodename',
      cell: ({ spec }) => spec.nodeName ?? none,
    },
    {
      name: 'Nominated Node',
      wide: true,
      description:
        'nominatedNodeName is set only when this pod preempts other pods on the node, but it cannot be scheduled right away as preemption victims receive their graceful termination periods. This field does not guarantee that the pod will be scheduled on this node. Scheduler may decide to place the pod elsewhere if other nodes become available sooner. Scheduler may also decide to give the resources on this node to a higher priority pod that is created after preemption. As a result, this field may be different than PodSpec.nodeName when the pod is scheduled.',
      cell: ({ status }) => (status['nominatedNodeName'] as string | undefined) ?? none,
    },
    {
      name: 'Readiness Gates',
      wide: true,
      description:
        'If specified, all readiness gates will be evaluated for pod readiness. A pod is ready when all its containers are ready AND all conditions specified in the readiness gates have status equal to "True" More info: https://git.k8s.io/enhancements/keps/sig-network/580-pod-readiness-gates',
      cell: readinessGates,
    },
  ],
  conditions: ({ status: { phase } }) => {
    if (phase === 'Succeeded') return [completed(phase, 'The pod has completed successfully.')];
    return phase === 'Failed' ? [completed(phase, 'The pod failed.')] : [];
  },
};

const completed = (reason: string, message: string) =>
  ({ type: 'Completed', status: 'True', reason, message }) as const;

interface Summary {
  readonly reason: string;
  readonly ready: number;
  /** Whose restarts count. */
  readonly counted: readonly ContainerStatus[];
}

function summaryOf(pod: Pod): Summary {
  const { reason, ready, counted } = whileInitializing(pod) ?? whileRunning(pod);
  if (pod.metadata.deletionTimestamp === undefined) return { reason, ready, counted };
  if (pod.status['reason'] === 'NodeLost') return { reason: 'Unknown', ready, counted };
  const ended = pod.status.phase === 'Succeeded' || pod.status.phase === 'Failed';
  return { reason: ended ? reason : 'Terminating', ready, counted };
}

/** Before an init container has ended well, or a sidecar among them has started; then `undefined`. */
function whileInitializing(pod: Pod): Summary | undefined {
  const statuses = pod.status.initContainerStatuses ?? [];
  if (isTrue(pod, 'Initialized')) return undefined;
  const at = statuses.findIndex((status) => !isInitialized(pod, status));
  if (at < 0) return undefined;
  const before = statuses.slice(0, at);
  const { terminated, waiting } = statuses[at]?.state ?? {};
  const why =
    (terminated && ended({ terminated })) ??
    (waiting?.reason && waiting.reason !== 'PodInitializing' ? waiting.reason : undefined) ??
    `${at}/${pod.spec.initContainers?.length ?? 0}`;
  return {
    reason: `Init:${why}`,
    ready: readySidecars(pod, before),
    counted: statuses.slice(0, at + 1),
  };
}

function whileRunning(pod: Pod): Summary {
  const { containerStatuses = [], initContainerStatuses = [] } = pod.status;
  const sidecars = initContainerStatuses.filter(({ name }) => isSidecar(pod, name));
  const running = containerStatuses.filter(({ state, ready }) => ready && state.running);
  // The first container has the last word.
  let reason = podReason(pod);
  let failure = '';
  for (const { state } of [...containerStatuses].reverse()) {
    reason = state.waiting?.reason ?? ended(state) ?? reason;
    if (state.terminated && state.terminated.exitCode !== 0) failure = reason;
  }
  if (reason === 'Completed') {
    if (running.length > 0 && isTrue(pod, 'Ready')) reason = 'Running';
    else if (failure !== '') reason = failure;
    else if (running.length > 0) reason = 'NotReady';
  }
  return {
    reason,
    ready: running.length + readySidecars(pod, initContainerStatuses),
    counted: [...sidecars, ...containerStatuses],
  };
}

function podReason({ status }: Pod): string {
  const gated = status.conditions?.some(
    ({ type, reason }) => type === 'PodScheduled' && reason === 'SchedulingGated',
  );
  return gated ? 'SchedulingGated' : ((status['reason'] as string | undefined) ?? status.phase ?? '');
}

function ended({ terminated }: ContainerState): string | undefined {
  return terminated && (terminated.reason || `ExitCode:${terminated.exitCode}`);
}

function isInitialized(pod: Pod, { name, state, started }: ContainerStatus): boolean {
  return state.terminated?.exitCode === 0 || (isSidecar(pod, name) && started);
}

function isSidecar({ spec }: Pod, name: string): boolean {
  return spec.initContainers?.find((container) => container.name === name)?.['restartPolicy'] === 'Always';
}

function readySidecars(pod: Pod, statuses: readonly ContainerStatus[]): number {
  const isReady = ({ name, started, ready }: ContainerStatus): boolean =>
    isSidecar(pod, name) && started && ready;
  return statuses.filter(isReady).length;
}

function countedContainers(pod: Pod): number {
  const sidecars = (pod.spec.initContainers ?? []).filter(({ name }) => isSidecar(pod, name));
  // A bookmark has null.
  return ((pod.spec.containers as Pod['spec']['containers'] | null) ?? []).length + sidecars.length;
}

function restarts(statuses: readonly ContainerStatus[], now: number): string {
  const count = statuses.reduce((sum, { restartCount }) => sum + restartCount, 0);
  const last = statuses
    .map(({ lastState }) => lastState.terminated?.finishedAt ?? '')
    .sort()
    .at(-1);
  return count > 0 && last ? `${count} (${since(last, now)} ago)` : String(count);
}

function readinessGates(pod: Pod): string {
  const gates = (pod.spec['readinessGates'] as { conditionType: string }[] | undefined) ?? [];
  if (gates.length === 0) return none;
  return `${gates.filter(({ conditionType }) => isTrue(pod, conditionType)).length}/${gates.length}`;
}

function isTrue({ status }: Pod, type: string): boolean {
  return status.conditions?.find((condition) => condition.type === type)?.status === 'True';
}

import type { KubernetesObject } from '../../cluster/cluster-api.js';
import { secretTexts } from '../../job/redact.js';
import type { ContainerState, ContainerStatus, PodStatus, TerminatedState } from '../status.js';
import { isKept, keptCondition, keptMetadata, picked, SECRETS } from './kept.js';
import { sharedObject, sharedString } from './shared-values.js';

/** Of a pod is kept how it does; of one in trouble all of its spec but the env. */
export function stripPod(pod: KubernetesObject, kept?: KubernetesObject): KubernetesObject {
  const status = (pod['status'] ?? {}) as PodStatus;
  const spec = (pod['spec'] ?? {}) as PodSpec;
  const troubled = isTroubled(pod, status);
  return {
    metadata: keptMetadata(pod.metadata),
    spec: isKept(pod, kept)
      ? spec
      : troubled
        ? { ...spec, ...withoutEnv(spec) }
        : sharedObject(shortSpec(spec)),
    status: keptPodStatus(status),
    ...(troubled ? { [SECRETS]: secretTexts(pod) } : {}),
  };
}

/**
 * Whether what is kept of a pod's spec is that of a state of it: nothing of that changes once the pod has a node. Of a
 * pod in trouble the whole spec is asked for.
 */
export function hasSpecOfPod(kept: KubernetesObject, state: KubernetesObject): boolean {
  const { nodeName } = kept['spec'] as PodSpec;
  return nodeName !== undefined && !(SECRETS in kept) && !isTroubled(state, state['status'] ?? {});
}

interface Container {
  readonly name?: string;
  readonly restartPolicy?: string;
  readonly env?: unknown;
  readonly envFrom?: unknown;
}

interface PodSpec {
  readonly restartPolicy?: string;
  readonly nodeName?: string;
  readonly containers?: readonly Container[];
  readonly initContainers?: readonly Container[];
}

const containerFields = ['name', 'restartPolicy', 'restartPolicyRules'];

/** Where the pod is, what tells its containers apart, and whether they are started again. */
function shortSpec({ restartPolicy, nodeName, containers = [], initContainers }: PodSpec): PodSpec {
  return {
    ...(restartPolicy === undefined ? {} : { restartPolicy }),
    ...(nodeName === undefined ? {} : { nodeName }),
    containers: containers.map((each) => picked(each, containerFields)),
    ...(initContainers === undefined
      ? {}
      : { initContainers: initContainers.map((each) => picked(each, containerFields)) }),
  };
}

function withoutEnv({ containers, initContainers }: PodSpec): PodSpec {
  const bare = (list: readonly Container[]): Container[] =>
    list.map(({ env: _env, envFrom: _envFrom, ...rest }) => rest);
  return {
    ...(containers === undefined ? {} : { containers: bare(containers) }),
    ...(initContainers === undefined ? {} : { initContainers: bare(initContainers) }),
  };
}

/** Reasons with which every container waits for a while. */
const usual = new Set(['ContainerCreating', 'PodInitializing']);

function isTroubled({ metadata }: KubernetesObject, status: PodStatus): boolean {
  if (metadata.deletionTimestamp !== undefined || status.phase === 'Failed' || status.reason !== undefined)
    return true;
  const unscheduled = status.conditions?.some(
    ({ type, status: holds }) =>
      (type === 'PodScheduled' && holds === 'False') || (type === 'DisruptionTarget' && holds === 'True'),
  );
  return unscheduled === true || containersOf(status).some(containerTroubled);
}

function containerTroubled({ state = {}, lastState }: ContainerStatus): boolean {
  const { waiting, terminated } = state;
  return (
    (waiting !== undefined && !usual.has(waiting.reason ?? '')) ||
    (terminated !== undefined && terminated.exitCode !== 0) ||
    lastState?.terminated !== undefined
  );
}

function containersOf({
  initContainerStatuses,
  containerStatuses = [],
}: PodStatus): readonly ContainerStatus[] {
  return initContainerStatuses === undefined
    ? containerStatuses
    : [...initContainerStatuses, ...containerStatuses];
}

const podConditions = new Set(['PodScheduled', 'Ready', 'DisruptionTarget']);

function keptPodStatus(status: PodStatus): PodStatus {
  const { conditions, containerStatuses, initContainerStatuses } = status;
  return {
    ...picked(status, ['phase', 'reason', 'message', 'startTime']),
    ...(conditions === undefined
      ? {}
      : { conditions: conditions.filter(({ type }) => podConditions.has(type ?? '')).map(keptCondition) }),
    ...(containerStatuses === undefined ? {} : { containerStatuses: containerStatuses.map(keptContainer) }),
    ...(initContainerStatuses === undefined
      ? {}
      : { initContainerStatuses: initContainerStatuses.map(keptContainer) }),
  };
}

function keptContainer({
  name = '',
  state = {},
  lastState,
  restartCount = 0,
  containerID,
}: ContainerStatus): ContainerStatus {
  return {
    name: sharedString(name),
    restartCount,
    state: keptState(state),
    ...(lastState?.terminated === undefined ? {} : { lastState: keptState(lastState) }),
    ...(containerID === undefined ? {} : { containerID: short(containerID) }),
  };
}

function keptState({ waiting, running, terminated }: ContainerState): ContainerState {
  if (terminated !== undefined) return { terminated: keptEnd(terminated) };
  return running !== undefined ? sharedObject({ running }) : waiting !== undefined ? { waiting } : {};
}

function keptEnd({ containerID, ...end }: TerminatedState): TerminatedState {
  return containerID === undefined ? end : { ...end, containerID: short(containerID) };
}

/** `containerd://` and 64 digits tell one run of a container from another; the last twelve do as well. */
function short(containerID: string): string {
  return containerID.slice(-12);
}

import type { KubernetesObject } from '../../cluster/cluster-api.js';
import { secretTexts } from '../../job/redact.js';
import { sharedObject, sharedString } from './shared-values.js';
import type { Condition, ContainerState, ContainerStatus, PodStatus, TerminatedState } from '../status.js';

/** Under this key an object holds the env values it came with: not enumerable by name, never part of any JSON. */
const SECRETS = Symbol('secrets');

type Kept = KubernetesObject & { readonly [SECRETS]?: readonly string[] };

/**
 * What has to be hidden in every text about the object. Known only of an object that tells of trouble: of others
 * nothing is ever told.
 */
export function secretsOf(object: KubernetesObject | undefined): readonly string[] | undefined {
  return (object as Kept | undefined)?.[SECRETS];
}

/** Of a Job only what is read here is kept: ten thousand runs fit in memory. */
export function stripJob(job: KubernetesObject, kept?: KubernetesObject): KubernetesObject {
  const status = (job['status'] ?? {}) as JobStatus;
  const conditions = status.conditions?.map(keptCondition);
  const { uncountedTerminatedPods: uncounted = {} } = status;
  return {
    metadata: picked(job.metadata, jobMetadataFields),
    spec: isKept(job, kept) ? kept['spec'] : sharedObject(picked(job['spec'] ?? {}, jobSpecFields)),
    status: {
      ...picked(status, jobStatusFields),
      // Empty mostly: only while pods that have ended are being counted.
      ...(Object.keys(uncounted).length === 0 ? {} : { uncountedTerminatedPods: uncounted }),
      ...(conditions === undefined ? {} : { conditions }),
    },
    ...(isTroubledJob(job) ? { [SECRETS]: secretTexts(job) } : {}),
  };
}

/** Whether the spec of a kept Job is that of a state of it; of a Job in trouble the whole spec is asked for. */
export function hasSpecOfJob({ metadata }: KubernetesObject, state: KubernetesObject): boolean {
  const { generation } = state.metadata;
  return generation !== undefined && generation === metadata['generation'] && !isTroubledJob(state);
}

function isTroubledJob({ metadata, status = {} }: KubernetesObject): boolean {
  const failed = (status as JobStatus).conditions?.some(
    ({ type, status: holds }) => holds === 'True' && (type === 'FailureTarget' || type === 'Failed'),
  );
  return failed === true || metadata.deletionTimestamp !== undefined;
}

interface JobStatus {
  readonly conditions?: readonly Condition[];
  readonly uncountedTerminatedPods?: object;
}

/** What the explanation of an end, or of a standstill, speaks of. */
const jobSpecFields = ['managedBy', 'suspend', 'parallelism', 'backoffLimit', 'activeDeadlineSeconds'];
const jobStatusFields = ['startTime', 'active', 'ready', 'succeeded', 'failed', 'failedIndexes'];

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

/** Whether the spec of a state was not read, but is the kept one. */
function isKept(state: KubernetesObject, kept: KubernetesObject | undefined): kept is KubernetesObject {
  return kept !== undefined && state['spec'] === kept['spec'];
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

function keptCondition(condition: Condition): Condition {
  return picked(condition, ['type', 'status', 'reason', 'message', 'lastTransitionTime']);
}

const metadataFields = [
  'name',
  'namespace',
  'uid',
  'resourceVersion',
  'creationTimestamp',
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
];

const jobMetadataFields = [...metadataFields, 'generation'];

function keptMetadata(metadata: KubernetesObject['metadata']): KubernetesObject['metadata'] {
  return picked(metadata, metadataFields);
}

/** Of an Event all that is said of it, and of whom. */
export function stripEvent(event: KubernetesObject): KubernetesObject {
  return { metadata: keptMetadata(event.metadata), ...picked(event as object, eventFields) };
}

const eventFields = [
  'type',
  'reason',
  'message',
  'count',
  'firstTimestamp',
  'lastTimestamp',
  'eventTime',
  'series',
  'source',
  'reportingComponent',
  'involvedObject',
];

/** Fields of which the value is of one object only. */
const ofOne = new Set(['name', 'uid', 'resourceVersion', 'message']);

/** These fields of an object, as far as they are there and not null. */
function picked<T extends object>(object: T, fields: readonly string[]): T {
  const kept: Record<string, unknown> = {};
  for (const field of fields) {
    const value = (object as Record<string, unknown>)[field];
    if (value === undefined || value === null) continue;
    kept[field] = typeof value === 'string' && !ofOne.has(field) ? sharedString(value) : value;
  }
  return kept as T;
}

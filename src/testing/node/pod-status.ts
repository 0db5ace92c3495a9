import { seconds } from '../objects/time.js';
import type {
  Condition,
  Container,
  ContainerState,
  ContainerStatus,
  Pod,
  PodPhase,
  PodStatus,
} from '../objects/types.js';

/** What the node knows of a container. */
export interface ContainerFacts {
  readonly spec: Container;
  state: ContainerState;
  lastState: ContainerState;
  restartCount: number;
  containerID?: string;
}

/** What the node knows of a Pod. */
export interface PodFacts {
  phase: PodPhase;
  /** How the Pod will have ended, as soon as no container will run again. */
  outcome?: 'Succeeded' | 'Failed';
  sandbox: 'none' | 'ready' | 'stopped';
  ip?: string;
  readonly startTime: string;
  readonly initContainers: readonly ContainerFacts[];
  readonly containers: readonly ContainerFacts[];
}

const hostIP = '192.0.2.1';
const imageID = 'sha256:0000000000000000000000000000000000000000000000000000000000000000';

/** The status of a Pod as the kubelet writes it. */
export function podStatus(pod: Pod, facts: PodFacts, now: number): PodStatus {
  const { generation } = pod.metadata;
  const known = new Map(pod.status.conditions?.map((one) => [one.type, one]));
  const own = [
    sandboxCondition(facts),
    initialized(facts),
    ...readiness(facts),
    { type: 'PodScheduled' },
  ].map((fresh): Condition => {
    const { type, ok = true, ...why } = fresh;
    const status = ok ? 'True' : 'False';
    const before = known.get(type);
    return {
      type,
      ...(generation !== undefined && { observedGeneration: generation }),
      status,
      lastProbeTime: null,
      lastTransitionTime: before?.status === status ? before.lastTransitionTime : seconds(now),
      ...why,
    };
  });
  // Those of others, as of an eviction, stay.
  const others = [...known.values()].filter(({ type }) => !own.some((one) => one.type === type));
  const conditions = [...others, ...own];
  return {
    ...(generation !== undefined && { observedGeneration: generation }),
    phase: facts.phase,
    conditions,
    hostIP,
    hostIPs: [{ ip: hostIP }],
    ...(facts.ip !== undefined && { podIP: facts.ip, podIPs: [{ ip: facts.ip }] }),
    startTime: facts.startTime,
    ...(facts.initContainers.length > 0 && { initContainerStatuses: facts.initContainers.map(initStatus) }),
    containerStatuses: facts.containers.map((container) =>
      containerStatus(container, container.state.running !== undefined),
    ),
    ...(pod.status.qosClass !== undefined && { qosClass: pod.status.qosClass }),
    resources: {},
  };
}

interface Finding {
  readonly type: string;
  readonly ok?: boolean;
  readonly reason?: string;
  readonly message?: string;
}

function sandboxCondition({ sandbox }: PodFacts): Finding {
  const type = 'PodReadyToStartContainers';
  if (sandbox === 'ready') return { type };
  const message = sandbox === 'none' ? 'no pod sandbox exists' : 'pod sandbox is not ready';
  return { type, ok: false, reason: 'PodSandboxNotReady', message };
}

function initialized({ initContainers, outcome }: PodFacts): Finding {
  const open = initContainers.filter(({ spec, state }) =>
    spec.restartPolicy === 'Always'
      ? state.running === undefined && state.terminated === undefined
      : state.terminated?.exitCode !== 0,
  );
  if (open.length > 0) {
    return {
      type: 'Initialized',
      ok: false,
      reason: 'ContainersNotInitialized',
      message: `containers with incomplete status: [${namesOf(open)}]`,
    };
  }
  return { type: 'Initialized', ...(outcome === 'Succeeded' && { reason: 'PodCompleted' }) };
}

function readiness({ containers, outcome }: PodFacts): Finding[] {
  const unready = containers.filter(({ state }) => state.running === undefined);
  const why =
    outcome !== undefined
      ? { ok: false, reason: outcome === 'Succeeded' ? 'PodCompleted' : 'PodFailed' }
      : unready.length > 0
        ? {
            ok: false,
            reason: 'ContainersNotReady',
            message: `containers with unready status: [${namesOf(unready)}]`,
          }
        : {};
  return ['Ready', 'ContainersReady'].map((type) => ({ type, ...why }));
}

const namesOf = (containers: readonly ContainerFacts[]): string =>
  containers.map(({ spec }) => spec.name).join(' ');

// An init container is ready when it has done its work; a sidecar while it runs.
const initStatus = (facts: ContainerFacts): ContainerStatus =>
  containerStatus(
    facts,
    facts.spec.restartPolicy === 'Always'
      ? facts.state.running !== undefined
      : facts.state.terminated?.exitCode === 0,
  );

function containerStatus(
  { spec, state, lastState, restartCount, containerID }: ContainerFacts,
  ready: boolean,
): ContainerStatus {
  const ran = containerID !== undefined;
  return {
    name: spec.name,
    state,
    lastState,
    ready,
    restartCount,
    image: spec.image,
    imageID: ran ? imageID : '',
    ...(ran && { containerID }),
    started: state.running !== undefined,
    ...(ran && { resources: spec.resources ?? {} }),
    ...(spec.volumeMounts && {
      volumeMounts: spec.volumeMounts.map(({ name, mountPath, readOnly }) => ({
        name,
        mountPath,
        ...(readOnly && { readOnly, recursiveReadOnly: 'Disabled' }),
      })),
    }),
    ...(ran && { user: { linux: { uid: 0, gid: 0, supplementalGroups: [0] } } }),
  };
}

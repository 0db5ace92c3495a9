import type { KubernetesObject } from '../../cluster/cluster-api.js';
import { containerStatuses, podStatus } from '../status.js';
import type { WatchedPod } from '../watch/namespace-watch.js';

interface ContainerSpec {
  readonly name?: string;
  readonly restartPolicy?: string;
  readonly restartPolicyRules?: unknown;
}

/** Where a container stands. */
export interface ContainerRun {
  /** How often it was restarted: which of its runs this is. */
  readonly run: number;
  /** `over`: this run has ended, and another may follow. `ended`: no more log will ever be written. */
  readonly phase: 'waiting' | 'running' | 'over' | 'ended';
  /** Whether it was seen to run, now or before. */
  readonly hasRun: boolean;
  /**
   * Whether the run before it is known to have run. A container that was made and not started (its kubelet died in
   * between) counts as one, whatever the restart policy, and wrote nothing.
   * Source: k8s.io/kubernetes/pkg/kubelet/container/helpers.go, ShouldContainerBeRestarted
   */
  readonly hasRunBefore: boolean;
  /** Whether the pod is there no more. */
  readonly isGone: boolean;
  /** Whether it may be started again in its pod when it fails. */
  readonly mayRestart: boolean;
  /** RFC 3339: when the pod should be gone. */
  readonly goneBy?: string;
}

/** The names of the pod's containers: init containers (sidecars are among them) first, as they start. */
export function containerNames(pod: KubernetesObject): readonly string[] {
  return containersOf(pod).map(({ name = '' }) => name);
}

/** The name of the pod's flow container, when no other is asked for: the first that is no init container. */
export function firstContainer(pod: KubernetesObject): string | undefined {
  return specOf(pod).containers?.[0]?.name;
}

/**
 * Where a container stands. The states of the containers tell earlier and more than the phase of the pod, which
 * follows about a second later and may stay `Running` for ever when a pod is deleted by force.
 */
export function containerRun({ pod, gone }: WatchedPod, container: string): ContainerRun {
  const { phase } = podStatus(pod);
  const status = containerStatuses(pod).find(({ name }) => name === container);
  const { restartCount: run = 0, state, lastState } = status ?? {};
  const running = state?.running !== undefined;
  // In its back-off a container waits, and its last state is the end of the run that is over.
  const terminated = state?.terminated ?? lastState?.terminated;
  const { deletionTimestamp } = pod.metadata;
  const common = {
    run,
    hasRunBefore: lastState?.terminated !== undefined,
    isGone: gone,
    mayRestart: mayRunAgain(pod, container, 1),
    hasRun: running || terminated !== undefined || run > 0,
    ...(deletionTimestamp === undefined ? {} : { goneBy: deletionTimestamp }),
  };
  if (gone || phase === 'Succeeded' || phase === 'Failed') return { ...common, phase: 'ended' };
  if (running) return { ...common, phase: 'running' };
  if (terminated === undefined) return { ...common, phase: 'waiting' };
  return { ...common, phase: mayRunAgain(pod, container, terminated.exitCode) ? 'over' : 'ended' };
}

/**
 * Whether a container that has ended is started again while its pod lives: by its own policy (a sidecar always, one with
 * rules perhaps), else by that of the pod.
 */
function mayRunAgain(pod: KubernetesObject, container: string, exitCode: number | undefined): boolean {
  const own = containersOf(pod).find(({ name }) => name === container) ?? {};
  const policy = own.restartPolicy ?? specOf(pod).restartPolicy;
  if (own.restartPolicyRules !== undefined || policy === 'Always') return true;
  return policy !== 'Never' && exitCode !== 0;
}

function containersOf(pod: KubernetesObject): readonly ContainerSpec[] {
  const { containers = [], initContainers = [] } = specOf(pod);
  return [...initContainers, ...containers];
}

function specOf(pod: KubernetesObject): {
  readonly restartPolicy?: string;
  readonly containers?: readonly ContainerSpec[];
  readonly initContainers?: readonly ContainerSpec[];
} {
  return pod['spec'] ?? {};
}

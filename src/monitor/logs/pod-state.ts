import type { KubernetesObject } from '../../cluster/cluster-api.js';
import type { WatchedPod } from '../watch/namespace-watch.js';

interface ContainerStatus {
  readonly name?: string;
  readonly restartCount?: number;
  readonly state?: { readonly running?: object; readonly terminated?: Terminated };
  readonly lastState?: { readonly terminated?: Terminated };
}

interface Terminated {
  readonly exitCode?: number;
}

/** Where a container stands. */
export interface ContainerRun {
  /** How often it was restarted: which of its runs this is. */
  readonly run: number;
  /** `over`: this run has ended, and another may follow. `ended`: no more log will ever be written. */
  readonly phase: 'waiting' | 'running' | 'over' | 'ended';
}

/** The name of the pod's flow container, when no other is asked for: the first. */
export function firstContainer(pod: KubernetesObject): string | undefined {
  return (pod['spec'] as { containers?: readonly { name?: string }[] } | undefined)?.containers?.[0]?.name;
}

/**
 * Where a container stands. The states of the containers tell earlier and more than the phase of the pod, which
 * follows about a second later and may stay `Running` for ever when a pod is deleted by force.
 */
export function containerRun({ pod, gone }: WatchedPod, container: string): ContainerRun {
  const { phase, containerStatuses = [] } = (pod['status'] ?? {}) as {
    phase?: string;
    containerStatuses?: readonly ContainerStatus[];
  };
  const {
    restartCount: run = 0,
    state,
    lastState,
  } = containerStatuses.find(({ name }) => name === container) ?? {};
  if (gone || phase === 'Succeeded' || phase === 'Failed') return { run, phase: 'ended' };
  if (state?.running !== undefined) return { run, phase: 'running' };
  // In its back-off a container waits, and its last state is the end of the run that is over.
  const terminated = state?.terminated ?? lastState?.terminated;
  if (terminated === undefined) return { run, phase: 'waiting' };
  const { restartPolicy } = (pod['spec'] ?? {}) as { restartPolicy?: string };
  return { run, phase: restartPolicy === 'Never' || terminated.exitCode === 0 ? 'ended' : 'over' };
}

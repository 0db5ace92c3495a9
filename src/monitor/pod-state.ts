import type { KubernetesObject } from '../cluster/cluster-api.js';
import type { WatchedPod } from './namespace-watch.js';

interface ContainerStatus {
  readonly name?: string;
  readonly state?: {
    readonly waiting?: object;
    readonly running?: object;
    readonly terminated?: { readonly exitCode?: number };
  };
}

/** `ended`: no more log will ever be written. */
export type ContainerPhase = 'waiting' | 'running' | 'ended';

/** The name of the pod's flow container, when no other is asked for: the first. */
export function firstContainer(pod: KubernetesObject): string | undefined {
  return (pod['spec'] as { containers?: readonly { name?: string }[] } | undefined)?.containers?.[0]?.name;
}

/**
 * Where a container stands. The states of the containers tell earlier and more than the phase of the pod, which
 * follows about a second later and may stay `Running` for ever when a pod is deleted by force.
 */
export function containerPhase({ pod, gone }: WatchedPod, container: string): ContainerPhase {
  const { phase, containerStatuses = [] } = (pod['status'] ?? {}) as {
    phase?: string;
    containerStatuses?: readonly ContainerStatus[];
  };
  if (gone || phase === 'Succeeded' || phase === 'Failed') return 'ended';
  const state = containerStatuses.find(({ name }) => name === container)?.state;
  if (state?.running !== undefined) return 'running';
  if (state?.terminated === undefined) return 'waiting';
  const { restartPolicy } = (pod['spec'] ?? {}) as { restartPolicy?: string };
  return restartPolicy === 'Never' || state.terminated.exitCode === 0 ? 'ended' : 'waiting';
}

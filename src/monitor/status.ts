import type { KubernetesObject } from '../cluster/cluster-api.js';

/** The parts of the status of Jobs and pods that are read here, as the API writes them. */
export interface Condition {
  readonly type?: string;
  readonly status?: string;
  readonly reason?: string;
  readonly message?: string;
  readonly lastTransitionTime?: string | null;
}

export interface TerminatedState {
  readonly exitCode?: number;
  readonly reason?: string;
  /** Absent or null when the container never ran. */
  readonly startedAt?: string | null;
  readonly finishedAt?: string | null;
  readonly containerID?: string;
}

export interface ContainerState {
  readonly waiting?: { readonly reason?: string; readonly message?: string };
  readonly running?: { readonly startedAt?: string | null };
  readonly terminated?: TerminatedState;
}

export interface ContainerStatus {
  readonly name?: string;
  readonly state?: ContainerState;
  readonly lastState?: ContainerState;
  readonly restartCount?: number;
  readonly containerID?: string;
}

export interface PodStatus {
  readonly phase?: string;
  readonly reason?: string;
  readonly message?: string;
  readonly conditions?: readonly Condition[];
  readonly initContainerStatuses?: readonly ContainerStatus[];
  readonly containerStatuses?: readonly ContainerStatus[];
}

export function podStatus(pod: KubernetesObject): PodStatus {
  return pod['status'] ?? {};
}

/** Source: k8s.io/api/batch/v1, JobControllerName. */
const JOB_CONTROLLER = 'kubernetes.io/job-controller';

/** Who works on a Job in place of the Job controller (`spec.managedBy`): maybe in another cluster, where its pods are. */
export function otherController(job: KubernetesObject | undefined): string | undefined {
  const { managedBy } = (job?.['spec'] ?? {}) as { managedBy?: string };
  return managedBy === JOB_CONTROLLER ? undefined : managedBy;
}

/** The condition of this type, whatever its status: `Suspended` stays with `False`. */
export function conditionOf(object: KubernetesObject, type: string): Condition | undefined {
  const { conditions = [] } = (object['status'] ?? {}) as { conditions?: readonly Condition[] };
  return conditions.find((condition) => condition.type === type);
}

/** The condition of this type when it holds. */
export function trueCondition(object: KubernetesObject, type: string): Condition | undefined {
  const condition = conditionOf(object, type);
  return condition?.status === 'True' ? condition : undefined;
}

/** Statuses of the containers of a pod, those of init containers first: the order in which they start. */
export function containerStatuses(pod: KubernetesObject): readonly ContainerStatus[] {
  const status = podStatus(pod);
  return [...(status.initContainerStatuses ?? []), ...(status.containerStatuses ?? [])];
}

/**
 * When a container started; `undefined` when it never ran. The kubelet writes the epoch for one that could not be
 * started (`StartError`).
 */
export function startTime({ startedAt }: Pick<TerminatedState, 'startedAt'>): string | undefined {
  return typeof startedAt === 'string' && Date.parse(startedAt) > 0 ? startedAt : undefined;
}

/** The object without the entries that are `undefined` or null. */
export function defined<T extends object>(entries: T): { [K in keyof T]?: Exclude<T[K], undefined | null> } {
  return Object.fromEntries(
    Object.entries(entries).filter(([, value]) => value !== undefined && value !== null),
  ) as never;
}

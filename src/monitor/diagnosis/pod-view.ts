import type { KubernetesObject } from '../../cluster/cluster-api.js';
import type { DiagnosedPod } from './diagnosis.js';
import { at, itemsAt, numberAt, textAt, timeAt } from './raw.js';

/** What a container is in its pod. A native sidecar is an init container that restarts always. */
export type ContainerRole = 'container' | 'init container' | 'sidecar';

export interface Ended {
  readonly reason: string;
  readonly exitCode: number;
  readonly message: string | undefined;
  readonly finishedAt: number | undefined;
}

export interface ContainerView {
  readonly name: string;
  readonly role: ContainerRole;
  readonly waiting: { readonly reason: string; readonly message: string } | undefined;
  readonly running: boolean;
  /** How its last run ended: this one, or while it waits for another the one before. */
  readonly ended: Ended | undefined;
  /** How the run before the last ended. */
  readonly before: Ended | undefined;
  readonly restartCount: number;
  readonly hasRun: boolean;
}

export interface PodView {
  readonly object: KubernetesObject;
  readonly name: string;
  readonly uid: string;
  readonly gone: boolean;
  readonly phase: string;
  readonly node: string | undefined;
  /** Init containers first: the order in which they start. */
  readonly containers: readonly ContainerView[];
  /** When its deletion was asked for, in milliseconds. */
  readonly deletedAt: number | undefined;
  readonly hasRun: boolean;
}

export function viewPod({ pod, gone }: DiagnosedPod): PodView {
  const containers = [
    ...itemsAt(pod, 'status', 'initContainerStatuses').map((status) => viewContainer(pod, status, true)),
    ...itemsAt(pod, 'status', 'containerStatuses').map((status) => viewContainer(pod, status, false)),
  ];
  const deletion = timeAt(pod, 'metadata', 'deletionTimestamp');
  return {
    object: pod,
    name: textAt(pod, 'metadata', 'name') ?? '',
    uid: textAt(pod, 'metadata', 'uid') ?? '',
    gone,
    phase: textAt(pod, 'status', 'phase') ?? 'Pending',
    node: textAt(pod, 'spec', 'nodeName'),
    containers,
    // The time stamp is that of the end of the grace period.
    deletedAt: deletion && deletion - (numberAt(pod, 'metadata', 'deletionGracePeriodSeconds') ?? 0) * 1000,
    hasRun: containers.some(({ hasRun }) => hasRun),
  };
}

function viewContainer(pod: KubernetesObject, status: unknown, init: boolean): ContainerView {
  const name = textAt(status, 'name') ?? '';
  const waiting = at(status, 'state', 'waiting');
  const running = at(status, 'state', 'running') !== undefined;
  const before = endedOf(at(status, 'lastState', 'terminated'));
  const ended = endedOf(at(status, 'state', 'terminated')) ?? (running ? undefined : before);
  const starts = [
    ['state', 'running'],
    ['state', 'terminated'],
    ['lastState', 'terminated'],
  ];
  return {
    name,
    role: init ? (isSidecar(pod, name) ? 'sidecar' : 'init container') : 'container',
    waiting:
      waiting === undefined
        ? undefined
        : { reason: textAt(waiting, 'reason') ?? '', message: textAt(waiting, 'message') ?? '' },
    running,
    ended,
    before,
    restartCount: numberAt(status, 'restartCount') ?? 0,
    hasRun: starts.some((path) => textAt(status, ...path, 'startedAt') !== undefined),
  };
}

function isSidecar(pod: KubernetesObject, name: string): boolean {
  const container = itemsAt(pod, 'spec', 'initContainers').find((each) => textAt(each, 'name') === name);
  return textAt(container, 'restartPolicy') === 'Always';
}

function endedOf(terminated: unknown): Ended | undefined {
  const exitCode = numberAt(terminated, 'exitCode');
  if (exitCode === undefined) return undefined;
  return {
    reason: textAt(terminated, 'reason') ?? '',
    exitCode,
    message: textAt(terminated, 'message'),
    finishedAt: timeAt(terminated, 'finishedAt'),
  };
}

export function isOver({ phase, gone }: PodView): boolean {
  return gone || phase === 'Succeeded' || phase === 'Failed';
}

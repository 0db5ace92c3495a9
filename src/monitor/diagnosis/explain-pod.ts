import type { Case, Draft } from './case.js';
import { explainEnded, hasFailed } from './ended-container.js';
import { eventsOfPod } from './events.js';
import { isKill } from './exit-codes.js';
import { type ContainerView, isOver, type PodView } from './pod-view.js';
import { explainDeletion, explainSilentNode, explainStatus } from './pod-status.js';
import { numberAt } from './raw.js';
import { explainScheduling } from './scheduling.js';
import { explainOpenSidecar } from './open-sidecar.js';
import { podValue } from './spec-paths.js';
import { explainVolumes } from './volumes.js';
import { explainPullEvents, explainWaiting } from './waiting-container.js';

/** What a pod tells of the cause, most telling first. A pod that succeeded tells nothing, whatever happened in it. */
export function explainPod(run: Case, pod: PodView): Draft[] {
  if (pod.phase === 'Succeeded') return [];
  const status = explainStatus(run, pod);
  if (status !== undefined) return [status];
  const stopped = isOver(pod) || pod.deletedAt !== undefined;
  const failures = failedContainers(run, pod);
  if (failures.length > 0) return stopped ? failures : [...failures, ...some(explainOpenSidecar(run, pod))];
  const pending = [
    ...pod.containers.flatMap((container) => some(explainWaiting(run, pod, container))),
    ...some(explainScheduling(run, pod)),
    ...some(explainVolumes(run, pod)),
  ];
  if (!stopped)
    return [...pending, ...some(explainSilentNode(run, pod)), ...some(explainOpenSidecar(run, pod))];
  const causes = pending.length > 0 ? pending : some(explainPullEvents(run, pod));
  return [...causes, ...some(explainDeletion(run, pod))].map((draft) => ({ ...draft, stuck: false }));
}

function failedContainers(run: Case, pod: PodView): Draft[] {
  const failed = pod.containers.map((container) => ownFailure(run, pod, container)).filter(hasFailed);
  const own = failed.filter(({ role }) => role !== 'sidecar');
  // A sidecar is stopped with its pod, mostly with an exit code of its own: it counts only when nothing else failed.
  return (own.length > 0 ? own : failed)
    .toSorted((a, b) => (a.ended.finishedAt ?? 0) - (b.ended.finishedAt ?? 0))
    .map((container) => {
      const loops = container.role === 'sidecar' && container.waiting?.reason === 'CrashLoopBackOff';
      const mainHasRun = pod.containers.some(({ role, hasRun }) => role === 'container' && hasRun);
      return { ...explainEnded(run, pod, container), stuck: loops && !mainHasRun };
    });
}

/** The container with the end that it came to by itself: not by the deletion of its pod. */
function ownFailure(run: Case, pod: PodView, container: ContainerView): ContainerView {
  const { ended, before } = container;
  const past = run.verdict === 'failed' ? before : undefined;
  if (ended === undefined) return { ...container, ended: past };
  return endedByDeletion(run, pod, container) ? { ...container, ended: past } : container;
}

/**
 * Whether a container ended as its pod was being deleted. At the end of a deletion its time stamp is written anew, with
 * a grace of 0: then only the kubelet's event tells, or that a kill fell into the grace that the pod had.
 */
function endedByDeletion(run: Case, pod: PodView, { name, ended }: ContainerView): boolean {
  if (ended === undefined || pod.deletedAt === undefined) return false;
  const toldToStop = eventsOfPod(run, pod).some(
    ({ reason, fieldPath }) => reason === 'Killing' && fieldPath.endsWith(`{${name}}`),
  );
  if (toldToStop) return true;
  const grace = numberAt(podValue(run, pod, 'terminationGracePeriodSeconds')) ?? 30;
  const since = isKill(ended.exitCode) ? pod.deletedAt - grace * 1000 : pod.deletedAt;
  return (ended.finishedAt ?? since) > since;
}

function some(draft: Draft | undefined): Draft[] {
  return draft === undefined ? [] : [draft];
}

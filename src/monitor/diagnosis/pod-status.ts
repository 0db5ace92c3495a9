import type { Case, Draft } from './case.js';
import type { DiagnosisCategory } from './diagnosis.js';
import { cite, eventsOfJob, eventsOfPod } from './events.js';
import type { PodView } from './pod-view.js';
import { holds, itemsAt, textAt } from './raw.js';
import { flowLog, jobValue, podPath, podValue } from './spec-paths.js';

interface PodReason {
  readonly category: DiagnosisCategory;
  readonly what: string;
  readonly advice: string;
}

const again =
  'Run it again. To have such losses not counted, add a podFailurePolicy rule that ignores DisruptionTarget, or raise backoffLimit.';

const evicted: PodReason = { category: 'evicted', what: 'was evicted', advice: again };
const preempted: PodReason = {
  category: 'preempted',
  what: 'had to make room for a pod of higher priority',
  advice: `Give the run a higher priority (priorityClassName). ${again}`,
};
const lost: PodReason = {
  category: 'node-lost',
  what: 'was lost with its node',
  advice: `The node does not answer or was tainted: its container may still run there. ${again}`,
};
const shutDown: PodReason = { ...evicted, what: 'was stopped as its node was shut down' };

/**
 * Reasons in the status of a pod. The kubelet gives others for pods it refuses (OutOfcpu, NodeAffinity, SysctlForbidden …).
 * Sources: k8s.io/kubernetes/pkg/kubelet/eviction/helpers.go, active_deadline.go, preemption/preemption.go,
 * nodeshutdown, pkg/util/node/node.go (NodeUnreachablePodReason)
 */
const statusReasons: Readonly<Record<string, PodReason>> = {
  Evicted: {
    ...evicted,
    advice: `Give the container the limit or request it needs (ephemeral-storage, memory), or let it write less. ${again}`,
  },
  Preempting: preempted,
  NodeLost: lost,
  NodeShutdown: shutDown,
  Terminated: shutDown,
  Shutdown: shutDown,
  DeadlineExceeded: {
    category: 'pod-deadline',
    what: 'ran longer than its own deadline',
    advice: 'Raise activeDeadlineSeconds of the pod template, or remove it and use that of the Job.',
  },
};

/** Source: k8s.io/api/core/v1, the reasons of DisruptionTarget: https://kubernetes.io/docs/concepts/workloads/pods/disruptions */
const disruptions: Readonly<Record<string, PodReason>> = {
  EvictionByEvictionAPI: { ...evicted, what: 'was evicted by way of the API, as when a node is drained' },
  PreemptionByScheduler: preempted,
  DeletionByTaintManager: lost,
  DeletionByPodGC: lost,
  TerminationByKubelet: evicted,
};

const rejected: PodReason = {
  category: 'pod-rejected',
  what: 'was refused by the kubelet of its node',
  advice: 'The node cannot take the pod as it is: the message names the resource or setting to change.',
};

/** What the status of the pod itself says of its end. */
export function explainStatus(run: Case, pod: PodView): Draft | undefined {
  const disruption = holds(pod.object, 'DisruptionTarget');
  const byStatus = textAt(pod.object, 'status', 'reason') ?? '';
  const byCondition = textAt(disruption, 'reason') ?? '';
  const noContainer = pod.phase === 'Failed' && pod.containers.length === 0 && byStatus !== '';
  const known =
    own(statusReasons, byStatus) ?? own(disruptions, byCondition) ?? (noContainer ? rejected : undefined);
  if (known === undefined) return undefined;
  const message = textAt(pod.object, 'status', 'message') ?? textAt(disruption, 'message') ?? '';
  const on = pod.node === undefined ? '' : ` (node "${pod.node}")`;
  const limit = known.category === 'pod-deadline' ? podValue(run, pod, 'activeDeadlineSeconds') : undefined;
  const deadline = typeof limit === 'number' ? ` of ${limit} s` : '';
  return {
    category: known.category,
    summary: `Pod "${pod.name}"${on} ${known.what}${deadline}${message === '' ? '' : `: ${message.trim()}`}${/\.\s*$/.test(message) ? '' : '.'}`,
    advice: known.advice,
    evidence: [
      ...(byStatus === '' ? [] : [`pod "${pod.name}": phase ${pod.phase}, reason ${byStatus}: ${message}`]),
      ...(disruption === undefined
        ? []
        : [`pod "${pod.name}": condition DisruptionTarget=True, reason ${byCondition}`]),
      ...eventsOfPod(run, pod)
        .filter(({ reason }) =>
          ['NodeNotReady', 'Evicted', 'Preempted', 'TaintManagerEviction'].includes(reason),
        )
        .map(cite),
    ],
    paths:
      known.category === 'pod-deadline'
        ? [[...podPath, 'activeDeadlineSeconds']]
        : [
            ...(known.category === 'preempted' ? [[...podPath, 'priorityClassName']] : []),
            ['spec', 'backoffLimit'],
          ],
    key: `${known.category}|${byStatus}|${byCondition}`,
    ...flowLog(run, pod),
  };
}

/** The node of a pod does not answer: the container counts as running though nobody knows. */
export function explainSilentNode(run: Case, pod: PodView): Draft | undefined {
  const event = eventsOfPod(run, pod).findLast(({ reason }) => reason === 'NodeNotReady');
  const unready = itemsAt(pod.object, 'status', 'conditions').some(
    (each) => textAt(each, 'type') === 'Ready' && textAt(each, 'status') !== 'True',
  );
  if (event === undefined || !unready || !pod.containers.some(({ running }) => running)) return undefined;
  return {
    category: 'node-lost',
    summary: `Node "${pod.node ?? 'unknown'}" of pod "${pod.name}" does not answer any more.`,
    advice:
      'See to the node: the run goes on when it is back. If it will not be, delete the pod by force or cancel the run.',
    evidence: [cite(event), `pod "${pod.name}": condition Ready is not True`],
    stuck: true,
  };
}

/** A pod that somebody deleted: not the Job controller, which tells so by an event, and not along with its Job. */
export function explainDeletion(run: Case, pod: PodView): Draft | undefined {
  const byController = eventsOfJob(run).some(
    ({ reason, message }) => reason === 'SuccessfulDelete' && message === `Deleted pod: ${pod.name}`,
  );
  const finished = pod.phase === 'Succeeded' || (pod.phase === 'Failed' && pod.deletedAt === undefined);
  if (run.ending || run.suspended || byController || finished || run.reason === 'DeadlineExceeded')
    return undefined;
  if (pod.deletedAt === undefined && !pod.gone) return undefined;
  const limit = jobValue(run, 'spec', 'backoffLimit');
  return {
    category: 'pod-deleted',
    summary: `Pod "${pod.name}" was deleted from outside (by a person, a tool, or with its namespace) before it had finished.`,
    advice:
      'Find out who deletes pods of this namespace. To survive it, allow a retry with backoffLimit of 1 or more.',
    evidence: [
      pod.deletedAt === undefined
        ? `pod "${pod.name}" is gone; the last state seen was ${pod.phase}`
        : `pod "${pod.name}": metadata.deletionTimestamp ${textAt(pod.object, 'metadata', 'deletionTimestamp')}, no condition DisruptionTarget`,
      ...(typeof limit === 'number' ? [`spec.backoffLimit: ${limit}`] : []),
    ],
    paths: [['spec', 'backoffLimit']],
    key: 'pod-deleted',
    ...flowLog(run, pod),
  };
}

function own<T>(table: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}

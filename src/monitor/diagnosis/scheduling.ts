import type { JobPath } from '../../job-spec/job-manifest.js';
import type { Case, Draft } from './case.js';
import { cite, eventsOfPod } from './events.js';
import { missingObject } from './missing-object.js';
import type { PodView } from './pod-view.js';
import { at, itemsAt, textAt } from './raw.js';
import { inContainer, podPath, podValue } from './spec-paths.js';

/**
 * What in the pod asks for more than there is, by the words of the scheduler.
 * Source: k8s.io/kubernetes/pkg/scheduler/framework/plugins (ErrReason… of each plugin).
 */
const asked: readonly { readonly words: RegExp; readonly fields: readonly (readonly string[])[] }[] = [
  {
    words: /node affinity\/selector/,
    fields: [['nodeSelector'], ['affinity', 'nodeAffinity'], ['affinity']],
  },
  { words: /untolerated taint/, fields: [['tolerations'], ['nodeSelector']] },
  {
    words: /pod (anti-)?affinity/,
    fields: [['affinity', 'podAntiAffinity'], ['affinity', 'podAffinity'], ['affinity']],
  },
  { words: /topology spread/, fields: [['topologySpreadConstraints']] },
  { words: /free ports/, fields: [['containers']] },
  { words: /PersistentVolumeClaim|persistentvolumeclaim|volume/, fields: [['volumes']] },
];

/** Why a pod has no node yet. Source: k8s.io/api/core/v1, PodScheduled with Unschedulable and SchedulingGated. */
export function explainScheduling(run: Case, pod: PodView): Draft | undefined {
  const condition = itemsAt(pod.object, 'status', 'conditions').find(
    (each) => textAt(each, 'type') === 'PodScheduled' && textAt(each, 'status') === 'False',
  );
  if (condition === undefined || pod.hasRun) return undefined;
  const reason = textAt(condition, 'reason') ?? '';
  const message = textAt(condition, 'message') ?? '';
  const evidence = [`pod "${pod.name}": condition PodScheduled=False, reason ${reason}: ${message}`];
  if (reason === 'SchedulingGated') return gated(run, pod, evidence);
  if (reason !== 'Unschedulable') return undefined;
  const event = eventsOfPod(run, pod).findLast((each) => each.reason === 'FailedScheduling');
  const all = [...evidence, ...(event === undefined ? [] : [cite(event)])];
  const missing = missingObject(run, message, `pod "${pod.name}"`);
  if (missing !== undefined && missing !== 'transient') return { ...missing, evidence: all, stuck: true };
  const claim = /unbound immediate PersistentVolumeClaims/.test(message);
  const { facts, paths } = whatIsAsked(run, pod, message);
  return {
    category: claim ? 'volume' : 'unschedulable',
    summary: `No node takes pod "${pod.name}"${facts === '' ? '' : `, which asks for ${facts}`}: ${message}`,
    advice: claim
      ? 'See why the PersistentVolumeClaim is not bound: its storage class must exist and have a volume of that size.'
      : 'Ask for less (requests, node selector, affinity), tolerate the taint of a node that fits, or add such a node; the pod is scheduled as soon as one fits.',
    evidence: all,
    paths,
    // The scheduler is about to make room for it by preemption.
    stuck: textAt(pod.object, 'status', 'nominatedNodeName') === undefined,
    key: 'unschedulable',
  };
}

function gated(run: Case, pod: PodView, evidence: readonly string[]): Draft {
  const gates = itemsAt(podValue(run, pod, 'schedulingGates')).flatMap((gate) => textAt(gate, 'name') ?? []);
  const named = gates.map((gate) => `"${gate}"`).join(', ');
  return {
    category: 'scheduling-gated',
    summary: `Pod "${pod.name}" is held back by ${gates.length === 0 ? 'a scheduling gate' : `scheduling gate ${named}`}.`,
    advice:
      'The controller that owns the gate must remove it; if there is none, remove schedulingGates from the YAML.',
    evidence,
    paths: [[...podPath, 'schedulingGates']],
    stuck: true,
  };
}

function whatIsAsked(run: Case, pod: PodView, message: string): { facts: string; paths: JobPath[] } {
  const facts: string[] = [];
  const paths: JobPath[] = [];
  for (const [, resource = ''] of message.matchAll(/Insufficient ([^\s,.]+(?:[./][^\s,.]+)*)/g))
    for (const { name, value, path } of requests(run, pod, resource)) {
      facts.push(`${value} ${resource} (container "${name}")`);
      paths.push(...path);
    }
  for (const { words, fields } of asked) {
    if (!words.test(message)) continue;
    for (const field of fields) {
      const value = podValue(run, pod, ...field);
      // Tolerations are what the pod has, and not what it asks for.
      if (field[0] === 'nodeSelector' && value !== undefined && words.source.includes('selector'))
        facts.push(`node label ${pairs(value)}`);
      paths.push([...podPath, ...field]);
    }
  }
  return { facts: [...new Set(facts)].join(', '), paths };
}

function requests(run: Case, pod: PodView, resource: string) {
  const containers = itemsAt(podValue(run, pod, 'containers'));
  return containers.flatMap((container) => {
    const name = textAt(container, 'name') ?? '';
    // A limit without a request is the request.
    const value =
      at(container, 'resources', 'requests', resource) ?? at(container, 'resources', 'limits', resource);
    if (typeof value !== 'string' && typeof value !== 'number') return [];
    const below = [['resources', 'requests', resource], ['resources', 'limits', resource], ['resources']];
    return [{ name, value, path: inContainer(run, pod, { name, role: 'container' }, ...below) }];
  });
}

function pairs(selector: unknown): string {
  return Object.entries(selector as object)
    .map(([key, value]) => `${key}=${String(value)}`)
    .join(', ');
}

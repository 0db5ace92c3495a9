import { buildJob, type JobHandle } from 'kubernetes-job-environment';
import { image, jobRun, jobSpec } from '../questions/job.js';

/** A run that never was, as a program that watches it is told of it. */
export type ReplayedRun = JobHandle;

export interface ReplayedObject {
  readonly metadata: { readonly name: string; readonly [field: string]: unknown };
  readonly [field: string]: unknown;
}

const storedSpec = jobSpec();
const time = '2026-11-25T10:00:00Z';

export function replayedRuns(count: number): ReplayedRun[] {
  return Array.from({ length: count }, (_, number) => ({
    namespace: 'default',
    name: `run-${number}`,
    uid: uid(number, 'a'),
    flowRunId: `run-${number}`,
    identifier: uid(number, 'c'),
    created: true,
  }));
}

/** The Job of a run as the API server shows it: with its defaults, and with who owns which field. */
export function replayedJob(number: number, version: number, status: object): ReplayedObject {
  const [name, own] = [`run-${number}`, uid(number, 'a')];
  const { metadata, spec } = buildJob(storedSpec, { ...jobRun(name), identifier: uid(number, 'c') });
  const controller = { 'batch.kubernetes.io/controller-uid': own, 'batch.kubernetes.io/job-name': name };
  const template = spec?.template ?? {};
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { ...metadata, ...identity(name, own, version), generation: 1, managedFields: owners(spec) },
    spec: {
      parallelism: 1,
      completions: 1,
      completionMode: 'NonIndexed',
      suspend: false,
      podReplacementPolicy: 'TerminatingOrFailed',
      selector: { matchLabels: { 'batch.kubernetes.io/controller-uid': own } },
      ...spec,
      template: {
        ...template,
        metadata: {
          ...template.metadata,
          labels: { ...template.metadata?.labels, ...controller },
        },
      },
    },
    status: { startTime: time, uncountedTerminatedPods: {}, terminating: 0, ...status },
  };
}

/** Its pod. */
export function replayedPod(number: number, version: number, phase: 'Running' | 'Succeeded'): ReplayedObject {
  const job = replayedJob(number, version, {});
  const { template } = job['spec'] as { template: { metadata: object; spec: { containers: Container[] } } };
  const [name, own] = [`run-${number}-x7k2p`, uid(number, 'b')];
  const owner = { apiVersion: 'batch/v1', kind: 'Job', name: `run-${number}`, uid: uid(number, 'a') };
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      ...template.metadata,
      ...identity(name, own, version),
      ownerReferences: [{ ...owner, controller: true, blockOwnerDeletion: true }],
      managedFields: owners(template.spec),
    },
    spec: { ...template.spec, nodeName: 'node-1', schedulerName: 'default-scheduler', priority: 0 },
    status: {
      phase,
      conditions: [
        'PodReadyToStartContainers',
        'Initialized',
        'Ready',
        'ContainersReady',
        'PodScheduled',
      ].map((type) => ({ type, status: 'True', lastProbeTime: null, lastTransitionTime: time })),
      hostIP: '10.0.0.1',
      podIP: '10.1.0.17',
      podIPs: [{ ip: '10.1.0.17' }],
      startTime: time,
      qosClass: 'Burstable',
      containerStatuses: template.spec.containers.map((container) => containerStatus(container, phase)),
    },
  };
}

interface Container {
  readonly name: string;
}

function containerStatus({ name }: Container, phase: 'Running' | 'Succeeded'): object {
  const containerID = `containerd://${'5'.repeat(64)}`;
  const running = { running: { startedAt: time } };
  const terminated = {
    terminated: { exitCode: 0, reason: 'Completed', startedAt: time, finishedAt: time, containerID },
  };
  return {
    name,
    image,
    imageID: `${image}@sha256:${'0'.repeat(64)}`,
    containerID,
    ready: phase === 'Running',
    started: phase === 'Running',
    restartCount: 0,
    lastState: {},
    state: phase === 'Running' ? running : terminated,
  };
}

function identity(name: string, own: string, version: number): ReplayedObject['metadata'] {
  return { name, namespace: 'default', uid: own, resourceVersion: `${version}`, creationTimestamp: time };
}

function owners(spec: unknown): object[] {
  const manager = { manager: 'kubernetes-job-environment', operation: 'Update', time };
  return [{ ...manager, apiVersion: 'v1', fieldsType: 'FieldsV1', fieldsV1: { 'f:spec': fields(spec) } }];
}

/** The fields of a value as `managedFields` name them. */
function fields(value: unknown): object {
  if (Array.isArray(value))
    return Object.fromEntries(value.map((item, i) => [`k:{"name":"${i}"}`, fields(item)]));
  if (typeof value !== 'object' || value === null) return {};
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [`f:${name}`, fields(part)]));
}

function uid(number: number, kind: string): string {
  return `${kind}0000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
}

import type { Case, Draft } from './case.js';
import type { DiagnosisCategory } from './diagnosis.js';
import { cite, eventsOfPod } from './events.js';
import { missingObject } from './missing-object.js';
import type { ContainerView, PodView } from './pod-view.js';
import { textAt, timeAt } from './raw.js';
import { containerValue, inContainer } from './spec-paths.js';

interface WaitingReason {
  readonly category: DiagnosisCategory;
  /** The kubelet tries again, and often with success: only after the grace does it count as stuck. */
  readonly grace?: true;
  readonly what: string;
  readonly advice: string;
  readonly below: string;
}

/** How long an image may fail to be pulled before the Job counts as stuck. The kubelet's back-off is 10 s, 20 s, 40 s … */
const IMAGE_PULL_GRACE_MILLISECONDS = 30_000;

const pull: WaitingReason = {
  category: 'image-pull',
  grace: true,
  what: 'cannot be pulled',
  advice:
    'Check the registry, name and tag of the image, that the node reaches the registry, and that imagePullSecrets gives access to it.',
  below: 'image',
};

const create: WaitingReason = {
  category: 'container-create',
  what: 'cannot be created',
  advice: 'Read the message of the container runtime: it names the option, mount or device that it refuses.',
  below: 'name',
};

/**
 * Reasons with which the kubelet lets a container wait. `ContainerCreating` and `PodInitializing` say nothing yet, and
 * `CrashLoopBackOff` is told by how the container ended.
 * Sources: k8s.io/kubernetes/pkg/kubelet/images/types.go, kuberuntime/kuberuntime_container.go, container/sync_result.go
 */
const reasons: Readonly<Record<string, WaitingReason>> = {
  ErrImagePull: pull,
  ImagePullBackOff: pull,
  RegistryUnavailable: pull,
  SignatureValidationFailed: { ...pull, what: 'has a signature that the node refuses' },
  ImageInspectError: { ...pull, what: 'cannot be inspected on the node' },
  InvalidImageName: {
    category: 'image-name',
    what: 'has a name that cannot be read',
    advice: 'Correct the image reference: registry/path:tag, the path in lower case, without spaces.',
    below: 'image',
  },
  ErrImageNeverPull: {
    category: 'image-never-pull',
    what: 'is not on the node, and imagePullPolicy Never forbids to pull it',
    advice: 'Load the image onto every node, or set imagePullPolicy to IfNotPresent.',
    below: 'imagePullPolicy',
  },
  CreateContainerConfigError: {
    category: 'container-config',
    what: 'cannot be configured',
    advice: 'Create what the message says is missing, or correct the reference to it.',
    below: 'env',
  },
  CreateContainerError: create,
  PreCreateHookError: create,
  PreStartHookError: create,
  RunContainerError: { ...create, category: 'command', what: 'cannot be started', below: 'command' },
};

export function explainWaiting(run: Case, pod: PodView, container: ContainerView): Draft | undefined {
  const { reason, message } = container.waiting ?? { reason: '', message: '' };
  const known = Object.hasOwn(reasons, reason) ? reasons[reason] : undefined;
  if (known === undefined) return undefined;
  const { name, role } = container;
  const evidence = [
    `pod "${pod.name}", ${role} "${name}": waiting, reason ${reason}${message === '' ? '' : `: ${message}`}`,
  ];
  const where = `${role} "${name}" of pod "${pod.name}"`;
  const missing = known.category === 'container-config' ? missingObject(run, message, where) : undefined;
  if (missing === 'transient') return undefined;
  if (missing !== undefined) return { ...missing, evidence, stuck: true };
  const image = textAt(containerValue(run, pod, container, 'image'));
  const about = known.below.startsWith('image')
    ? `Image "${image ?? 'unknown'}" of ${where}`
    : `The ${where}`;
  return {
    category: known.category,
    summary: `${about} ${known.what}${message === '' ? '' : `: ${message}`}.`,
    advice: known.advice,
    evidence: [...evidence, ...pullEvents(run, pod)],
    paths: inContainer(run, pod, container, [known.below], ['image']),
    stuck: known.grace !== true || run.input.now - firstTry(run, pod) >= IMAGE_PULL_GRACE_MILLISECONDS,
    key: `${known.category}|${name}`,
  };
}

/** An image that could not be pulled, told by events: the container that waited for it may be gone. */
export function explainPullEvents(run: Case, pod: PodView): Draft | undefined {
  const failed = eventsOfPod(run, pod).find(isPullFailure);
  const container = pod.containers.find(({ name }) => failed?.fieldPath.endsWith(`{${name}}`));
  if (failed === undefined || container === undefined || container.hasRun) return undefined;
  return {
    category: pull.category,
    summary: `Image of ${container.role} "${container.name}" of pod "${pod.name}" could not be pulled: ${failed.message}.`,
    advice: pull.advice,
    evidence: [cite(failed)],
    paths: inContainer(run, pod, container, ['image']),
    key: `${pull.category}|${container.name}`,
  };
}

function pullEvents(run: Case, pod: PodView): readonly string[] {
  return eventsOfPod(run, pod).filter(isPullFailure).map(cite);
}

function isPullFailure({ reason, message }: { reason: string; message: string }): boolean {
  return reason === 'Failed' && message.startsWith('Failed to pull image');
}

function firstTry(run: Case, pod: PodView): number {
  const first = eventsOfPod(run, pod).find(isPullFailure)?.first;
  const { object } = pod;
  return (
    first ?? timeAt(object, 'status', 'startTime') ?? timeAt(object, 'metadata', 'creationTimestamp') ?? 0
  );
}

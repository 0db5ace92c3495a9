import type { Case, Draft } from './case.js';
import { cite, eventsOfPod } from './events.js';
import { isKill, meaningOf } from './exit-codes.js';
import type { ContainerView, Ended, PodView } from './pod-view.js';
import { textAt } from './raw.js';
import { containerValue, inContainer } from './spec-paths.js';

type Failed = ContainerView & { readonly ended: Ended };
type Explain = (run: Case, pod: PodView, container: Failed) => Draft | undefined;

/** The first of these that applies explains why a container failed; the order goes from the special to the general. */
const explanations: readonly Explain[] = [outOfMemory, notStarted, postStartHook, probe, exitCode];

/** Whether the last run of a container failed. `ContainerStatusUnknown` stands for one that was never found. */
export function hasFailed(container: ContainerView): container is Failed {
  const { ended } = container;
  return ended !== undefined && ended.exitCode !== 0 && ended.reason !== 'ContainerStatusUnknown';
}

export function explainEnded(run: Case, pod: PodView, container: Failed): Draft {
  const { name, ended, restartCount } = container;
  const draft = explanations
    .map((explain) => explain(run, pod, container))
    .find((each) => each !== undefined)!;
  const restarts = restartCount > 0 ? [`restarted ${restartCount} times in pod "${pod.name}"`] : [];
  return {
    key: `${draft.category}|${name}|${ended.exitCode}`,
    log: { pod: pod.name, container: name },
    ...draft,
    evidence: [
      `pod "${pod.name}", ${container.role} "${name}": terminated, reason ${ended.reason || 'none'}, exit code ${ended.exitCode}`,
      ...(ended.message === undefined ? [] : [`termination message: ${ended.message}`]),
      ...draft.evidence,
      ...restarts,
    ],
  };
}

function who(pod: PodView, { role, name }: ContainerView): string {
  return `${capital(role)} "${name}" of pod "${pod.name}"`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/**
 * The runtime reports OOMKilled when any process of the container was killed for memory. With another exit code than
 * 137 its main process lived on. Source: containerd, internal/cri/server/helpers.go (oomExitReason).
 */
function outOfMemory(run: Case, pod: PodView, container: Failed): Draft | undefined {
  const { reason, exitCode: code } = container.ended;
  if (reason !== 'OOMKilled') return undefined;
  const limit = textAt(containerValue(run, pod, container, 'resources', 'limits', 'memory'));
  const bound = limit === undefined ? 'its memory limit' : `its memory limit of ${limit}`;
  const child =
    code === 137
      ? ''
      : `: a process in it was killed, and its main process then ended with exit code ${code}`;
  return {
    category: 'out-of-memory',
    summary: `${who(pod, container)} ran out of memory at ${bound}${child}.`,
    advice:
      'Raise resources.limits.memory of this container (and the request with it), or let the flow hold less in memory at once.',
    evidence: limit === undefined ? [] : [`resources.limits.memory: ${limit}`],
    paths: inContainer(
      run,
      pod,
      container,
      ['resources', 'limits', 'memory'],
      ['resources', 'limits'],
      ['resources'],
    ),
  };
}

/** Source: containerd, internal/cri/server/helpers.go (StartError); older Docker says ContainerCannotRun. */
function notStarted(run: Case, pod: PodView, container: Failed): Draft | undefined {
  const { reason, message = '' } = container.ended;
  if (reason !== 'StartError' && reason !== 'ContainerCannotRun') return undefined;
  const file = /exec: "([^"]*)": (.*)/s.exec(message);
  const why = file === null ? message || reason : `"${file[1]}": ${file[2]}`;
  return {
    category: 'command',
    summary: `${who(pod, container)} could not be started: ${why}.`,
    advice: /exec format error/.test(message)
      ? 'The program is built for another processor: use an image built for the architecture of the node.'
      : 'Correct the command: its first word must be an executable file of the image, or found in its PATH. A shell line needs ["/bin/sh", "-c", "…"].',
    evidence: [],
    paths: inContainer(run, pod, container, ['command'], ['args'], ['workingDir']),
  };
}

/** Source: k8s.io/kubernetes/pkg/kubelet/kuberuntime/kuberuntime_container.go and events/event.go (FailedPostStartHook). */
function postStartHook(run: Case, pod: PodView, container: Failed): Draft | undefined {
  const event = eventsOfPod(run, pod).find(
    ({ reason, fieldPath }) => reason === 'FailedPostStartHook' && isOf(fieldPath, container),
  );
  if (event === undefined) return undefined;
  return {
    category: 'post-start-hook',
    summary: `${who(pod, container)} was killed as its postStart hook failed.`,
    advice: 'Correct lifecycle.postStart of this container: its command must end with 0.',
    evidence: [cite(event)],
    paths: inContainer(run, pod, container, ['lifecycle', 'postStart'], ['lifecycle']),
  };
}

/**
 * A failed liveness or startup probe has the container killed; only events tell.
 * Source: k8s.io/kubernetes/pkg/kubelet/prober/prober.go (Unhealthy) and kuberuntime_container.go (Killing).
 */
function probe(run: Case, pod: PodView, container: Failed): Draft | undefined {
  if (pod.deletedAt !== undefined) return undefined;
  const about = eventsOfPod(run, pod).filter(({ fieldPath }) => isOf(fieldPath, container));
  const unhealthy = about.find(
    ({ reason, message }) => reason === 'Unhealthy' && /^(Liveness|Startup) probe/.test(message),
  );
  const killing = about.find(({ reason }) => reason === 'Killing');
  if (unhealthy === undefined || killing === undefined) return undefined;
  const kind = unhealthy.message.startsWith('Startup') ? 'startupProbe' : 'livenessProbe';
  return {
    category: 'liveness-probe',
    summary: `${who(pod, container)} was killed because its ${kind} failed ${unhealthy.count} times.`,
    advice: `Give ${kind} more time (initialDelaySeconds, timeoutSeconds, failureThreshold), correct what it asks, or remove it: a Job seldom needs one.`,
    evidence: [cite(unhealthy), cite(killing)],
    paths: inContainer(run, pod, container, [kind]),
  };
}

function isOf(fieldPath: string, { name }: ContainerView): boolean {
  return fieldPath.endsWith(`{${name}}`);
}

function exitCode(run: Case, pod: PodView, container: Failed): Draft {
  const { exitCode: code, message } = container.ended;
  const { meaning, advice } = meaningOf(code);
  const kill = isKill(code) ? 'killed' : 'exit-code';
  const category = { container: kill, 'init container': 'init-container', sidecar: 'sidecar' } as const;
  const consequence =
    container.role === 'init container' ? ', so the containers of the pod never started' : '';
  const said = message === undefined ? '' : `; it said: ${message}`;
  return {
    category: category[container.role],
    summary: `${who(pod, container)} ended with exit code ${code} (${meaning})${consequence}${said}.`,
    advice,
    evidence: [],
    paths: inContainer(run, pod, container, ['command'], ['args'], ['image']),
  };
}

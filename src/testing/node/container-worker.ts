import type { Clock } from '../clock/clock.js';
import type { EventFacts } from '../controllers/event-recorder.js';
import { seconds } from '../objects/time.js';
import type { Pod, Terminated, Waiting } from '../objects/types.js';
import { ContainerConfigError, type Secrets } from './container-env.js';
import { imageNamed, sleep, type ContainerRunner } from './container-runner.js';
import { imageProblem } from './image-problems.js';
import type { Images } from './images.js';

/** The Pod around a container, as the container's worker needs it. */
export interface ContainerHost {
  readonly clock: Clock;
  readonly images: Images;
  readonly secrets: Secrets;
  /** Fires when the Pod is to end, or is gone. */
  readonly ending: AbortSignal;
  /** The Pod as it is now. */
  pod(): Pod;
  nextContainerID(): string;
  /** Writes the Pod's status. */
  report(): void;
  tell(runner: ContainerRunner, facts: EventFacts): void;
}

// Of CrashLoopBackOff and of ImagePullBackOff alike (pkg/kubelet).
const firstBackOff = 10_000;
const longestBackOff = 300_000;
const nextBackOff = (before: number): number =>
  Math.min(before === 0 ? firstBackOff : before * 2, longestBackOff);

/** An init container that runs beside the others until they have ended. */
export const isSidecar = ({ init, facts }: Pick<ContainerRunner, 'init' | 'facts'>): boolean =>
  init && facts.spec.restartPolicy === 'Always';

/** Runs a container until it will not run again. @returns its last end; `undefined` when it never could run */
export async function runToEnd(
  runner: ContainerRunner,
  host: ContainerHost,
): Promise<Terminated | undefined> {
  const restartPolicy = isSidecar(runner) ? 'Always' : host.pod().spec.restartPolicy;
  // The first restart comes at once.
  for (let backOff = 0; !host.ending.aborted; backOff = nextBackOff(backOff)) {
    const end = await runOnce(runner, host);
    if (end === undefined) return undefined;
    runner.facts.state = { terminated: end };
    const isPlainInit = runner.init && !isSidecar(runner);
    const again = end.exitCode === 0 ? restartPolicy === 'Always' && !isPlainInit : restartPolicy !== 'Never';
    if (host.ending.aborted || !again) return end;
    host.report();
    if (backOff > 0 && !(await crashLoop(runner, backOff, host))) return end;
    runner.restart();
  }
  return undefined;
}

async function runOnce(runner: ContainerRunner, host: ContainerHost): Promise<Terminated | undefined> {
  const { spec } = runner.facts;
  const image = imageNamed(host.images, spec.image);
  if (image === undefined) return waitForImage(runner, host);
  host.tell(runner, {
    type: 'Normal',
    reason: 'Pulled',
    message: `Container image "${spec.image}" already present on machine and can be accessed by the pod`,
  });
  const containerID = host.nextContainerID();
  try {
    const { ended } = await runner.start(image, host.pod(), host.secrets, containerID);
    host.tell(runner, { type: 'Normal', reason: 'Created', message: 'Container created' });
    host.tell(runner, { type: 'Normal', reason: 'Started', message: 'Container started' });
    host.report();
    return await ended;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const isConfig = error instanceof ContainerConfigError;
    // It was made, and does not start.
    if (!isConfig) host.tell(runner, { type: 'Normal', reason: 'Created', message: 'Container created' });
    host.tell(runner, { type: 'Warning', reason: 'Failed', message: `Error: ${message}` });
    if (isConfig) {
      return waitFor(runner, { reason: 'CreateContainerConfigError', message }, host);
    }
    const finishedAt = seconds(host.clock.now());
    // The real one has no start to tell of either.
    const startedAt = '1970-01-01T00:00:00Z';
    return { exitCode: 128, reason: 'StartError', message, startedAt, finishedAt, containerID };
  }
}

/** The image never comes; the kubelet asks for it again and again. */
async function waitForImage(runner: ContainerRunner, host: ContainerHost): Promise<undefined> {
  const { waiting, events, backOff } = imageProblem(runner.facts.spec);
  for (const event of events) host.tell(runner, event);
  if (backOff === undefined) return waitFor(runner, waiting, host);
  runner.facts.state = { waiting };
  host.report();
  for (const event of backOff.events) host.tell(runner, event);
  for (let wait = firstBackOff; await pause(host, wait); wait = nextBackOff(wait)) {
    runner.facts.state = { waiting: backOff.waiting };
    host.report();
    for (const event of events) host.tell(runner, event);
  }
  return undefined;
}

/** Nothing but the end of the Pod ends this wait. */
async function waitFor(runner: ContainerRunner, waiting: Waiting, host: ContainerHost): Promise<undefined> {
  runner.facts.state = { waiting };
  host.report();
  await pause(host, Infinity);
  return undefined;
}

/** @returns false when the Pod is to end before the container may run again */
async function crashLoop(runner: ContainerRunner, backOff: number, host: ContainerHost): Promise<boolean> {
  const { facts } = runner;
  const { name, namespace, uid } = host.pod().metadata;
  const pod = `${name}_${namespace}(${uid})`;
  host.tell(runner, {
    type: 'Warning',
    reason: 'BackOff',
    message: `Back-off restarting failed container ${facts.spec.name} in pod ${pod}`,
  });
  if (!(await pause(host, backOff))) return false;
  const { state, lastState } = facts;
  const message = `back-off ${backOff / 1000}s restarting failed container=${facts.spec.name} pod=${pod}`;
  // The kubelet shows the back-off only when it is over.
  facts.state = { waiting: { reason: 'CrashLoopBackOff', message } };
  facts.lastState = state;
  host.report();
  facts.state = state;
  facts.lastState = lastState;
  return true;
}

/** @returns false when the Pod is to end before the time is over */
async function pause({ clock, ending }: ContainerHost, ms: number): Promise<boolean> {
  try {
    await sleep(clock, ms, ending);
    return true;
  } catch {
    return false;
  }
}

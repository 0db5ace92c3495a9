import type { Clock } from '../clock/clock.js';
import type { EventFacts, EventRecorder } from '../controllers/event-recorder.js';
import { seconds } from '../objects/time.js';
import type { Pod, Terminated, Waiting } from '../objects/types.js';
import type { Registry } from '../store/registry.js';
import { ContainerConfigError, type Secrets } from './container-env.js';
import type { ContainerLog } from './container-log.js';
import { ContainerRunner, imageNamed, sleep } from './container-runner.js';
import { imageProblem } from './image-problems.js';
import type { Images } from './images.js';
import { podStatus, type PodFacts } from './pod-status.js';

export interface NodeTools {
  readonly registry: Registry;
  readonly clock: Clock;
  readonly events: EventRecorder;
  readonly images: Images;
  readonly secrets: Secrets;
}

// Of CrashLoopBackOff and of ImagePullBackOff alike (pkg/kubelet).
const firstBackOff = 10_000;
const longestBackOff = 300_000;

const neverRan: Terminated = {
  exitCode: 137,
  reason: 'ContainerStatusUnknown',
  message: 'The container could not be located when the pod was terminated',
  startedAt: null,
  finishedAt: null,
};

/** Runs one Pod from its binding to its end, and writes its status at each step. */
export class PodWorker {
  readonly #tools: NodeTools;
  readonly #pod: Pod;
  readonly #ip: string;
  readonly #facts: PodFacts;
  readonly #initRunners: readonly ContainerRunner[];
  readonly #runners: readonly ContainerRunner[];
  /** Fires when the Pod is to end, or is gone. */
  readonly #ending = new AbortController();
  /** Containers that will not run again. */
  readonly #ended = new Set<ContainerRunner>();
  #cancelKill: () => void = () => undefined;
  #gone = false;
  #over = false;
  #started = 0;

  constructor(tools: NodeTools, pod: Pod, ip: string) {
    this.#tools = tools;
    this.#pod = pod;
    this.#ip = ip;
    const { containers, initContainers = [] } = pod.spec;
    const waitingFor = initContainers.length > 0 ? 'PodInitializing' : 'ContainerCreating';
    this.#initRunners = initContainers.map(
      (spec) => new ContainerRunner(spec, true, waitingFor, tools.clock),
    );
    this.#runners = containers.map((spec) => new ContainerRunner(spec, false, waitingFor, tools.clock));
    this.#facts = {
      phase: 'Pending',
      sandbox: 'none',
      startTime: seconds(tools.clock.now()),
      initContainers: this.#initRunners.map(({ facts }) => facts),
      containers: this.#runners.map(({ facts }) => facts),
    };
  }

  log(container: string, previous: boolean): ContainerLog | undefined {
    return this.#all()
      .find(({ facts }) => facts.spec.name === container)
      ?.log(previous);
  }

  async run(): Promise<void> {
    this.#report();
    this.#facts.sandbox = 'ready';
    this.#report();
    this.#facts.ip = this.#ip;
    let succeeded = true;
    for (const runner of this.#initRunners) succeeded &&= await this.#runToEnd(runner);
    if (succeeded) {
      const ends = await Promise.all(this.#runners.map((runner) => this.#runToEnd(runner)));
      succeeded = ends.every(Boolean);
    }
    this.#finish(succeeded);
  }

  /** The Pod is being deleted: asks its containers to end, and ends them when the grace period is over. */
  terminate({ metadata }: Pod): void {
    const grace = (metadata.deletionGracePeriodSeconds ?? 0) * 1000;
    if (this.#gone || this.#over) return;
    this.#cancelKill();
    this.#cancelKill = this.#tools.clock.schedule(grace, () =>
      this.#all().forEach((runner) => void runner.kill()),
    );
    if (this.#ending.signal.aborted) return;
    for (const runner of this.#all().filter(({ runs }) => runs)) {
      this.#tell(runner, {
        type: 'Normal',
        reason: 'Killing',
        message: `Stopping container ${runner.facts.spec.name}`,
      });
    }
    this.#report();
    this.#ending.abort();
    for (const runner of this.#all()) runner.terminate();
  }

  /** The Pod is gone, or the node is: ends everything at once. */
  async kill(): Promise<void> {
    this.#gone = true;
    this.#cancelKill();
    this.#ending.abort();
    await Promise.all(this.#all().map((runner) => runner.kill()));
  }

  #all(): ContainerRunner[] {
    return [...this.#initRunners, ...this.#runners];
  }

  /** Runs a container until it will not run again. @returns whether it succeeded */
  async #runToEnd(runner: ContainerRunner): Promise<boolean> {
    const { restartPolicy } = this.#pod.spec;
    for (let backOff = 0; !this.#ending.signal.aborted; backOff = nextBackOff(backOff)) {
      const end = await this.#runOnce(runner);
      if (end === undefined) return false;
      runner.facts.state = { terminated: end };
      if (this.#ending.signal.aborted) return end.exitCode === 0;
      const again =
        end.exitCode === 0 ? restartPolicy === 'Always' && !runner.init : restartPolicy !== 'Never';
      if (!again) {
        this.#ended.add(runner);
        this.#foresee(runner, end.exitCode === 0);
        this.#report();
        return end.exitCode === 0;
      }
      this.#report();
      if (backOff > 0 && !(await this.#crashLoop(runner, backOff))) return false;
      runner.restart();
    }
    return false;
  }

  /** @returns the end of the run; `undefined` when the container can not run */
  async #runOnce(runner: ContainerRunner): Promise<Terminated | undefined> {
    const { images, secrets, registry } = this.#tools;
    const { spec } = runner.facts;
    const { namespace, name, uid } = this.#pod.metadata;
    const image = imageNamed(images, spec.image);
    if (image === undefined) return this.#waitForImage(runner);
    this.#tell(runner, {
      type: 'Normal',
      reason: 'Pulled',
      message: `Container image "${spec.image}" already present on machine and can be accessed by the pod`,
    });
    const containerID = `containerd://${uid.replaceAll('-', '')}${String(this.#started++).padStart(32, '0')}`;
    const { status, ...pod } = registry.store.get('pods', namespace, name) ?? this.#pod;
    try {
      const { ended } = await runner.start(
        image,
        { ...pod, status: { ...status, podIP: this.#ip } },
        secrets,
        containerID,
      );
      this.#tell(runner, { type: 'Normal', reason: 'Created', message: 'Container created' });
      this.#tell(runner, { type: 'Normal', reason: 'Started', message: 'Container started' });
      if (!runner.init) this.#facts.phase = 'Running';
      this.#report();
      return await ended;
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      this.#tell(runner, { type: 'Warning', reason: 'Failed', message: `Error: ${message}` });
      if (error instanceof ContainerConfigError) {
        return this.#waitFor(runner, { reason: 'CreateContainerConfigError', message });
      }
      const finishedAt = seconds(this.#tools.clock.now());
      return {
        exitCode: 128,
        reason: 'StartError',
        message,
        startedAt: '1970-01-01T00:00:00Z',
        finishedAt,
        containerID,
      };
    }
  }

  /** The image never comes; the kubelet asks for it again and again. */
  async #waitForImage(runner: ContainerRunner): Promise<undefined> {
    const { waiting, events, backOff } = imageProblem(runner.facts.spec);
    for (const event of events) this.#tell(runner, event);
    if (backOff === undefined) return this.#waitFor(runner, waiting);
    runner.facts.state = { waiting };
    this.#report();
    for (const event of backOff.events) this.#tell(runner, event);
    for (let wait = firstBackOff; await this.#pause(wait); wait = nextBackOff(wait)) {
      runner.facts.state = { waiting: backOff.waiting };
      this.#report();
      for (const event of events) this.#tell(runner, event);
    }
    return undefined;
  }

  /** Nothing but the end of the Pod ends this wait. */
  async #waitFor(runner: ContainerRunner, waiting: Waiting): Promise<undefined> {
    runner.facts.state = { waiting };
    this.#report();
    await this.#pause(Infinity);
    return undefined;
  }

  /** @returns false when the Pod is to end before the container may run again */
  async #crashLoop(runner: ContainerRunner, backOff: number): Promise<boolean> {
    const { name, namespace, uid } = this.#pod.metadata;
    const { facts } = runner;
    const pod = `${name}_${namespace}(${uid})`;
    const message = `Back-off restarting failed container ${facts.spec.name} in pod ${pod}`;
    this.#tell(runner, { type: 'Warning', reason: 'BackOff', message });
    if (!(await this.#pause(backOff))) return false;
    const terminated = facts.state;
    const shown = `back-off ${backOff / 1000}s restarting failed container=${facts.spec.name} pod=${pod}`;
    // The kubelet shows the back-off only when it is over.
    facts.lastState = terminated;
    facts.state = { waiting: { reason: 'CrashLoopBackOff', message: shown } };
    this.#report();
    facts.state = terminated;
    return true;
  }

  /** @returns false when the Pod is to end before the time is over */
  async #pause(ms: number): Promise<boolean> {
    const { signal } = this.#ending;
    try {
      await sleep(this.#tools.clock, ms, signal);
      return true;
    } catch {
      return false;
    }
  }

  /** Notes how the Pod will have ended, once no container will run again. */
  #foresee(runner: ContainerRunner, succeeded: boolean): void {
    if (runner.init && !succeeded) this.#facts.outcome = 'Failed';
    if (!this.#runners.every((one) => this.#ended.has(one))) return;
    const good = this.#runners.every(({ facts }) => facts.state.terminated?.exitCode === 0);
    this.#facts.outcome = good ? 'Succeeded' : 'Failed';
  }

  #finish(succeeded: boolean): void {
    if (this.#gone) return;
    this.#cancelKill();
    this.#over = true;
    const { registry } = this.#tools;
    const { namespace, name } = this.#pod.metadata;
    const deleted = registry.store.get('pods', namespace, name)?.metadata.deletionTimestamp !== undefined;
    if (deleted) {
      for (const { facts } of this.#all()) if (facts.state.waiting) facts.state = { terminated: neverRan };
    }
    this.#facts.outcome = succeeded ? 'Succeeded' : 'Failed';
    this.#facts.phase = this.#facts.outcome;
    this.#facts.sandbox = 'stopped';
    this.#report();
    if (deleted) registry.delete('pods', namespace, name, { gracePeriodSeconds: 0 });
  }

  #report(): void {
    if (this.#gone) return;
    const { registry, clock } = this.#tools;
    registry.modify('pods', this.#pod, (draft) => {
      draft.status = podStatus(draft, this.#facts, clock.now());
    });
  }

  #tell(runner: ContainerRunner, facts: EventFacts): void {
    if (this.#gone) return;
    const { registry, events } = this.#tools;
    const { namespace, name } = this.#pod.metadata;
    const pod = registry.store.get('pods', namespace, name) ?? this.#pod;
    const field = runner.init ? 'spec.initContainers' : 'spec.containers';
    events.record('kubelet', pod, { ...facts, container: runner.facts.spec.name }, field);
  }
}

const nextBackOff = (before: number): number =>
  Math.min(before === 0 ? firstBackOff : before * 2, longestBackOff);

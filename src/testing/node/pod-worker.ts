import type { Clock } from '../clock/clock.js';
import type { EventFacts, EventRecorder } from '../controllers/event-recorder.js';
import type { WorkQueue } from '../controllers/work-queue.js';
import { seconds } from '../objects/time.js';
import type { Pod, Terminated } from '../objects/types.js';
import type { Registry } from '../store/registry.js';
import type { Secrets } from './container-env.js';
import type { ContainerLog } from './container-log.js';
import { ContainerRunner } from './container-runner.js';
import { isSidecar, runToEnd, type ContainerHost } from './container-worker.js';
import type { Images } from './images.js';
import { podStatus, type PodFacts } from './pod-status.js';

export interface NodeTools {
  readonly registry: Registry;
  readonly clock: Clock;
  readonly queue: WorkQueue;
  readonly events: EventRecorder;
  readonly images: Images;
  readonly secrets: Secrets;
}

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
  readonly #host: ContainerHost;
  readonly #ending = new AbortController();
  readonly #sidecars: Promise<unknown>[] = [];
  readonly #sidecarsEnding = new AbortController();
  #cancelKill: () => void = () => undefined;
  /** The grace period that runs, in seconds. */
  #grace: number | undefined;
  /** Nothing may be written about the Pod any more. */
  #gone = false;
  #over = false;

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
    this.#host = this.#hostOfContainers();
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
    for (const runner of this.#initRunners) {
      if (!succeeded || this.#ending.signal.aborted) break;
      if (isSidecar(runner)) await this.#startSidecar(runner);
      else succeeded = await this.#runToEnd(runner);
    }
    if (succeeded) {
      const ends = await Promise.all(this.#runners.map((runner) => this.#runToEnd(runner)));
      succeeded = ends.every(Boolean);
    }
    await this.#endSidecars();
    this.#finish(succeeded);
  }

  /** Resolves when it runs for the first time, or never will. */
  async #startSidecar(runner: ContainerRunner): Promise<void> {
    const ending = AbortSignal.any([this.#ending.signal, this.#sidecarsEnding.signal]);
    await new Promise<void>((started) => {
      const report = (): void => {
        this.#report();
        if (runner.runs) started();
      };
      const over = runToEnd(runner, { ...this.#host, ending, report });
      this.#sidecars.push(over);
      void over.finally(started);
    });
  }

  /** The sidecars have nobody left to work for. */
  async #endSidecars(): Promise<void> {
    if (this.#sidecars.length === 0) return;
    if (!this.#ending.signal.aborted) {
      const grace = this.#pod.spec.terminationGracePeriodSeconds;
      const running = this.#initRunners.filter(({ runs }) => runs);
      this.#cancelKill = this.#tools.clock.schedule(grace * 1000, () => {
        for (const runner of running) void runner.kill();
      });
      this.#tellStopping(running);
      this.#sidecarsEnding.abort();
      for (const runner of running) runner.terminate();
    }
    await Promise.all(this.#sidecars);
    this.#report();
  }

  #tellStopping(runners: readonly ContainerRunner[]): void {
    for (const runner of runners) {
      const message = `Stopping container ${runner.facts.spec.name}`;
      this.#host.tell(runner, { type: 'Normal', reason: 'Killing', message });
    }
  }

  /** The Pod is being deleted: asks its containers to end, and ends them when the grace period is over. */
  terminate({ metadata }: Pod): void {
    if (this.#gone || this.#over) return;
    const { deletionGracePeriodSeconds: grace = 0 } = metadata;
    // Any other change of a Pod that is being deleted leaves its time as it is.
    if (grace === this.#grace) return;
    this.#grace = grace;
    this.#cancelKill();
    this.#cancelKill = this.#tools.clock.schedule(grace * 1000, () => {
      for (const runner of this.#all()) void runner.kill();
    });
    if (this.#ending.signal.aborted) return;
    this.#tellStopping(this.#all().filter(({ runs }) => runs));
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

  /** @returns whether the container succeeded */
  async #runToEnd(runner: ContainerRunner): Promise<boolean> {
    const end = await runToEnd(runner, this.#host);
    const succeeded = end?.exitCode === 0;
    if (end === undefined || this.#ending.signal.aborted) return succeeded;
    runner.over = true;
    // How the Pod will have ended is known once no container will run again, though its phase comes later.
    if (runner.init && !succeeded) this.#facts.outcome = 'Failed';
    if (this.#runners.every(({ over }) => over)) {
      const good = this.#runners.every(({ facts }) => facts.state.terminated?.exitCode === 0);
      this.#facts.outcome = good ? 'Succeeded' : 'Failed';
    }
    this.#report();
    return succeeded;
  }

  #finish(succeeded: boolean): void {
    if (this.#gone) return;
    this.#cancelKill();
    this.#over = true;
    const { registry, queue } = this.#tools;
    const { namespace, name, uid } = this.#pod.metadata;
    const deleted = this.#host.pod().metadata.deletionTimestamp !== undefined;
    if (deleted) {
      for (const { facts } of this.#all()) if (facts.state.waiting) facts.state = { terminated: neverRan };
    }
    this.#facts.outcome = succeeded ? 'Succeeded' : 'Failed';
    this.#facts.phase = this.#facts.outcome;
    this.#facts.sandbox = 'stopped';
    this.#report();
    if (!deleted) return;
    // Whoever waits for this end sees it before the Pod goes.
    queue.add(`remove ${uid}`, () => {
      if (registry.store.get('pods', namespace, name)?.metadata.uid !== uid) return;
      registry.delete('pods', namespace, name, { gracePeriodSeconds: 0 });
    });
  }

  #report(): void {
    if (this.#gone) return;
    const { registry, clock } = this.#tools;
    if (this.#runners.some(({ runs }) => runs)) this.#facts.phase = 'Running';
    registry.modify('pods', this.#pod, (draft) => {
      draft.status = podStatus(draft, this.#facts, clock.now());
    });
  }

  #hostOfContainers(): ContainerHost {
    const { registry, clock, images, secrets, events } = this.#tools;
    const { namespace, name, uid } = this.#pod.metadata;
    let containers = 0;
    const pod = (): Pod => {
      const current = registry.store.get('pods', namespace, name) ?? this.#pod;
      return { ...current, status: { ...current.status, podIP: this.#ip } };
    };
    return {
      clock,
      images,
      secrets,
      ending: this.#ending.signal,
      pod,
      nextContainerID: () =>
        `containerd://${uid.replaceAll('-', '')}${String(containers++).padStart(32, '0')}`,
      report: () => this.#report(),
      tell: (runner: ContainerRunner, facts: EventFacts) => {
        if (this.#gone) return;
        const field = runner.init ? 'spec.initContainers' : 'spec.containers';
        events.record('kubelet', pod(), { ...facts, container: runner.facts.spec.name }, field);
      },
    };
  }
}

import { Writable } from 'node:stream';
import { seconds } from '../objects/time.js';
import type { Container, Pod, Terminated } from '../objects/types.js';
import type { Clock } from '../clock/clock.js';
import { containerEnv, type Secrets } from './container-env.js';
import { ContainerLog } from './container-log.js';
import { expand } from './expansion.js';
import { functionRuntime } from './function-runtime.js';
import type { ContainerContext, Image, Images, RunningContainer } from './images.js';
import type { ContainerFacts } from './pod-status.js';

/** One container of a Pod over all its runs: the process, its logs, and the facts its status is made of. */
export class ContainerRunner {
  readonly facts: ContainerFacts;
  readonly init: boolean;
  /** It will not run again. */
  over = false;
  readonly #clock: Clock;
  readonly #end = new AbortController();
  #running: RunningContainer | undefined;
  #log: ContainerLog | undefined;
  #previousLog: ContainerLog | undefined;

  constructor(spec: Container, init: boolean, waitingFor: string, clock: Clock) {
    this.facts = { spec, state: { waiting: { reason: waitingFor } }, lastState: {}, restartCount: 0 };
    this.init = init;
    this.#clock = clock;
  }

  get runs(): boolean {
    return this.facts.state.running !== undefined;
  }

  log(previous: boolean): ContainerLog | undefined {
    return previous ? this.#previousLog : this.#log;
  }

  /**
   * Starts the container, and resolves when it runs.
   * @throws ContainerConfigError when its variables can not be had; Error with the runtime's words when it can not start
   */
  async start(
    image: Image,
    pod: Pod,
    secrets: Secrets,
    containerID: string,
  ): Promise<{ readonly ended: Promise<Terminated> }> {
    const { facts } = this;
    const context = this.#context(pod, containerEnv(facts.spec, pod, secrets));
    const log = this.#openLog(context.stdout, context.stderr);
    const running = (typeof image === 'function' ? functionRuntime(image) : image).start(context);
    this.#running = running;
    try {
      await running.started;
    } catch (error) {
      log.end();
      facts.containerID = containerID;
      throw error;
    }
    const startedAt = seconds(this.#clock.now());
    facts.containerID = containerID;
    facts.state = { running: { startedAt } };
    const ended = running.exit.then(({ exitCode, reason, message }) => {
      log.end();
      return {
        exitCode,
        reason: reason ?? (exitCode === 0 ? 'Completed' : 'Error'),
        ...(message !== undefined && { message }),
        startedAt,
        finishedAt: seconds(this.#clock.now()),
        containerID,
      };
    });
    return { ended };
  }

  /** Makes the end of this run the last state, for the next one. */
  restart(): void {
    this.facts.lastState = this.facts.state;
    this.facts.restartCount++;
  }

  terminate(): void {
    this.#end.abort(new DOMException('The container was told to end.', 'AbortError'));
    this.#running?.terminate();
  }

  /** Resolves when nothing of it runs any more. */
  async kill(): Promise<void> {
    if (!this.#end.signal.aborted)
      this.#end.abort(new DOMException('The container was killed.', 'AbortError'));
    this.#running?.kill();
    await this.#running?.exit;
  }

  #openLog(stdout: Writable, stderr: Writable): ContainerLog {
    const log = new ContainerLog(this.#clock, this.#log);
    this.#previousLog = this.#log;
    this.#log = log;
    const streams = { stdout, stderr };
    for (const name of ['stdout', 'stderr'] as const) {
      streams[name]._write = (chunk: Buffer, _encoding, done) => {
        log.write(name, chunk);
        done();
      };
    }
    return log;
  }

  #context({ metadata }: Pod, env: Record<string, string>): ContainerContext {
    const { spec, restartCount } = this.facts;
    const { signal } = this.#end;
    const stdout = new Writable();
    return {
      image: spec.image,
      command: (spec.command ?? []).map((text) => expand(text, env)),
      args: (spec.args ?? []).map((text) => expand(text, env)),
      env,
      pod: { name: metadata.name, namespace: metadata.namespace ?? '', uid: metadata.uid },
      container: spec.name,
      restartCount,
      signal,
      stdout,
      stderr: new Writable(),
      // Gives nothing back: an image function may end with it, and what that returns is the exit code.
      log: (line) => void stdout.write(`${line}\n`),
      sleep: (ms) => sleep(this.#clock, ms, signal),
    };
  }
}

/** Waits in the cluster's time. Rejects with the signal's reason when it fires. */
export function sleep(clock: Clock, ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const abort = (): void => {
      cancel();
      reject(signal.reason as Error);
    };
    const cancel = clock.schedule(ms, () => {
      signal.removeEventListener('abort', abort);
      resolve();
    });
    if (signal.aborted) abort();
    else signal.addEventListener('abort', abort, { once: true });
  });
}

/** The image of that name, or the one that stands for all others. */
export const imageNamed = (images: Images, name: string): Image | undefined =>
  Object.hasOwn(images, name) ? images[name] : Object.hasOwn(images, '*') ? images['*'] : undefined;

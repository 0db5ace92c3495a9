import { ApiResponseError, type ClusterApi, type KubernetesObject, type LogLine } from '../../src/index.js';
import { ContainerLogReader } from '../../src/monitor/logs/container-log-reader.js';
import { containerRun } from '../../src/monitor/logs/pod-state.js';
import type { WatchedPod } from '../../src/monitor/watch/namespace-watch.js';
import { isBound } from './monitored-cluster.js';

/** How one request of a log is answered. */
export interface Answer {
  /** Only a request of the log of the run before is answered so; any other one gets the next answer. */
  readonly of?: 'previous';
  /** What happens before anything of the answer comes. */
  readonly before?: () => void;
  readonly text?: string;
  /** What happens before the answer ends. */
  readonly meanwhile?: () => void;
  /** The answer does not end, but fails. */
  readonly fails?: Error;
}

/** A line as a kubelet gives it. All are of one second, so that each reading gives the whole log. */
export const line = (place: number, text: string): string => `${cut(place, text)}\n`;
/** The last line of a log, without its newline. */
export const cut = (place: number, text: string): string =>
  `2026-01-01T00:00:00.${String(place).padStart(9, '0')}Z ${text}`;

/** What the kubelet says in a 200, in place of a log that it has removed (kuberuntime_container.go, GetContainerLogs). */
export const removed: Answer = { text: 'unable to retrieve container logs for containerd://0123' };
export const refused = (status: number): Answer => ({
  fails: new ApiResponseError(`${status}`, { status, reason: '', causes: [] }),
});

/** States of a container, and of its pod, by the number of its restarts. */
export const running = (run: number): WatchedPod => pod(run, 'Running', { running: {} });
/** It has failed, and will be started again. */
export const failed = (run: number): WatchedPod => pod(run, 'Running', { terminated: { exitCode: 1 } });
export const succeeded = (run: number): WatchedPod => pod(run, 'Succeeded', { terminated: { exitCode: 0 } });
/** The pod is there no more; the server's word for that says nothing of its restarts. */
export const gone: WatchedPod = { ...running(0), gone: true };
/** Its pod should be gone since long. */
export function overdue({ pod, ...rest }: WatchedPod): WatchedPod {
  return {
    ...rest,
    pod: { ...pod, metadata: { ...pod.metadata, deletionTimestamp: '1969-12-31T00:00:00Z' } },
  };
}

function pod(restartCount: number, phase: string, state: object): WatchedPod {
  const lastState = restartCount > 0 ? { terminated: { exitCode: 1 } } : {};
  const object = {
    metadata: { name: 'a', uid: 'u' },
    spec: { restartPolicy: 'OnFailure', containers: [{ name: 'main' }] },
    status: { phase, containerStatuses: [{ name: 'main', restartCount, state, lastState }] },
  };
  return { pod: object as unknown as KubernetesObject, gone: false };
}

const restarts = (state: WatchedPod): number => containerRun(state, 'main').run;

/** A container whose log requests are answered one after another, in races that no cluster runs on demand. */
export class ScriptedContainer {
  /** What the server says. The watch learns of it after somebody has asked the server. */
  server: WatchedPod;
  #watched: WatchedPod;
  #wake = new Set<() => void>();
  #goesUnseen = false;

  constructor(state: WatchedPod) {
    this.server = state;
    this.#watched = state;
  }

  /** Something happens that server and watch know of at once. */
  becomes(state: WatchedPod): void {
    this.server = state;
    this.watchSees(state);
  }

  /** The server knows of it now, and the watch a moment later. */
  becomesUnseen(state: WatchedPod): void {
    this.server = state;
    setImmediate(() => this.watchSees(state));
  }

  /** The server knows of it for a moment: the watch never does, as the pod is gone before. */
  becomesAndGoes(state: WatchedPod): void {
    this.server = state;
    this.#goesUnseen = true;
  }

  watchSees(state: WatchedPod): void {
    if (state.gone) this.#watched = { ...this.#watched, gone: true };
    // A watch never goes back.
    else if (restarts(state) >= restarts(this.#watched)) this.#watched = state;
    for (const wake of this.#wake) wake();
    this.#wake.clear();
  }

  /** The lines that a reader gives; a gap as its reason in brackets, and so what it fails with. */
  async read(answers: readonly Answer[], options: { readonly follow?: boolean } = {}): Promise<string[]> {
    const read: string[] = [];
    try {
      for await (const { text, incomplete } of this.lines(answers, options))
        read.push(incomplete ? `(${incomplete.reason})` : text);
    } catch (error) {
      read.push(`(${(error as Error).message})`);
    }
    return read;
  }

  async *lines(
    answers: readonly Answer[],
    options: { readonly follow?: boolean } = {},
  ): AsyncGenerator<LogLine> {
    const reader = new ContainerLogReader(apiOf(answers), {
      namespace: 'default',
      pod: 'a',
      container: 'main',
      follow: options.follow ?? true,
      from: undefined,
      state: () => containerRun(this.#watched, 'main'),
      freshState: () => this.#askServer(),
      changes: () => this.#changes(),
      signal: new AbortController().signal,
      sleep: (ms, signal) =>
        new Promise((resolve) => {
          if (isBound(ms)) signal.addEventListener('abort', () => resolve());
          else setImmediate(resolve);
        }),
      random: () => 0,
      now: () => 0,
    });
    for await (const bunch of reader.lines()) yield* bunch;
  }

  async #askServer() {
    const said = this.server;
    if (this.#goesUnseen) this.server = gone;
    if (said !== this.#watched) setImmediate(() => this.watchSees(this.server));
    return containerRun(said, 'main');
  }

  async *#changes(): AsyncGenerator<void> {
    for (;;) {
      const change = new Promise<void>((resolve) => this.#wake.add(resolve));
      yield;
      await change;
    }
  }
}

function apiOf(answers: readonly Answer[]): ClusterApi {
  const left = [...answers];
  return {
    async *podLog({ previous = false }): AsyncGenerator<Uint8Array, void> {
      while (left[0]?.of === 'previous' && !previous) left.shift();
      const answer = left.shift();
      if (answer === undefined) throw new Error('asked once too often');
      const { before, text, meanwhile, fails } = answer;
      before?.();
      if (text !== undefined) yield Buffer.from(text);
      meanwhile?.();
      if (fails !== undefined) throw fails;
    },
  } as unknown as ClusterApi;
}

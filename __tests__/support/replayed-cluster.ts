import type { ClusterApi, KubernetesObject, Resource, WatchEvent } from '../../src/cluster/cluster-api.js';
import { ApiResponseError } from '../../src/cluster/errors.js';
import type { JobHandle } from '../../src/cluster/job-handle.js';
import { type RecordedChange, recordedRun } from './recorded-run.js';

const kinds: Readonly<Record<Resource, RecordedChange['kind']>> = {
  jobs: 'Job',
  pods: 'Pod',
  events: 'Event',
};

/** What happens to the watches after a change: nothing, a clean end, an expired version, or they miss the next one too. */
export type Break = 'none' | 'end' | 'expired' | 'missed';

/** A port to the cluster of a recording, whose history goes on step by step. Nothing is ever written. */
export class ReplayedCluster implements ClusterApi {
  readonly history: readonly RecordedChange[];
  readonly job: JobHandle;
  /** So many changes have happened. */
  #at = 0;
  /** Watches that began before this have ended with it. */
  #broken: { readonly expired: boolean } | undefined;
  #generation = 0;
  readonly #watchers = new Set<() => void>();

  constructor(scenario: string) {
    this.history = recordedRun(scenario);
    const created = this.history.find(({ kind }) => kind === 'Job');
    if (created === undefined) throw new Error(`There is no Job in the recording ${scenario}.`);
    const { name, uid, namespace = 'default' } = created.object.metadata;
    this.job = { namespace, name, uid, flowRunId: 'run', identifier: 'id', created: true };
    // The Job is there before anybody asks for it.
    this.#at = this.history.indexOf(created) + 1;
  }

  get isOver(): boolean {
    return this.#at >= this.history.length;
  }

  /** The next change happens, and whoever watches learns of it. */
  async step(then: Break = 'none'): Promise<void> {
    this.#at += 1;
    if (then === 'missed') this.#at = Math.min(this.#at + 1, this.history.length);
    if (then !== 'none') {
      this.#broken = { expired: then !== 'end' };
      this.#generation += 1;
    }
    for (const wake of [...this.#watchers]) wake();
    await settle();
  }

  list(resource: Resource): ReturnType<ClusterApi['list']> {
    return Promise.resolve({ metadata: { resourceVersion: `@${this.#at}` }, items: this.#state(resource) });
  }

  async *watch(
    resource: Resource,
    { resourceVersion = '' }: { readonly resourceVersion?: string | undefined },
    { signal }: { readonly signal?: AbortSignal | undefined } = {},
  ): AsyncGenerator<WatchEvent> {
    const generation = this.#generation;
    let next = this.#indexAfter(resourceVersion);
    for (;;) {
      signal?.throwIfAborted();
      if (generation !== this.#generation) {
        if (this.#broken?.expired === true) throw refusal(410, 'too old resource version');
        return;
      }
      const change = this.history[next];
      if (next >= this.#at || change === undefined) {
        await this.#change(signal);
        continue;
      }
      next += 1;
      if (change.kind === kinds[resource]) yield { type: change.type, object: change.object };
    }
  }

  readNamespacedJob({ name }: { readonly name: string }): Promise<KubernetesObject> {
    const job = this.#state('jobs').find(({ metadata }) => metadata.name === name);
    return job === undefined ? Promise.reject(refusal(404, 'not found')) : Promise.resolve(job);
  }

  // eslint-disable-next-line require-yield
  async *podLog(): AsyncGenerator<Uint8Array> {
    await Promise.resolve();
    throw refusal(404, 'not found');
  }

  contextNamespace = (): Promise<string> => Promise.resolve(this.job.namespace);
  createNamespacedJob = notPossible;
  deleteNamespacedJob = notPossible;
  deleteNamespacedPod = notPossible;
  patchNamespacedJob = notPossible;
  close = (): Promise<void> => Promise.resolve();
  [Symbol.asyncDispose] = (): Promise<void> => Promise.resolve();

  /** The objects that are there after the changes so far. */
  #state(resource: Resource): KubernetesObject[] {
    const objects = new Map<string, KubernetesObject>();
    for (const { kind, type, object } of this.history.slice(0, this.#at)) {
      if (kind !== kinds[resource]) continue;
      if (type === 'DELETED') objects.delete(object.metadata.uid);
      else objects.set(object.metadata.uid, object);
    }
    return [...objects.values()];
  }

  #indexAfter(version: string): number {
    if (version.startsWith('@')) return Number(version.slice(1));
    return this.history.findIndex(({ object }) => object.metadata.resourceVersion === version) + 1;
  }

  #change(signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve) => {
      const wake = (): void => {
        this.#watchers.delete(wake);
        signal?.removeEventListener('abort', wake);
        resolve();
      };
      this.#watchers.add(wake);
      signal?.addEventListener('abort', wake, { once: true });
    });
  }
}

function refusal(status: number, message: string): ApiResponseError {
  return new ApiResponseError(message, { status });
}

function notPossible(): Promise<never> {
  return Promise.reject(new Error('A recording can not be changed.'));
}

/** Everything that follows of what has happened is done. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 12; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

import type { ClusterApi, KubernetesObject, Resource } from '../../cluster/cluster-api.js';
import { ApiClosedError, ApiConnectionError, ApiResponseError } from '../../cluster/errors.js';
import { pauseAfter } from '../patiently.js';
import { type Known, readEvent } from './read-event.js';
import { IdleWatchdog } from './idle-watchdog.js';

export interface ReflectorOptions {
  /** Left out: all namespaces. */
  readonly namespace?: string | undefined;
  readonly labelSelector?: string;
  readonly fieldSelector?: string;
  /**
   * Called with each new state of an object, and with its last state when it went: as it is kept, and as the server sent
   * it (of an object whose end was not seen, as it is kept).
   */
  readonly onChange: (object: KubernetesObject, gone: boolean, sent: KubernetesObject) => void;
  /** Called when a list is complete. */
  readonly onSynced: () => void;
  /** Called with each failure; the reflector goes on, unless the client was closed. */
  readonly onFailure: (error: unknown) => void;
  /** Called with the first sign of life after failures. */
  readonly onRecovered: () => void;
  /** Called when the watch is over and begins anew: the server ended it, its version is too old, or it failed. */
  readonly onRestart?: (reason: 'ended' | 'expired' | 'failed') => void;
  /** What of an object is kept; and what was kept of its last state, which may be used again. */
  readonly strip: (object: KubernetesObject, kept?: KubernetesObject) => KubernetesObject;
  /** See {@link readEvent}. Left out: all of each object is read. */
  readonly hasSpecOf?: Known['hasSpecOf'];
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly random: () => number;
}

class SilentWatchError extends ApiConnectionError {}

/** Objects per page of a list. */
const PAGE = 500;
/** The server ends a watch after this long, spread so that many clients do not come back at once. */
const WATCH_SECONDS = { min: 240, spread: 50 };
/** After so many watches in a row on which nothing came, not even a bookmark, it lists anew. */
const SILENT_WATCHES = 3;

/**
 * Keeps a copy of all objects of one resource that a selector names: lists once, then watches, and lists again when
 * the version it watched from is too old. Never ends by itself. Objects are keyed by uid: a name can be used again.
 */
export class Reflector {
  readonly #api: ClusterApi;
  readonly #resource: Resource;
  readonly #options: ReflectorOptions;
  readonly #objects = new Map<string, KubernetesObject>();
  readonly #stop = new AbortController();

  constructor(api: ClusterApi, resource: Resource, options: ReflectorOptions) {
    this.#api = api;
    this.#resource = resource;
    this.#options = options;
  }

  get #read(): ((json: Uint8Array) => unknown) | undefined {
    const { hasSpecOf } = this.#options;
    if (hasSpecOf === undefined) return undefined;
    const known = { get: (uid: string) => this.#objects.get(uid), hasSpecOf };
    return (json) => readEvent(json, known);
  }

  stop(): void {
    this.#stop.abort();
  }

  /** Lists and watches until {@link stop}. */
  async run(): Promise<void> {
    const { signal } = this.#stop;
    let version: string | undefined;
    let failures = 0;
    let silentWatches = 0;
    while (!signal.aborted) {
      let silent = false;
      try {
        // To who is ahead of the server, as after it was set up anew from an older backup, nothing comes.
        if (version === undefined || silentWatches >= SILENT_WATCHES) {
          version = await this.#list(signal);
          silentWatches = 0;
          // Failures are still counted: a watch that expires again and again must not be a busy loop of lists.
          if (failures > 0) this.#options.onRecovered();
        }
        silent = true;
        await this.#watch(version, signal, (change) => {
          version = change;
          silent = false;
          silentWatches = 0;
          if (failures > 0) this.#options.onRecovered();
          failures = 0;
        });
        this.#options.onRestart?.('ended');
        // A server (or a proxy before it) that ends every watch at once must not be asked in a busy loop.
        if (silent) {
          silentWatches += 1;
          await this.#pause((failures += 1));
        }
      } catch (error) {
        if (signal.aborted) return;
        const expired = error instanceof ApiResponseError && error.status === 410;
        // An expired version is normal (the API server restarted); only a list that fails again and again is not.
        if (expired) version = undefined;
        else this.#options.onFailure(error);
        if (error instanceof SilentWatchError) version = undefined;
        // One that was refused was no watch: a server that is busy needs no lists.
        else if (silent && !(error instanceof ApiResponseError)) silentWatches += 1;
        this.#options.onRestart?.(expired ? 'expired' : 'failed');
        if (error instanceof ApiClosedError) return;
        failures += 1;
        if (!expired || failures > 1) await this.#pause(failures, error);
      }
    }
  }

  async #pause(failures: number, error?: unknown): Promise<void> {
    const { sleep, random } = this.#options;
    await sleep(pauseAfter(error, failures, random), this.#stop.signal).catch(() => undefined);
  }

  async #list(signal: AbortSignal): Promise<string> {
    const { namespace, labelSelector, fieldSelector } = this.#options;
    const unseen = new Set(this.#objects.keys());
    let next: string | undefined;
    let version: string | undefined;
    do {
      const page = await this.#api.list(
        this.#resource,
        { namespace, labelSelector, fieldSelector, limit: PAGE, continue: next },
        { signal },
      );
      // Page by page, so that no more than one page of full objects is held at once.
      for (const object of page.items) {
        unseen.delete(object.metadata.uid);
        this.#put(object);
      }
      version = page.metadata.resourceVersion;
      next = page.metadata.continue || undefined;
    } while (next !== undefined);
    for (const uid of unseen) this.#remove(uid);
    this.#options.onSynced();
    return version ?? '';
  }

  /** @param onEvent called after each event, with its version */
  async #watch(
    resourceVersion: string,
    signal: AbortSignal,
    onEvent: (version: string) => void,
  ): Promise<void> {
    const { namespace, labelSelector, fieldSelector, random, sleep } = this.#options;
    const timeoutSeconds = WATCH_SECONDS.min + Math.floor(random() * WATCH_SECONDS.spread);
    const request = { namespace, labelSelector, fieldSelector, resourceVersion, timeoutSeconds };
    const dog = new IdleWatchdog(sleep, () => {
      const message = `The watch of ${this.#resource} is half-open: nothing came for minutes, not even a bookmark.`;
      return new SilentWatchError(message);
    });
    try {
      const options = { signal: AbortSignal.any([signal, dog.signal]), read: this.#read };
      for await (const { type, object } of this.#api.watch(this.#resource, request, options)) {
        dog.feed();
        if (type === 'DELETED') this.#remove(object.metadata.uid, object);
        else if (type !== 'BOOKMARK') this.#put(object);
        onEvent(object.metadata.resourceVersion);
      }
      dog.signal.throwIfAborted();
    } catch (error) {
      // Whatever the client makes of a signal that has fired.
      dog.signal.throwIfAborted();
      throw error;
    } finally {
      dog.stop();
    }
  }

  #put(object: KubernetesObject): void {
    const { uid, resourceVersion } = object.metadata;
    const before = this.#objects.get(uid);
    if (before?.metadata.resourceVersion === resourceVersion) return;
    const kept = this.#options.strip(object, before);
    this.#objects.set(uid, kept);
    this.#options.onChange(kept, false, object);
  }

  #remove(uid: string, sent?: KubernetesObject): void {
    const known = this.#objects.get(uid);
    if (known === undefined) return;
    this.#objects.delete(uid);
    this.#options.onChange(
      sent === undefined ? known : this.#options.strip(sent, known),
      true,
      sent ?? known,
    );
  }
}

import type { ClusterApi, KubernetesObject, Resource } from '../../cluster/cluster-api.js';
import { ApiClosedError, ApiConnectionError, ApiResponseError } from '../../cluster/errors.js';
import { isForbidden, retryAfter } from '../../cluster/retry.js';
import { pauseAfter } from '../patiently.js';
import { type Known, readEvent } from './read-event.js';
import { IdleWatchdog } from './idle-watchdog.js';

/** The server ended the watch, its version is too old, it tells less than is known from elsewhere, or it failed. */
export type RestartReason = 'ended' | 'expired' | 'behind' | 'failed';

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
  /** Called when the watch is over and begins anew. */
  readonly onRestart?: (reason: RestartReason) => void;
  /** What of an object is kept; and what was kept of its last state, which may be used again. */
  readonly strip: (object: KubernetesObject, kept?: KubernetesObject) => KubernetesObject;
  /** See {@link readEvent}. Left out: all of each object is read. */
  readonly hasSpecOf?: Known['hasSpecOf'];
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly random: () => number;
}

class SilentWatchError extends ApiConnectionError {}

/** Not a failure: somebody has asked for a new list. */
class RelistRequest extends Error {}

/** Objects per page of a list. */
const PAGE = 500;
/** The server ends a watch after this long, spread so that many clients do not come back at once. */
const WATCH_SECONDS = { min: 240, spread: 50 };
/** After so many watches in a row on which nothing came, not even a bookmark, it lists anew. */
const SILENT_WATCHES = 3;
/** How long after a list that was asked for none is made again: with thousands of objects it is work for the server. */
const RELIST_MILLISECONDS = 3_000;

/**
 * Keeps a copy of all objects of one resource that a selector names: lists once, then watches, and lists again when
 * the version it watched from is too old, when nothing comes, and when it is asked to. Never ends by itself. Objects are
 * keyed by uid: a name can be used again.
 */
export class Reflector {
  readonly #api: ClusterApi;
  readonly #resource: Resource;
  readonly #options: ReflectorOptions;
  readonly #objects = new Map<string, KubernetesObject>();
  readonly #stop = new AbortController();
  #version: string | undefined;
  #relist: AbortController | undefined;
  #mayRelist = true;
  #pausing: AbortController | undefined;

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

  /** The version up to which every change was told; `undefined` before the first list. */
  get version(): string | undefined {
    return this.#version;
  }

  /**
   * Lists anew in place of the watch that is open. Does nothing when none is, and for some seconds after the last time.
   */
  relist(): void {
    if (!this.#mayRelist || this.#relist === undefined) return;
    this.#mayRelist = false;
    const allow = (): void => void (this.#mayRelist = true);
    this.#options.sleep(RELIST_MILLISECONDS, this.#stop.signal).then(allow, () => undefined);
    this.#relist.abort(new RelistRequest('A new list was asked for.'));
  }

  /** Tries at once when it is waiting to try again, unless the server has asked it to wait: the server is there. */
  hurry(): void {
    this.#pausing?.abort();
  }

  stop(): void {
    this.#stop.abort();
  }

  /** Lists and watches until {@link stop}. */
  async run(): Promise<void> {
    const { signal } = this.#stop;
    let mustList = true;
    let failures = 0;
    let silentWatches = 0;
    while (!signal.aborted) {
      let silent = false;
      try {
        // To who is ahead of the server, as after it was set up anew from an older backup, nothing comes.
        if (mustList || silentWatches >= SILENT_WATCHES) {
          await this.#list(signal);
          mustList = false;
          silentWatches = 0;
          // Failures are still counted: a watch that expires again and again must not be a busy loop of lists.
          if (failures > 0) this.#options.onRecovered();
        }
        silent = true;
        await this.#watch(signal, () => {
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
        const asked = error instanceof RelistRequest;
        const expired = error instanceof ApiResponseError && error.status === 410;
        mustList ||= asked || expired || error instanceof SilentWatchError;
        if (asked) {
          this.#options.onRestart?.('behind');
          continue;
        }
        // An expired version is normal (the API server restarted); only a list that fails again and again is not.
        if (!expired) this.#options.onFailure(error);
        // One that was refused was no watch: a server that is busy needs no lists.
        if (silent && !(error instanceof ApiResponseError)) silentWatches += 1;
        this.#options.onRestart?.(expired ? 'expired' : 'failed');
        if (error instanceof ApiClosedError) return;
        failures += 1;
        if (!expired || failures > 1) await this.#pause(failures, error);
      }
    }
  }

  async #pause(failures: number, error?: unknown): Promise<void> {
    const { sleep, random } = this.#options;
    const hurried = new AbortController();
    if (!isForbidden(error) && retryAfter(error) === 0) this.#pausing = hurried;
    const signal = AbortSignal.any([this.#stop.signal, hurried.signal]);
    await sleep(pauseAfter(error, failures, random), signal).catch(() => undefined);
    this.#pausing = undefined;
  }

  async #list(signal: AbortSignal): Promise<void> {
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
    this.#version = version ?? '';
    this.#options.onSynced();
  }

  async #watch(signal: AbortSignal, onEvent: () => void): Promise<void> {
    const { namespace, labelSelector, fieldSelector, random, sleep } = this.#options;
    const timeoutSeconds = WATCH_SECONDS.min + Math.floor(random() * WATCH_SECONDS.spread);
    const resourceVersion = this.#version;
    const request = { namespace, labelSelector, fieldSelector, resourceVersion, timeoutSeconds };
    const dog = new IdleWatchdog(sleep, () => {
      const message = `The watch of ${this.#resource} is half-open: nothing came for minutes, not even a bookmark.`;
      return new SilentWatchError(message);
    });
    const relist = (this.#relist = new AbortController());
    const broken = AbortSignal.any([dog.signal, relist.signal]);
    try {
      const options = { signal: AbortSignal.any([signal, broken]), read: this.#read };
      for await (const { type, object } of this.#api.watch(this.#resource, request, options)) {
        dog.feed();
        this.#version = object.metadata.resourceVersion;
        if (type === 'DELETED') this.#remove(object.metadata.uid, object);
        else if (type !== 'BOOKMARK') this.#put(object);
        onEvent();
      }
      broken.throwIfAborted();
    } catch (error) {
      // Whatever the client makes of a signal that has fired.
      broken.throwIfAborted();
      throw error;
    } finally {
      this.#relist = undefined;
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

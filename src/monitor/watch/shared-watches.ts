import { AsyncResource } from 'node:async_hooks';
import type { ClusterApi } from '../../cluster/cluster-api.js';
import type { Logger } from '../../logger.js';
import type { Telemetry } from '../../telemetry.js';
import { NamespaceWatch } from './namespace-watch.js';
import type { ReflectorOptions } from './reflector.js';

/** Who makes use of watches: a monitor. */
export interface WatchUser extends Pick<ReflectorOptions, 'sleep' | 'random'> {
  readonly logger: Logger;
  readonly telemetry: Telemetry | undefined;
}

/** A watch that nobody listens to goes on for so long: one run is often followed by another, or logs by an outcome. */
const LINGER_MILLISECONDS = 2_000;

/** A watch goes on after whoever began it, so it must not count as a part of that: neither of a span nor of a request. */
const outside = new AsyncResource('kubernetes-job-environment.watch');

const ofClients = new WeakMap<ClusterApi, SharedWatches>();

/** The watches of one client: all of its monitors share them. */
export class SharedWatches {
  readonly #api: ClusterApi;
  readonly #users = new Set<WatchUser>();
  readonly #watches = new Map<string | undefined, NamespaceWatch>();
  readonly #lingering = new Map<NamespaceWatch, AbortController>();

  static of(api: ClusterApi): SharedWatches {
    let shared = ofClients.get(api);
    if (shared === undefined) {
      shared = new SharedWatches(api);
      ofClients.set(api, shared);
    }
    return shared;
  }

  private constructor(api: ClusterApi) {
    this.#api = api;
  }

  /** The watch of a namespace (`undefined`: of all namespaces), begun when there is none. */
  get(user: WatchUser, namespace: string | undefined): NamespaceWatch {
    this.#users.add(user);
    let watch = this.#watches.get(namespace);
    if (watch === undefined) {
      const { sleep, random } = user;
      watch = outside.runInAsyncScope(() => {
        return new NamespaceWatch(this.#api, {
          namespace,
          sleep,
          random,
          warn: (message) => this.#warn(message),
          onRestart: (resource, reason) => this.#count(resource, reason),
          onIdle: () => this.#linger(namespace, sleep),
        });
      });
      this.#watches.set(namespace, watch);
    }
    return watch;
  }

  /** A monitor was closed. What nobody else uses ends at once. */
  leave(user: WatchUser): void {
    this.#users.delete(user);
    for (const [namespace, watch] of this.#watches)
      if (watch.idle || this.#users.size === 0) this.#end(namespace, watch);
  }

  #linger(namespace: string | undefined, sleep: WatchUser['sleep']): void {
    const watch = this.#watches.get(namespace);
    if (watch === undefined) return;
    if (this.#users.size === 0) return this.#end(namespace, watch);
    this.#lingering.get(watch)?.abort();
    const stop = new AbortController();
    this.#lingering.set(watch, stop);
    sleep(LINGER_MILLISECONDS, stop.signal).then(
      () => {
        if (!stop.signal.aborted && watch.idle) this.#end(namespace, watch);
      },
      () => undefined,
    );
  }

  #end(namespace: string | undefined, watch: NamespaceWatch): void {
    watch.stop();
    this.#lingering.get(watch)?.abort();
    this.#lingering.delete(watch);
    if (this.#watches.get(namespace) === watch) this.#watches.delete(namespace);
  }

  /** Once for each telemetry: monitors that have the same one share the watch too. */
  #count(resource: string, reason: string): void {
    const told = new Set([...this.#users].map(({ telemetry }) => telemetry));
    for (const telemetry of told) telemetry?.count('watch.restarts', 1, { resource, reason });
  }

  #warn(message: string): void {
    for (const { logger } of this.#users) logger.warn(message);
  }
}

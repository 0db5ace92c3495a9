import { clone } from './objects/json.js';
import { apiServer } from './api/api-server.js';
import { HttpServer } from './api/server.js';
import { realClock, type Clock } from './clock/clock.js';
import { EventRecorder } from './controllers/event-recorder.js';
import { GarbageCollector } from './controllers/garbage-collector.js';
import { JobController } from './controllers/job-controller.js';
import { NamespaceController } from './controllers/namespace-controller.js';
import { Timers } from './controllers/timers.js';
import { TtlController } from './controllers/ttl-controller.js';
import { WorkQueue } from './controllers/work-queue.js';
import { Faults } from './faults/faults.js';
import type { RecordedRequest } from './faults/recorded-request.js';
import { kubeConfig } from './kube-config.js';
import type { Secrets } from './node/container-env.js';
import type { Images } from './node/images.js';
import { Node } from './node/node.js';
import { Scheduler } from './node/scheduler.js';
import { randomIds, type IdGenerator } from './objects/ids.js';
import type { ClusterEvent, Job, Pod } from './objects/types.js';
import { definitions } from './resources/definitions.js';
import { Registry } from './store/registry.js';
import { Store, type Change } from './store/store.js';

export interface EmbeddedClusterOptions {
  /** What the node can run. A Pod of any other image waits in ErrImagePull. @default none */
  readonly images?: Images;
  /**
   * Whether clients speak TLS. Those of Go (kubectl, client-go) send a token over nothing else. The kubeconfig says whom
   * to trust: the certificate is made anew for each cluster.
   *
   * @default false
   */
  readonly tls?: boolean;
  /** The cluster's time. @default that of the machine */
  readonly clock?: Clock;
  /** Names and uids. @default random */
  readonly ids?: IdGenerator;
  /** Namespaces there are beside `default` and `kube-system`. @default none */
  readonly namespaces?: readonly string[];
  /** Secrets that containers may refer to, the same in every namespace. @default none */
  readonly secrets?: Secrets;
  /** So many writes a watch can be behind before it is answered 410. @default 10000 */
  readonly historyLimit?: number;
}

/**
 * A Kubernetes 1.37 API over HTTP in this process: Jobs, Pods, Events and Namespaces, with a Job controller, a garbage
 * collector, a scheduler and a node whose images are functions or local processes. Where it is known to differ from a
 * real cluster stands in `declaredDifferences`.
 *
 * @example
 * await using cluster = await EmbeddedCluster.start({
 *   images: { 'gcr.io/dev/k8s-job-flow:0.1.0': async ({ log }) => log('Example!') },
 * });
 * const config = new KubeConfig();
 * config.loadFromString(cluster.kubeConfig);
 */
export class EmbeddedCluster implements AsyncDisposable {
  /** The text of a kubeconfig whose context is this cluster, namespace `default`. */
  readonly kubeConfig: string;
  /** `http://127.0.0.1:PORT`, or `https` */
  readonly url: string;
  /** The bearer token that the API asks for. */
  readonly token: string;
  /** Every request so far, in the order of arrival. */
  readonly requests: readonly RecordedRequest[];
  /** Faults that requests meet. */
  readonly faults: Faults;
  readonly #store: Store;
  readonly #end: () => Promise<void>;

  private constructor(url: string, token: string, parts: Parts, certificate?: string) {
    this.url = url;
    this.token = token;
    this.kubeConfig = kubeConfig(url, token, certificate);
    this.requests = parts.requests;
    this.faults = parts.faults;
    this.#store = parts.registry.store;
    this.#end = parts.stop;
  }

  /** Starts a cluster on a free port of 127.0.0.1. End it with `stop()` or `await using`. */
  static async start(options: EmbeddedClusterOptions = {}): Promise<EmbeddedCluster> {
    const token = 'embedded-cluster-token';
    const parts = assemble(options, token);
    const certificate = options.tls ? await parts.server.encrypt() : undefined;
    const port = await parts.server.listen();
    const scheme = certificate === undefined ? 'http' : 'https';
    return new this(`${scheme}://127.0.0.1:${port}`, token, parts, certificate);
  }

  /** The Jobs there are, of one namespace or of all. Copies. */
  jobs(namespace?: string): Job[] {
    return clone(this.#store.list('jobs', namespace));
  }

  /** The Pods there are, of one namespace or of all. Copies. */
  pods(namespace?: string): Pod[] {
    return clone(this.#store.list('pods', namespace));
  }

  /** The Events there are, of one namespace or of all. Copies. */
  events(namespace?: string): ClusterEvent[] {
    return clone(this.#store.list('events', namespace));
  }

  /** Forgets the history, as a compaction or a restart of the API server does: an older watch is answered 410. */
  compact(): void {
    this.#store.compact();
  }

  /** Ends requests, timers and containers, and resolves when nothing of the cluster is left. May be called twice. */
  stop(): Promise<void> {
    return this.#end();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop();
  }
}

interface Parts {
  readonly registry: Registry;
  readonly server: HttpServer;
  readonly faults: Faults;
  readonly requests: RecordedRequest[];
  readonly stop: () => Promise<void>;
}

function assemble(options: EmbeddedClusterOptions, token: string): Parts {
  const { clock = realClock, ids = randomIds, images = {}, secrets = {}, historyLimit = 10_000 } = options;
  const registry = new Registry(new Store(historyLimit), definitions, clock, ids);
  for (const name of ['default', 'kube-system', ...(options.namespaces ?? [])]) {
    registry.create('namespaces', { metadata: { name } });
  }
  const queue = new WorkQueue();
  const timers = new Timers(clock);
  const events = new EventRecorder(registry, clock);
  const node = new Node({ registry, clock, queue, events, images, secrets });
  // They react in this order; the garbage collector before the Job controller is what recordings show.
  const observers: { observe(change: Change): void }[] = [
    new NamespaceController(registry, queue),
    new GarbageCollector(registry, queue),
    new JobController(registry, clock, queue, events, timers),
    new TtlController(registry, clock, timers),
    new Scheduler(registry, clock, queue, events),
    node,
  ];
  const unsubscribe = registry.store.subscribe((change) => observers.forEach((one) => one.observe(change)));
  const faults = new Faults(clock);
  const requests: RecordedRequest[] = [];
  const server = new HttpServer(
    apiServer({ context: { registry, clock, logs: node }, faults, token, requests }),
  );
  const stop = async (): Promise<void> => {
    unsubscribe();
    queue.stop();
    timers.stop();
    faults.clear();
    await Promise.all([node.stop(), server.close()]);
  };
  let stopped: Promise<void> | undefined;
  return { registry, server, faults, requests, stop: () => (stopped ??= stop()) };
}

import {
  connect,
  JobMonitor,
  type ClusterApi,
  type JobHandle,
  type JobMonitorOptions,
} from '../../src/index.js';
import { DockerStorage, Flow, KubernetesJobEnvironment, nodeRuntime } from '../../src/index.js';
import { EmbeddedCluster, ManualClock, type ImageFunction } from '../../src/testing/index.js';

const image = 'my-flow:1';

/** A cluster whose one image does what the test says, a client and a monitor. */
export class MonitoredCluster implements AsyncDisposable {
  readonly cluster: EmbeddedCluster;
  readonly api: ClusterApi;
  readonly monitor: JobMonitor;
  readonly clock: ManualClock;
  /** Waits that the monitor asked for, by milliseconds: a test ends them. Retries do not wait. */
  readonly timers = new Map<number, () => void>();
  program: ImageFunction = ({ log }) => log('Example!');

  private constructor(cluster: EmbeddedCluster, clock: ManualClock) {
    this.cluster = cluster;
    this.clock = clock;
    this.api = connect(cluster.kubeConfig);
    this.monitor = this.newMonitor();
  }

  static async start(): Promise<MonitoredCluster> {
    const clock = new ManualClock();
    const programs: { current?: MonitoredCluster } = {};
    const run: ImageFunction = (context) => programs.current?.program(context);
    const cluster = await EmbeddedCluster.start({
      clock,
      images: { [image]: run },
      namespaces: ['other'],
    });
    const monitored = new MonitoredCluster(cluster, clock);
    programs.current = monitored;
    return monitored;
  }

  newMonitor(api = this.api, options: JobMonitorOptions = {}): JobMonitor {
    return new JobMonitor(api, {
      random: () => 0,
      ...options,
      now: () => this.clock.now(),
      sleep: (ms, signal) =>
        !isBound(ms)
          ? new Promise((resolve) => setImmediate(resolve))
          : new Promise((resolve, reject) => {
              this.timers.set(ms, resolve);
              const stop = (): void => {
                if (this.timers.get(ms) === resolve) this.timers.delete(ms);
                reject(new Error('stopped'));
              };
              signal.addEventListener('abort', stop, { once: true });
            }),
    });
  }

  async submit(id = 'run-1', spec: object = {}, namespace?: string): Promise<JobHandle> {
    const environment = new KubernetesJobEnvironment({
      jobSpec: {
        apiVersion: 'batch/v1',
        kind: 'Job',
        metadata: { name: 'my-job' },
        spec: {
          backoffLimit: 0,
          template: { spec: { restartPolicy: 'Never', containers: [{ name: 'main' }] } },
          ...spec,
        },
      },
      api: this.api,
      uniqueJobName: id !== 'run-1',
      runtime: nodeRuntime({ flowFile: 'flow.js' }),
    });
    const storage = new DockerStorage({ imageName: 'my-flow', imageTag: '1' });
    const flow = new Flow({ name: 'my flow', environment, storage });
    return environment.execute(flow, { id, ...(namespace === undefined ? {} : { namespace }) });
  }

  /** Makes containers run until they are told to stop, or are let go with this exit code. */
  runUntilReleased(exitCode = 0): { readonly running: Promise<void>; readonly release: () => void } {
    const running = gate();
    const released = gate();
    this.program = async ({ signal }) => {
      running.open();
      signal.addEventListener('abort', released.open);
      await released.opened;
      return signal.aborted ? 143 : exitCode;
    };
    return { running: running.opened, release: released.open };
  }

  /** Lets the wait of so many milliseconds be over, once the monitor has asked for it. */
  async elapse(ms: number): Promise<void> {
    await until(() => this.timers.has(ms));
    const end = this.timers.get(ms);
    this.timers.delete(ms);
    end?.();
  }

  requests(verb: string, resource: string): number {
    return this.cluster.requests.filter((request) => request.verb === verb && request.resource === resource)
      .length;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.monitor.close();
    await this.api.close();
    await this.cluster.stop();
  }
}

/**
 * Whether a wait bounds something: 400 ms for pods whose watch is behind, three seconds until they may be listed again,
 * five for an explanation, or more than any pause between two tries.
 */
export function isBound(ms: number): boolean {
  return [400, 3_000, 5_000].includes(ms) || ms > 15_000;
}

/** A promise that a test settles by hand. */
export function gate(): { readonly open: () => void; readonly opened: Promise<void> } {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open, opened };
}

/** Lets what is under way in this process and on its sockets go on, until `done`. */
export async function until(done: () => boolean): Promise<void> {
  while (!done()) await new Promise((resolve) => setImmediate(resolve));
}

import type { Flow, FlowRun } from '../flow.js';

export interface EnvironmentOptions {
  /** Labels that an orchestrator's agents match against. Order and repeats do not matter. @default [] */
  readonly labels?: Iterable<string> | undefined;
  /** Plain data about the environment; may leave the machine. `image`, when set, wins over the storage's. @default {} */
  readonly metadata?: Readonly<Record<string, unknown>> | undefined;
  /** Called in the container before the flow runs. */
  readonly onStart?: (() => unknown) | undefined;
  /** Called in the container after the flow ran, also when it failed. */
  readonly onExit?: (() => unknown) | undefined;
}

/**
 * How and where a flow runs. Extend it for environments of your own: implement {@link execute}, and override
 * {@link setup} when something must be there before.
 */
export abstract class Environment {
  readonly labels: ReadonlySet<string>;
  readonly metadata: Readonly<Record<string, unknown>>;
  declare readonly onStart?: () => unknown;
  declare readonly onExit?: () => unknown;

  constructor({ labels = [], metadata = {}, onStart, onExit }: EnvironmentOptions = {}) {
    this.labels = new Set(labels);
    this.metadata = Object.freeze({ ...metadata });
    if (onStart !== undefined) this.onStart = onStart;
    if (onExit !== undefined) this.onExit = onExit;
  }

  /** Prepares what runs of this flow need. Does nothing unless a subclass says otherwise. */
  setup(_flow: Flow): Promise<void> {
    return Promise.resolve();
  }

  /** Starts one run of the flow; what it gives back is the environment's own. */
  abstract execute(flow: Flow, run: FlowRun, options?: { signal?: AbortSignal }): Promise<unknown>;

  /** What may leave the machine: the type, labels and metadata. Never the Job spec, a key or an env value. */
  serialize(): { type: string; labels: string[]; metadata: Record<string, unknown> } {
    return { type: this.constructor.name, labels: [...this.labels].sort(), metadata: { ...this.metadata } };
  }

  /** The class by name, and nothing of what it holds. */
  toString(): string {
    return `<Environment: ${this.constructor.name}>`;
  }

  /** The same as {@link serialize}: `JSON.stringify(environment)` gives nothing more away. */
  toJSON(): ReturnType<Environment['serialize']> {
    return this.serialize();
  }
}

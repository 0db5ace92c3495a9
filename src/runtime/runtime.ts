import type { Flow, FlowRun } from '../flow.js';
import type { EnvVar } from '../job-spec/job-manifest.js';

/** What a runtime is told when a Job is built. */
export interface RuntimeContext {
  readonly flow: Pick<Flow, 'name' | 'slug'>;
  readonly run: FlowRun;
  /** The resolved image of the flow container. */
  readonly image: string;
  /** The resolved namespace of the Job. */
  readonly namespace: string;
  /** Where the storage keeps the flow's file in the image. */
  readonly flowPath: string;
  /** The env that the YAML gives the flow container. */
  readonly containerEnv: readonly EnvVar[];
}

/** How the flow is started in its container. */
export interface FlowStart {
  readonly command: readonly string[];
  readonly args: readonly string[];
  /** Variables to append, in this order; a variable of the same name in the YAML gives way. */
  readonly env: readonly EnvVar[];
  /** Sentences for the logger: what may go wrong in the container. They hold no key and no env value. */
  readonly warnings?: readonly string[];
}

/** What command and variables start a flow in its container. Pure: no I/O, no clock, no randomness. */
export interface Runtime {
  start(context: RuntimeContext): FlowStart;
}

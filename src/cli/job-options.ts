import { basename, extname } from 'node:path';
import type { Command } from 'commander';
import {
  type Container,
  findFlowContainer,
  Flow,
  type FlowRun,
  InvalidArgumentError,
  type JobApi,
  type JobSpec,
  type JobTransform,
  KubernetesJobEnvironment,
  type KubernetesJobEnvironmentOptions,
  type Logger,
  type Runtime,
  Storage,
  updateFlowContainer,
} from '../index.js';
import { MADE_FLOW_CONTAINER } from '../job/flow-container.js';

/** What `render`, `validate --server` and `run` know of the Job to make. */
export interface JobOptions {
  readonly image?: string | undefined;
  readonly flowContainer?: string | undefined;
  readonly uniqueName?: boolean | undefined;
  readonly runId?: string | undefined;
  readonly namespace?: string | undefined;
}

/** The options that fill in a Job. */
export function addJobOptions(command: Command): Command {
  return command
    .option('--image <image>', 'the image of the flow container (default: that of the YAML)')
    .option('--flow-container <name>', 'the container that runs the command (default: the first)')
    .option(
      '--unique-name',
      "add a suffix of the run to the Job's name, so that several runs can exist at once",
    );
}

export interface JobRequest {
  readonly environment: KubernetesJobEnvironment;
  readonly flow: Flow;
  readonly run: FlowRun;
  /** The name of the container that runs the command. */
  readonly flowContainer: string;
}

/** The Job YAML: a file, or a text that is called like one. */
export interface JobSource {
  readonly file: string;
  readonly text?: string;
}

interface Details extends Pick<KubernetesJobEnvironmentOptions, 'generateId' | 'runtime' | 'validation'> {
  readonly api?: JobApi;
  readonly logger?: Logger;
  /** Stands for the image where neither the options nor the YAML name one. */
  readonly defaultImage?: string;
}

/** A run of any command as the Job of a YAML. An empty command leaves what the YAML says to be run. */
export function jobRequest(
  { file, text }: JobSource,
  command: readonly string[],
  { image, flowContainer, uniqueName, runId, namespace }: JobOptions & { readonly runId: string },
  { defaultImage, ...details }: Details = {},
): JobRequest {
  const keepsCommand = command.length === 0 && details.runtime === undefined;
  const environment: KubernetesJobEnvironment = new KubernetesJobEnvironment({
    runtime: commandRuntime(command),
    ...details,
    ...(text === undefined ? { jobSpecFile: file } : { jobSpec: text }),
    flowContainer,
    uniqueJobName: uniqueName,
    transforms: keepsCommand ? [(job) => keepCommand(environment.jobSpec, flowContainer)(job)] : [],
  });
  const own = findFlowContainer(environment.jobSpec.json, flowContainer);
  const storage = new GivenImage(image ?? (own?.image || defaultImage) ?? noImage(file));
  const flow = new Flow({ name: basename(file, extname(file)), environment, storage });
  return {
    environment,
    flow,
    run: { id: runId, ...(namespace === undefined ? {} : { namespace }) },
    flowContainer: own?.name ?? MADE_FLOW_CONTAINER,
  };
}

/** The command as it was given; Kubernetes expands `$(NAME)` in it, as it does in a YAML. */
function commandRuntime(command: readonly string[]): Runtime {
  return { start: () => ({ command, args: [], env: [] }) };
}

/** Puts back what the YAML says: a run sets both, command and args. */
function keepCommand(spec: JobSpec, flowContainer: string | undefined): JobTransform {
  const { command, args }: Partial<Container> = findFlowContainer(spec.json, flowContainer) ?? {};
  return updateFlowContainer((container) => {
    const entries = Object.entries({ ...container, command, args });
    return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
  }, flowContainer);
}

/** An image that is named on the command line or in the YAML. */
class GivenImage extends Storage {
  readonly image: string;

  constructor(image: string) {
    super();
    this.image = image;
  }

  /** No flow is kept in it. */
  flowPath(): string {
    return '';
  }
}

function noImage(file: string): never {
  throw new InvalidArgumentError(
    'image',
    `The flow container in ${file} has no image. Name one, with --image or in the YAML.`,
  );
}

import { InvalidArgumentError } from '../errors.js';
import type { EnvVar, JobManifest } from '../job-spec/job-manifest.js';
import type { JobSpec } from '../job-spec/job-spec.js';
import { TransformError } from './errors.js';
import { fillFlowContainer } from './fill-flow-container.js';
import { type JobTransform, compose } from './job-transform.js';
import { setLabels } from './set-labels.js';
import { setName } from './set-name.js';
import { withRestartPolicy } from './set-restart-policy.js';
import { inOrder, updatePodSpec } from './update.js';

/** What one run needs of its Job. */
export interface JobRun {
  readonly flowRunId: string;
  /** Unique id of this execution. */
  readonly identifier: string;
  /** The flow's name as lower-case words joined by `-`: names the Job when the YAML does not. */
  readonly flowSlug: string;
  readonly image: string;
  readonly command: readonly string[];
  readonly args: readonly string[];
  /** Variables to append to the flow container's env. */
  readonly env: readonly EnvVar[];
  /** The name of the flow container. @default the first container */
  readonly flowContainer?: string | undefined;
  /** Whether the name gets a suffix of this run. @default false */
  readonly uniqueJobName?: boolean | undefined;
  /** The user's own steps. @default [] */
  readonly transforms?: readonly JobTransform[] | undefined;
}

/**
 * Builds the Job of one run from the stored spec. Pure: the same spec and run give an equal Job, nothing of the spec
 * is changed, and everything the steps below do not name reaches the Job as it was written.
 *
 * @throws InvalidArgumentError when the run has no id, or no container has the name asked for.
 * @throws TransformError when one of the user's transforms throws or gives back something that is no Job.
 */
export function buildJob(spec: Pick<JobSpec, 'json'>, run: JobRun): JobManifest {
  requireText('flowRunId', run.flowRunId);
  requireText('identifier', run.identifier);
  // The order below is correctness-critical: the user's steps see the filled-in container and can change it; name and
  // labels come after them, because name and flow_run_id are the lock by which a run is submitted exactly once.
  const build = compose(
    updatePodSpec(inOrder(fillFlowContainer(run, run.flowContainer), withRestartPolicy('Never'))),
    ...(run.transforms ?? []).map(checked),
    setName({ flowSlug: run.flowSlug, flowRunId: run.flowRunId, unique: run.uniqueJobName }),
    setLabels({ identifier: run.identifier, flowRunId: run.flowRunId }),
  );
  return build(spec.json);
}

function checked(transform: JobTransform, index: number): JobTransform {
  const which = `Transform ${index + 1}${transform.name ? ` (${transform.name})` : ''}`;
  return (job) => {
    let result: unknown;
    try {
      result = transform(job);
    } catch (cause) {
      throw new TransformError(
        `${which} threw; a transform takes the Job and returns a changed copy of it.`,
        { cause },
      );
    }
    if (typeof result !== 'object' || result === null || Array.isArray(result) || 'then' in result) {
      throw new TransformError(`${which} did not return a Job; a transform returns a changed copy, at once.`);
    }
    return result as JobManifest;
  };
}

function requireText(argument: string, value: unknown): void {
  if (typeof value !== 'string' || value === '') {
    throw new InvalidArgumentError(argument, `A run needs ${argument}, a text that is not empty.`);
  }
}

import { InvalidArgumentError } from '../errors.js';
import type { Runtime } from './runtime.js';
import { VARIABLES } from './variables.js';

const COMMAND = ['node'];
const ARGS = [
  '--input-type=module',
  '--eval',
  "import { loadAndRunFlow } from 'kubernetes-job-environment/runtime'; await loadAndRunFlow();",
];

/**
 * Starts a flow written in JavaScript or compiled TypeScript, in an image that has Node, the flow's module and this
 * package. Node looks for the package from the container's working directory upwards: that is the image's `WORKDIR`,
 * or `workingDir` of the container in the YAML.
 *
 * The module is imported in the container too, so a file that it reads when it is imported, as a `job_spec.yaml`, must
 * be in the image. The container ends with 0 when the flow succeeded and with 1 when it failed: see `loadAndRunFlow`.
 *
 * @example
 * ```ts
 * new KubernetesJobEnvironment({ jobSpecFile: 'job_spec.yaml', runtime: nodeRuntime({ flowFile: 'dist/flow.js' }) });
 * ```
 * @throws InvalidArgumentError when `flowFile` is empty.
 */
export function nodeRuntime({
  flowFile,
}: {
  /** The module that exports the Flow: a path in the image, absolute or below its working directory. */
  readonly flowFile: string;
}): Runtime {
  if (typeof flowFile !== 'string' || flowFile === '') {
    throw new InvalidArgumentError(
      'flowFile',
      "nodeRuntime needs flowFile, the path of the flow's module in the image.",
    );
  }
  return {
    start: ({ flow, run, image, namespace }) => ({
      command: COMMAND,
      args: ARGS,
      env: [
        variable('flowFilePath', flowFile),
        variable('flowName', flow.name),
        variable('flowRunId', run.id),
        variable('namespace', namespace),
        variable('image', image),
      ],
      warnings:
        run.cloud === undefined
          ? []
          : ['nodeRuntime hands nothing of `cloud` on to the container: the run needs none.'],
    }),
  };
}

/** Kubernetes replaces `$(NAME)` in values, and `$$` by `$`: with each `$` doubled, the value arrives as it was. */
function variable(key: keyof typeof VARIABLES, value: string): { name: string; value: string } {
  return { name: VARIABLES[key], value: value.replaceAll('$', '$$$$') };
}

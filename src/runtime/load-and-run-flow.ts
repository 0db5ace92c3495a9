import process from 'node:process';
import type { FlowRunContext } from '../flow.js';
import { describeThrown } from './describe-thrown.js';
import { FlowLoadError } from './errors.js';
import { loadFlow } from './load-flow.js';
import { guardProcess } from './process-guard.js';
import { runFlow } from './run-flow.js';
import { VARIABLES } from './variables.js';

export interface LoadAndRunFlowOptions {
  /** Where the variables that `nodeRuntime` sets are read. @default process.env */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Ends the process. @default writes out what stands in stdout and stderr, then `process.exit` */
  readonly exit?: (code: number) => void | Promise<void>;
}

/**
 * Runs a flow in its container: what `nodeRuntime` starts there. Imports the module that
 * `KJE__CONTEXT__FLOW_FILE_PATH` names, finds the Flow it exports (as `flow`, as the default, or as the only
 * one; of several, the one of the name that is to run), calls `onStart` of its environment, the flow's `run` with the
 * run's context, and `onExit`.
 *
 * Ends the process, whatever timer or connection is still open: with 0 when `run` succeeded, with 1 and an error on
 * stderr when the flow could not be loaded, when it threw or rejected, when an exception or rejection was caught by
 * nobody, and when it waits for something that can never come. A code other than 0 that the flow puts in
 * `process.exitCode` is kept. What `onStart` or `onExit` throw is reported and changes nothing of that. SIGTERM ends
 * the process at once with 143 and SIGINT with 130, without `onExit`, unless the flow listens to the signal itself.
 */
export async function loadAndRunFlow({
  env = process.env,
  exit = flushAndExit,
}: LoadAndRunFlowOptions = {}): Promise<void> {
  using guard = guardProcess(exit);
  let failed = false;
  try {
    const { flowFilePath, ...context } = readVariables(env);
    const flow = await guard.during(() => loadFlow(flowFilePath, context.flowName));
    await runFlow(flow, Object.freeze(context), guard, report);
  } catch (error) {
    failed = true;
    const { message, cause } = error as Error;
    report(message, cause);
  }
  await exit(Number(process.exitCode ?? 0) || (failed ? 1 : 0));
}

function readVariables(
  env: LoadAndRunFlowOptions['env'] & object,
): FlowRunContext & { flowFilePath: string } {
  const missing = Object.values(VARIABLES).filter((name) => !env[name]);
  if (missing.length > 0) {
    throw new FlowLoadError(
      `The container's environment has no ${missing.join(', ')}. nodeRuntime sets them in the Jobs it starts; ` +
        `elsewhere set them yourself.`,
    );
  }
  const value = (name: string): string => env[name] ?? '';
  return {
    flowFilePath: value(VARIABLES.flowFilePath),
    flowName: value(VARIABLES.flowName),
    flowRunId: value(VARIABLES.flowRunId),
    namespace: value(VARIABLES.namespace),
    image: value(VARIABLES.image),
  };
}

function report(message: string, thrown: unknown): void {
  process.stderr.write(thrown === undefined ? `${message}\n` : `${message}\n${describeThrown(thrown)}\n`);
}

async function flushAndExit(code: number): Promise<void> {
  await Promise.all([process.stdout, process.stderr].map(flush));
  process.exit(code);
}

/** Resolves too when the stream is broken. */
function flush(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => {
    stream.write('', () => resolve());
  });
}

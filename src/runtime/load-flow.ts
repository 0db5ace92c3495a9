import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Flow } from '../flow.js';
import { messageOf } from './describe-thrown.js';
import { FlowLoadError } from './errors.js';
import { VARIABLES } from './variables.js';

/** A flow as `loadAndRunFlow` needs it. Known by its shape, so that it may come from another copy of the package. */
type LoadedFlow = Pick<Flow, 'name' | 'environment' | 'run'>;

/** A flow that can be run here. */
export type RunnableFlow = LoadedFlow & Required<Pick<LoadedFlow, 'run'>>;

/**
 * Imports the flow's module and finds the flow in it.
 *
 * @throws FlowLoadError
 */
export async function loadFlow(flowFilePath: string, flowName: string): Promise<RunnableFlow> {
  const file = resolve(flowFilePath);
  if (!statSync(file, { throwIfNoEntry: false })?.isFile()) {
    throw new FlowLoadError(
      `There is no file ${file}, where ${VARIABLES.flowFilePath} says the flow is. Check flowFile of nodeRuntime and ` +
        `the working directory of the image.`,
    );
  }
  let exports: object;
  try {
    exports = (await import(pathToFileURL(file).href)) as object;
  } catch (cause) {
    throw new FlowLoadError(`The flow's module ${file} could not be imported: ${messageOf(cause)}`, {
      cause,
    });
  }
  const flow = findFlow(exports, flowName, file);
  if (typeof flow.run === 'function') return flow as RunnableFlow;
  throw new FlowLoadError(
    `The flow "${flow.name}" of ${file} has no run function: give new Flow({ … }) a run, it is what nodeRuntime runs.`,
  );
}

/**
 * The flow among what a module exports: the only one; of several, the one of that name, and of several of that name
 * the one exported as `flow` or else as the default.
 *
 * @throws FlowLoadError when none or several are left.
 */
export function findFlow(exports: object, flowName: string, file: string): LoadedFlow {
  // A CommonJS module arrives as the default export.
  const named = { ...(exports as { default?: object }).default, ...exports } as Record<string, unknown>;
  const all = [...new Set(Object.values(named).filter(isFlow))];
  if (all.length === 0) {
    throw new FlowLoadError(
      `The module ${file} exports no Flow. Export it as "flow": export const flow = new Flow({ … });`,
    );
  }
  const found = all.length === 1 ? all : all.filter(({ name }) => name === flowName);
  const flow = [named['flow'], named['default'], ...(found.length === 1 ? found : [])].find(
    (candidate): candidate is LoadedFlow => found.includes(candidate as LoadedFlow),
  );
  if (flow !== undefined) return flow;
  throw new FlowLoadError(
    `The module ${file} exports ${all.length} flows (${all.map(({ name }) => `"${name}"`).join(', ')}), and ` +
      `${found.length === 0 ? 'none' : 'more than one'} of them is called "${flowName}", as ${VARIABLES.flowName} says.`,
  );
}

function isFlow(value: unknown): value is LoadedFlow {
  if (!isObject(value)) return false;
  return typeof value['name'] === 'string' && isObject(value['environment']) && isObject(value['storage']);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

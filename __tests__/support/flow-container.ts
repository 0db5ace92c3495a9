import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { nodeRuntime } from '../../src/runtime/node.js';
import { builtPackage } from './built-package.js';

export interface ContainerEnd {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface FlowContainer {
  readonly process: ChildProcess;
  /** The working directory, where the files lie. */
  readonly directory: string;
  /** Resolves when something stands on stdout, or stdout was closed. */
  readonly firstOutput: Promise<unknown>;
  readonly end: Promise<ContainerEnd>;
}

/**
 * Starts what `nodeRuntime` says as the kubelet does, in a real process: its command, args and variables, in a working
 * directory that holds the given files and finds the built package as an installed one.
 */
export async function startFlowContainer(
  files: Readonly<Record<string, string>>,
  options: { flowFile?: string; flowName?: string; env?: Readonly<Record<string, string | undefined>> } = {},
): Promise<FlowContainer> {
  const { flowFile = 'flow.js', flowName = 'my flow', env = {} } = options;
  const directory = mkdtempSync(join((await builtPackage()).directory, 'container-'));
  for (const [name, text] of Object.entries({ 'package.json': '{"type":"module"}', ...files })) {
    mkdirSync(dirname(join(directory, name)), { recursive: true });
    writeFileSync(join(directory, name), text);
  }
  const started = nodeRuntime({ flowFile: flowFile.replace('{directory}', directory) }).start({
    flow: { name: flowName, slug: 'my-flow' },
    run: { id: 'run-1' },
    image: 'example.com/flows:1',
    namespace: 'flows',
    flowPath: '/unused',
    containerEnv: [],
  });
  // As the kubelet expands values; no variable of the container is referred to in these tests.
  const variables = started.env.map(({ name, value = '' }) => [name, value.replaceAll('$$', '$')]);
  const child = spawn(process.execPath, started.args, {
    cwd: directory,
    env: { ...(Object.fromEntries(variables) as Record<string, string>), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const firstOutput = Promise.race([once(child.stdout, 'data'), once(child.stdout, 'close')]);
  return { process: child, directory, firstOutput, end: endOf(child, directory) };
}

/** Starts it and waits for its end. */
export async function runFlowContainer(
  ...given: Parameters<typeof startFlowContainer>
): Promise<ContainerEnd> {
  return (await startFlowContainer(...given)).end;
}

async function endOf(child: ChildProcess, directory: string): Promise<ContainerEnd> {
  let [stdout, stderr] = ['', ''];
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const [code, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null];
  rmSync(directory, { recursive: true, force: true });
  return { code, signal, stdout, stderr };
}

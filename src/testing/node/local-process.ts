import { spawn, type ChildProcess } from 'node:child_process';
import { constants, homedir } from 'node:os';
import { ProcessGuard } from './process-guard.js';
import type { ContainerContext, ContainerExit, ContainerRuntime, RunningContainer } from './images.js';

export interface LocalProcessOptions {
  /** The working directory of the process. @default that of this process */
  readonly cwd?: string;
  /** Variables the image itself would set; the Pod's own win. */
  readonly env?: Readonly<Record<string, string>>;
}

// What a process may write after its end is waited for no longer than this.
const drainMs = 1000;

/**
 * An image whose containers run as processes of this machine: `command` and `args` of the container, its variables,
 * and of this process's own only PATH and HOME. SIGTERM asks the process to end; with it ends all of its process group.
 */
export function localProcess(options: LocalProcessOptions = {}): ContainerRuntime {
  const guard = new ProcessGuard();
  return { start: (context) => startProcess(context, options, guard) };
}

function startProcess(
  context: ContainerContext,
  { cwd, env }: LocalProcessOptions,
  guard: ProcessGuard,
): RunningContainer {
  const [file, ...args] = [...context.command, ...context.args];
  if (file === undefined) return notStarted('no command specified');
  const child = spawn(file, args, {
    ...(cwd !== undefined && { cwd }),
    env: {
      PATH: process.env['PATH'] ?? '/usr/local/bin:/usr/bin:/bin',
      HOME: homedir(),
      HOSTNAME: context.pod.name,
      ...env,
      ...context.env,
    },
    // A group of its own, so that children of the process end with it.
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  child.stdout.on('data', (chunk: Buffer) => context.stdout.write(chunk));
  child.stderr.on('data', (chunk: Buffer) => context.stderr.write(chunk));
  const killGroup = (): void => signalGroup(child, 'SIGKILL');
  const release = guard.add(killGroup);
  const started = new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', ({ message }) => reject(new Error(startErrorOf(file, message))));
  });
  const exit = exitOf(child, killGroup).finally(release);
  return { started, exit, terminate: () => child.kill('SIGTERM'), kill: killGroup };
}

function exitOf(child: ChildProcess, killGroup: () => void): Promise<ContainerExit> {
  return new Promise((resolve) => {
    child.once('error', () => resolve({ exitCode: 128 }));
    child.once('exit', (code, signal) => {
      const exitCode = code ?? 128 + (signal === null ? 0 : constants.signals[signal]);
      killGroup();
      // Someone who left the group may still hold the pipes.
      const drain = setTimeout(() => {
        child.stdout?.destroy();
        child.stderr?.destroy();
      }, drainMs);
      child.once('close', () => {
        clearTimeout(drain);
        resolve({ exitCode });
      });
    });
  });
}

function signalGroup({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch {
    // ESRCH: all of it has ended.
  }
}

function startErrorOf(file: string, message: string): string {
  const why = /ENOENT/.test(message) ? 'executable file not found in $PATH' : message;
  return `failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: exec: "${file}": ${why}`;
}

function notStarted(message: string): RunningContainer {
  return {
    started: Promise.reject(new Error(message)),
    exit: Promise.resolve({ exitCode: 128 }),
    terminate: () => undefined,
    kill: () => undefined,
  };
}

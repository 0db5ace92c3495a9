import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { builtPackage } from './built-package.js';

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CliOptions {
  /** The text of the kubeconfig that the command finds. @default none is found */
  readonly kubeConfig?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** A command that runs. */
export interface RunningCli {
  readonly ended: Promise<Ended>;
  /** Resolves when the text was printed, to stdout or stderr; rejects when the command ends without it. */
  printed(pattern: RegExp): Promise<void>;
  kill(signal: NodeJS.Signals): void;
}

/** A folder to run commands in; removed with what is in it. */
export class CliFolder implements Disposable {
  readonly path = mkdtempSync(join(tmpdir(), 'kje-cli-'));

  write(name: string, text: string): string {
    writeFileSync(join(this.path, name), text);
    return name;
  }

  /** `kje` of the built package, in a process of its own, with no terminal. */
  async start(args: readonly string[], options: CliOptions = {}): Promise<RunningCli> {
    const { file, env } = await this.command(options);
    const child = spawn(process.execPath, [file, ...args], {
      cwd: this.path,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let [stdout, stderr] = ['', ''];
    let told = (): void => undefined;
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
      told();
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
      told();
    });
    const ended = new Promise<Ended>((resolve) => {
      child.on('close', (code) => {
        resolve({ code, stdout, stderr });
        told();
      });
    });
    return {
      ended,
      kill: (signal) => child.kill(signal),
      printed: (pattern) =>
        new Promise((resolve, reject) => {
          told = () => {
            if (pattern.test(stdout) || pattern.test(stderr)) resolve();
            else if (child.exitCode !== null)
              reject(new Error(`${pattern} was not printed:\n${stdout}\n${stderr}`));
          };
          told();
        }),
    };
  }

  async run(args: readonly string[], options: CliOptions = {}): Promise<Ended> {
    return (await this.start(args, options)).ended;
  }

  /** The file of the command, and the variables it runs with: nothing of ours but what Node needs to be found. */
  async command({
    kubeConfig,
    env = {},
  }: CliOptions): Promise<{ file: string; env: Record<string, string> }> {
    const { directory } = await builtPackage();
    if (kubeConfig !== undefined) this.write('kubeconfig', kubeConfig);
    return {
      file: join(directory, 'node_modules/kubernetes-job-environment/dist/cli/main.js'),
      env: {
        PATH: process.env['PATH'] ?? '',
        HOME: this.path,
        KUBECONFIG: join(this.path, 'kubeconfig'),
        ...env,
      },
    };
  }

  [Symbol.dispose](): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}

import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ClusterStartError } from './errors.js';
import { marker } from './janitor/processes.js';

const pollMilliseconds = 50;
const readyMilliseconds = 90_000;
const shownLines = 15;

/** A program of the cluster that can be killed and started again; both runs write to the same log file. */
export class ManagedProcess {
  readonly name: string;
  readonly logFile: string;
  readonly #start: () => ChildProcess;
  #process: ChildProcess | undefined;

  constructor(directory: string, program: string, args: readonly string[], env: NodeJS.ProcessEnv = {}) {
    this.name = program.slice(program.lastIndexOf('/') + 1);
    this.logFile = join(directory, `${this.name}.log`);
    this.#start = () => {
      const log = openSync(this.logFile, 'a');
      // detached: Ctrl-C in a terminal is for the owner, who then decides the order of the end.
      const child = spawn(program, args, {
        cwd: directory,
        detached: true,
        stdio: ['ignore', log, log],
        env: { ...process.env, ...env, [marker]: directory },
      });
      child.unref();
      child.on('error', () => undefined);
      closeSync(log);
      return child;
    };
  }

  start(): this {
    if (!this.running) this.#process = this.#start();
    return this;
  }

  get running(): boolean {
    const child = this.#process;
    return child?.pid !== undefined && child.exitCode === null && child.signalCode === null;
  }

  /** Kills it (SIGKILL) and waits for its end. */
  async kill(): Promise<void> {
    if (!this.running || this.#process === undefined) return;
    this.#process.ref();
    const exited = once(this.#process, 'exit');
    this.#process.kill('SIGKILL');
    await exited;
  }

  /**
   * Waits until `isReady` says so; what it throws counts as not yet.
   *
   * @throws {ClusterStartError} if the process ends before, or after 90 s; with the last lines of its log.
   */
  async untilReady(isReady: () => Promise<boolean>): Promise<void> {
    const deadline = performance.now() + readyMilliseconds;
    while (!(await isReady().catch(() => false))) {
      if (!this.running) throw this.#failure(`ended (${this.#ending()}) before it was ready`);
      if (performance.now() > deadline) {
        throw this.#failure(`was not ready after ${readyMilliseconds / 1000} s`);
      }
      await sleep(pollMilliseconds);
    }
  }

  #ending(): string {
    const { exitCode = null, signalCode = null } = this.#process ?? {};
    return signalCode ?? (exitCode === null ? 'could not be started' : `exit code ${exitCode}`);
  }

  #failure(what: string): ClusterStartError {
    const lines = readFileSync(this.logFile, 'utf8').trimEnd().split('\n').slice(-shownLines);
    return new ClusterStartError(
      `${this.name} ${what}. The last lines of its log:\n${lines.map((line) => `  ${line}`).join('\n')}`,
    );
  }
}

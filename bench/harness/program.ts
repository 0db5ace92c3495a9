import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/**
 * A contestant in a process of its own, in whatever language: reads one line of JSON for each thing to do, and writes
 * one line of JSON when it is done.
 */
export class Program implements AsyncDisposable {
  readonly #process: ChildProcess;
  readonly #name: string;
  readonly #waiting: { resolve: (line: string) => void; reject: (error: Error) => void }[] = [];

  private constructor(name: string, process: ChildProcess) {
    this.#name = name;
    this.#process = process;
    const { stdout } = process;
    if (stdout === null) throw new Error('The output of the program is not piped.');
    createInterface({ input: stdout }).on('line', (line) => this.#waiting.shift()?.resolve(line));
    process.once('error', (error) => this.#fail(error.message));
    process.once('close', (code, signal) => this.#fail(`it ended (${signal ?? code})`));
  }

  static start(
    name: string,
    [command, ...args]: readonly [string, ...string[]],
    env: Readonly<Record<string, string>> = {},
  ): Program {
    const stdio = ['pipe', 'pipe', 'inherit'] as const;
    return new Program(name, spawn(command, args, { stdio: [...stdio], env: { ...process.env, ...env } }));
  }

  get pid(): number {
    return this.#process.pid ?? 0;
  }

  /** @throws if it ends before it has answered, or answers `{ "error": … }`. */
  async ask<T>(task: object): Promise<T> {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null)
      throw this.#error('it has ended');
    const line = await new Promise<string>((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
      this.#process.stdin?.write(`${JSON.stringify(task)}\n`);
    });
    const answer = JSON.parse(line) as T & { readonly error?: string };
    if (answer.error !== undefined) throw this.#error(answer.error);
    return answer;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return;
    this.#process.kill('SIGKILL');
    await once(this.#process, 'close');
  }

  #fail(why: string): void {
    for (const { reject } of this.#waiting.splice(0)) reject(this.#error(why));
  }

  #error(why: string): Error {
    return new Error(`The contestant "${this.#name}" failed: ${why}`);
  }
}

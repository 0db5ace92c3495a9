import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { cleanUp } from './clean-up.js';

/**
 * A process of its own that removes the cluster when this process ends, however it ends: a crash, SIGKILL and Ctrl-C
 * all close the pipe between the two.
 */
export class Janitor {
  readonly #directory: string;
  readonly #id: string;
  readonly #process: ChildProcess;
  #complaint = '';

  private constructor(directory: string, id: string) {
    this.#directory = directory;
    this.#id = id;
    const main = fileURLToPath(new URL('main.js', import.meta.url));
    // detached: the terminal sends Ctrl-C to the whole group of its owner.
    this.#process = spawn(process.execPath, [main, directory, id], {
      detached: true,
      cwd: '/',
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    this.#process.stderr?.setEncoding('utf8').on('data', (text: string) => (this.#complaint += text));
  }

  /** Resolves when it is on guard: nothing may be started before. */
  static async start(directory: string, id: string): Promise<Janitor> {
    const janitor = new Janitor(directory, id);
    const child = janitor.#process;
    await Promise.race([once(child.stdout ?? child, 'data'), once(child, 'exit')]);
    if (!janitor.#runs()) throw new Error(`The janitor of the cluster did not start. ${janitor.#complaint}`);
    // A test that forgets to stop its cluster can end all the same.
    child.unref();
    for (const stream of [child.stdin, child.stdout, child.stderr]) {
      (stream as unknown as { unref(): void } | null)?.unref();
    }
    return janitor;
  }

  /** Has the cluster removed. @throws if something could not be removed. */
  async finish(): Promise<void> {
    const child = this.#process;
    if (this.#runs()) {
      child.ref();
      const exited = once(child, 'exit');
      child.stdin?.end();
      await exited;
    }
    if (child.exitCode === 0) return;
    if (child.signalCode === null) throw new Error(`The cluster could not be removed. ${this.#complaint}`);
    // Somebody killed it.
    await cleanUp(this.#directory, this.#id);
  }

  #runs(): boolean {
    return this.#process.exitCode === null && this.#process.signalCode === null;
  }
}

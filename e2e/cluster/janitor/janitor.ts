import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/**
 * A process of its own that removes the cluster when this process ends, however it ends: a crash, SIGKILL and Ctrl-C
 * all close the pipe between the two.
 */
export class Janitor {
  readonly #process: ChildProcess;
  readonly #exited: Promise<unknown>;
  #complaint = '';

  constructor(directory: string, id: string) {
    const main = fileURLToPath(new URL('main.js', import.meta.url));
    // detached: the terminal sends Ctrl-C to the whole group of its owner.
    this.#process = spawn(process.execPath, [main, directory, id], {
      detached: true,
      cwd: '/',
      stdio: ['pipe', 'ignore', 'pipe'],
    });
    this.#exited = once(this.#process, 'exit');
    this.#process.stderr?.setEncoding('utf8').on('data', (text: string) => (this.#complaint += text));
    // A test that forgets to stop its cluster can end all the same.
    this.#process.unref();
    for (const stream of [this.#process.stdin, this.#process.stderr]) {
      (stream as unknown as { unref(): void } | null)?.unref();
    }
  }

  /** Has the cluster removed. @throws if something could not be removed. */
  async finish(): Promise<void> {
    this.#process.ref();
    this.#process.stdin?.end();
    await this.#exited;
    if (this.#process.exitCode !== 0) {
      throw new Error(`The cluster could not be removed: ${this.#complaint || 'its janitor was killed'}`);
    }
  }
}

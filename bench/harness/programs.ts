import { Program } from './program.js';

export type Command = readonly [string, ...string[]];

/** Contestants that run side by side, each by its name. */
export class Programs implements AsyncDisposable {
  readonly #programs: ReadonlyMap<string, Program>;

  constructor(commands: Iterable<readonly [string, Command]>, env: Readonly<Record<string, string>> = {}) {
    this.#programs = new Map(
      [...commands].map(([name, command]) => [name, Program.start(name, command, env)]),
    );
  }

  [Symbol.iterator](): IterableIterator<[string, Program]> {
    return this.#programs.entries();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([...this.#programs.values()].map((program) => program[Symbol.asyncDispose]()));
  }
}

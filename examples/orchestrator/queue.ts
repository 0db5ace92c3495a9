import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { JobHandle, JobOutcome } from 'kubernetes-job-environment';

/** A run as it stands on disk: queued, then running (with its Job, as soon as there is one), then done. */
export interface StoredRun {
  readonly id: string;
  readonly job?: JobHandle;
  readonly outcome?: JobOutcome;
}

export type State = 'queued' | 'running' | 'done';

/**
 * A queue on disk, for one orchestrator: a folder for each state, and in it a file for each run. Files appear whole
 * (written aside, then renamed), so a process that is killed at any moment leaves a queue that can be read.
 */
export class Queue {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
    for (const state of ['queued', 'running', 'done']) mkdirSync(join(folder, state), { recursive: true });
  }

  add(id: string): void {
    this.#write('queued', { id });
  }

  /** The run that waits longest by its name, which is running from now on. */
  take(): StoredRun | undefined {
    const [next] = this.runs('queued');
    if (next !== undefined) renameSync(this.#file('queued', next.id), this.#file('running', next.id));
    return next;
  }

  attach(id: string, job: JobHandle): void {
    this.#write('running', { id, job });
  }

  finish(id: string, outcome: JobOutcome): void {
    this.#write('done', { id, outcome });
    rmSync(this.#file('running', id), { force: true });
  }

  runs(state: State): StoredRun[] {
    return readdirSync(join(this.#folder, state))
      .filter((file) => file.endsWith('.json'))
      .sort()
      .map((file) => JSON.parse(readFileSync(join(this.#folder, state, file), 'utf8')) as StoredRun);
  }

  #write(state: State, run: StoredRun): void {
    const file = this.#file(state, run.id);
    writeFileSync(`${file}.part`, JSON.stringify(run));
    renameSync(`${file}.part`, file);
  }

  #file(state: State, id: string): string {
    return join(this.#folder, state, `${id}.json`);
  }
}

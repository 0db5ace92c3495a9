import type { Diagnosis, JobHandle, JobOutcome, JobSpec, LogLine, RunEvent } from '../../index.js';
import { type Format, recordOf } from '../output.js';
import type { Screen } from '../terminal/screen.js';
import { styleOf } from '../terminal/style.js';
import { formatDuration } from '../text/duration.js';
import { phases } from './phase.js';
import { tellDiagnosis } from './tell-diagnosis.js';
import { tellOutcome } from './tell-outcome.js';

export interface RunViewOptions {
  readonly output: Format;
  readonly screen: Screen;
  readonly flowContainer: string;
  /** Whether lines are told apart by pod. */
  readonly severalPods: boolean;
  readonly spec?: Pick<JobSpec, 'excerpt'>;
}

/** Shows what happens to a run: as lines and a live line for people, or each thing as one record for programs. */
export class RunView {
  readonly #options: RunViewOptions;
  readonly #style = styleOf(process.stderr);
  readonly #started = performance.now();
  readonly #told = new Set<string>();
  readonly #phaseAfter: ReturnType<typeof phases>;
  #name = '';

  constructor(options: RunViewOptions) {
    this.#phaseAfter = phases(options.flowContainer);
    this.#options = options;
  }

  job(job: JobHandle): void {
    const { namespace, name, flowRunId, created } = job;
    this.#name = `${namespace}/${name}`;
    if (this.#record({ job })) return;
    const how = created ? 'submitted' : 'was there already, and is followed';
    this.#options.screen.tell(
      `Job ${this.#style('bold', this.#name)} ${how} ${this.#style('dim', `(run ${flowRunId})`)}`,
    );
    this.#phase(created ? 'queued' : 'adopted');
  }

  event(event: RunEvent): void {
    if (this.#record({ event })) return;
    if (event.diagnosis !== undefined) return this.#diagnosis(event.diagnosis);
    if (event.type === 'submitted' || event.type === 'adopted') return;
    const phase = this.#phaseAfter(event);
    if (phase === undefined) return;
    this.#phase(phase);
    if (!this.#options.screen.live) this.#options.screen.tell(`${this.#name}: ${phase}`);
  }

  log(line: LogLine): void {
    if (this.#record({ log: line })) return;
    const prefix = this.#options.severalPods ? `${line.pod} | ` : '';
    this.#options.screen.out(`${prefix}${line.text}\n`);
  }

  outcome(job: JobHandle, outcome: JobOutcome): void {
    this.#options.screen.show(undefined);
    if (this.#record({ outcome })) return;
    this.#options.screen.tell(tellOutcome(job, outcome, this.#style));
    for (const diagnosis of outcome.diagnoses) this.#diagnosis(diagnosis);
  }

  #phase(phase: string): void {
    const { screen } = this.#options;
    screen.show(() => {
      const elapsed = formatDuration(performance.now() - this.#started);
      return `${this.#style('cyan', phase)} ${this.#style('dim', `· ${this.#name} · ${elapsed}`)}`;
    });
  }

  /** Each once: one that keeps the run waiting is told of while it does, and may be part of the outcome. */
  #diagnosis(diagnosis: Diagnosis): void {
    const text = tellDiagnosis(diagnosis, this.#style, this.#options.spec);
    if (this.#told.has(text)) return;
    this.#told.add(text);
    this.#options.screen.tell(text);
  }

  #record(value: object): boolean {
    const { output, screen } = this.#options;
    if (output === 'text') return false;
    screen.out(recordOf(output, value));
    return true;
  }
}

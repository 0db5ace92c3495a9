import { type JobHandle, specOf } from '../../cluster/job-handle.js';
import { alarm } from '../alarm.js';
import type { Diagnosis, DiagnosedSpec } from '../diagnosis/diagnosis.js';
import { explainRun } from '../evidence/explain-run.js';
import type { MonitorContext } from '../monitor-context.js';
import { verdictOf } from '../outcome/job-outcome.js';
import { podStatus, trueCondition } from '../status.js';
import type { NamespaceWatch, WatchedJob } from '../watch/namespace-watch.js';
import { secretsOf } from '../watch/kept.js';

/** Causes that pass mostly by themselves count after half a minute. */
const SECOND_LOOK_MILLISECONDS = 31_000;

/** Tells what keeps one run from getting on, each cause once for as long as it lasts. */
export class StuckDiagnoses {
  readonly #context: MonitorContext;
  readonly #job: JobHandle;
  readonly #watch: NamespaceWatch;
  readonly #spec: DiagnosedSpec | undefined;
  readonly #tell: (diagnosis: Diagnosis) => void;
  readonly #stopped = new AbortController();
  #told = new Set<string>();
  #secondLook = new AbortController();
  #looking = false;
  #lookAgain = false;

  constructor(
    context: MonitorContext,
    job: JobHandle,
    watch: NamespaceWatch,
    spec: DiagnosedSpec | undefined,
    tell: (diagnosis: Diagnosis) => void,
  ) {
    this.#context = context;
    this.#job = job;
    this.#watch = watch;
    this.#spec = spec ?? specOf(job);
    this.#tell = tell;
  }

  /** Something has changed. */
  look(): void {
    this.#lookAgain = true;
    if (!this.#looking) void this.#lookOn();
  }

  stop(): void {
    this.#stopped.abort();
    this.#secondLook.abort();
  }

  async #lookOn(): Promise<void> {
    this.#looking = true;
    try {
      while (this.#lookAgain && !this.#stopped.signal.aborted) {
        this.#lookAgain = false;
        await this.#lookOnce();
      }
    } finally {
      this.#looking = false;
    }
  }

  async #lookOnce(): Promise<void> {
    this.#secondLook.abort();
    const watched = this.#watch.get(this.#job.uid);
    if (!this.#watch.synced || watched.job === undefined || watched.jobGone || verdictOf(watched.job)) return;
    if (!mayBeStuck(watched)) return this.#told.clear();
    const { signal } = (this.#secondLook = new AbortController());
    alarm(SECOND_LOOK_MILLISECONDS, this.#context.sleep, signal).addEventListener('abort', () => this.look());
    const explained = { job: this.#job, watch: this.#watch, watched, spec: this.#spec };
    const { diagnoses } = await explainRun(this.#context, { ...explained, signal: this.#stopped.signal });
    if (this.#stopped.signal.aborted) return;
    const stuck = diagnoses.filter((each) => each.stuck === true);
    const told = this.#told;
    this.#told = new Set(stuck.map(keyOf));
    for (const each of stuck) if (!told.has(keyOf(each))) this.#tell(each);
  }
}

/** The texts of a cause may differ from time to time: the cause itself is told once. */
function keyOf({ category, position }: Diagnosis): string {
  return `${category} ${position?.line}`;
}

/** Whether there is anything to explain: most runs are never asked about. */
function mayBeStuck({ job, pods }: WatchedJob): boolean {
  const { spec = {} } = (job ?? {}) as { spec?: { managedBy?: string } };
  const live = [...pods.values()].filter(({ gone }) => !gone);
  if (live.length === 0 || spec.managedBy !== undefined) return true;
  if (job !== undefined && trueCondition(job, 'Suspended') !== undefined) return true;
  return live.some(({ pod }) => {
    const { containerStatuses = [] } = podStatus(pod);
    const allRun = containerStatuses.length > 0 && containerStatuses.every(({ state }) => state?.running);
    return secretsOf(pod) !== undefined || !allRun || trueCondition(pod, 'Ready') === undefined;
  });
}

import type { Flow, JobMonitor, KubernetesJobEnvironment } from 'kubernetes-job-environment';
import type { Queue, StoredRun } from './queue.js';

export interface Orchestrated {
  readonly queue: Queue;
  readonly flow: Flow<KubernetesJobEnvironment>;
  readonly monitor: JobMonitor;
  /** So many runs at once. */
  readonly atOnce: number;
  /** Gets what happens and what runs write, as it comes. */
  readonly print: (id: string, text: string) => void;
  readonly signal: AbortSignal;
}

/**
 * Works the queue off. What was running when the last orchestrator ended is taken up first: its Job is adopted, or made
 * if it was not yet. When the signal fires, runs go on; the next orchestrator finds them.
 */
export async function orchestrate(orchestrated: Orchestrated): Promise<void> {
  const { queue, atOnce } = orchestrated;
  const left = queue.runs('running');
  const worker = async (): Promise<void> => {
    for (let run = left.shift() ?? queue.take(); run !== undefined; run = left.shift() ?? queue.take())
      await see(run, orchestrated);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}

/** Runs it, or what is left of it, to its end. */
async function see({ id, job: known }: StoredRun, orchestrated: Orchestrated): Promise<void> {
  const { queue, flow, monitor, print, signal } = orchestrated;
  // Killed between creation and this note? The Job's name is made of the run's id, so the same run finds its Job.
  const job = known ?? (await flow.environment.execute(flow, { id }, { signal }));
  queue.attach(id, job);
  print(id, known === undefined && job.created ? 'submitted' : 'taken up again');
  const [outcome] = await Promise.all([
    monitor.wait(job, { signal }),
    (async () => {
      for await (const { text, incomplete } of monitor.logs(job, { signal }))
        print(id, `| ${incomplete?.message ?? text}`);
    })(),
  ]);
  queue.finish(id, outcome);
  print(id, `${outcome.status}: ${outcome.message}`);
  for (const { summary, advice } of outcome.diagnoses) print(id, `${summary} ${advice}`);
}

import { SubmitFailedError, submitJob } from 'kubernetes-job-environment';
import type {
  ClusterApi,
  JobHandle,
  JobMonitor,
  JobOutcome,
  LogLine,
  RunEvent,
} from 'kubernetes-job-environment';
import type { ChaosRun } from './chaos-run.js';

/** What a process was told of a run, as often as it was told. */
export interface Told {
  readonly outcomes: JobOutcome[];
  readonly events: RunEvent[];
  readonly lines: LogLine[];
  /** What did not come to its end, and why. */
  readonly unfinished: string[];
}

/** Submits a run, and follows it in every way to its end, or until it takes too long. */
export async function follow(
  api: ClusterApi,
  monitor: JobMonitor,
  run: ChaosRun,
  { namespace, withinMs }: { readonly namespace: string; readonly withinMs: number },
): Promise<Told> {
  const signal = AbortSignal.timeout(withinMs);
  const job = await submit(api, run, namespace, signal);
  const told: Told = { outcomes: [], events: [], lines: [], unfinished: [] };
  const ways = {
    wait: monitor.wait(job, { until: 'settled', signal }).then((outcome) => told.outcomes.push(outcome)),
    events: collect(monitor.events(job, { signal }), told.events),
    logs: collect(monitor.logs(job, { signal }), told.lines),
  };
  await Promise.all(
    Object.entries(ways).map(([way, done]) =>
      done.catch((error: unknown) => told.unfinished.push(`${way}: ${String(error)}`)),
    ),
  );
  return told;
}

/** Submits the run; when the API server is away for longer than that is tried, again, as the error says. */
async function submit(
  api: ClusterApi,
  { id: flowRunId, job }: ChaosRun,
  namespace: string,
  signal: AbortSignal,
): Promise<JobHandle> {
  for (;;) {
    try {
      return await submitJob(api, job, { namespace, flowRunId });
    } catch (error) {
      if (signal.aborted || !(error instanceof SubmitFailedError)) throw error;
    }
  }
}

async function collect<T>(from: AsyncIterable<T>, to: T[]): Promise<void> {
  for await (const one of from) to.push(one);
}

const ends: readonly string[] = ['succeeded', 'failed', 'deleted'];

/**
 * What was told, to be compared with what was so. Of pods that the server has no more and that had not ended nothing is
 * compared: a Job controller that starts anew may make one too many, and takes it back (`job_controller.go`, manageJob).
 */
export function summaryOf({ outcomes, events, lines, unfinished }: Told, onServer: readonly string[]) {
  // Of a pod whose end came after that of its Job, on another connection, only the events tell.
  const finished = new Map(events.map(({ type, pod, exitCode }) => [`${type} ${pod}`, exitCode]));
  const containers = outcomes.flatMap(({ pods }) =>
    pods.map(
      (pod) => [pod.name, pod.containers[0]?.exitCode ?? finished.get(`finished ${pod.name}`)] as const,
    ),
  );
  return {
    unfinished,
    outcomes: outcomes.map(({ status }) => status),
    ends: events.map(({ type }) => type).filter((type) => ends.includes(type)),
    repeated: repeated(events),
    pods: Object.fromEntries(
      containers
        .filter(([name, exitCode]) => exitCode !== undefined || onServer.includes(name))
        .map(([name, exitCode]) => [name, { exitCode, lines: linesOf(lines, name) }]),
    ),
  };
}

/** The lines of a pod, put together again where they are so long that they were split. */
function linesOf(all: readonly LogLine[], pod: string): string[] {
  const lines: string[] = [];
  let begun = '';
  for (const { text, split, incomplete } of all.filter((line) => line.pod === pod)) {
    begun += text;
    if (split) continue;
    lines.push(incomplete === undefined ? begun : `(${incomplete.reason})`);
    begun = '';
  }
  return lines;
}

const onceEach = ['submitted', 'adopted', 'pod-created', 'scheduled', 'started', 'finished'];

/** What happens once to a run, a pod or a run of a container, and was told more often. */
function repeated(events: readonly RunEvent[]): string[] {
  const restarts = (event: RunEvent, before: number): number =>
    events
      .slice(0, before)
      .filter(
        ({ type, pod, container }) =>
          type === 'restarted' && pod === event.pod && container === event.container,
      ).length;
  const keys = events.flatMap((event, index) =>
    onceEach.includes(event.type)
      ? `${event.type} ${event.pod ?? ''} ${event.container ?? ''} ${restarts(event, index)}`
      : [],
  );
  return keys.filter((key, index) => keys.indexOf(key) < index);
}

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
import type { PodTruth } from './chaos-truth.js';

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
export function summaryOf(
  { outcomes, events, lines, unfinished }: Told,
  planned: readonly string[],
  onServer: Readonly<Record<string, PodTruth>>,
) {
  const isRestarted = (name: string) => events.some(({ type, pod }) => type === 'restarted' && pod === name);
  const printed = (name: string) =>
    isRestarted(name)
      ? withoutRunBefore(linesOf(lines, name), planned, onServer[name]?.before)
      : linesOf(lines, name);
  const containers = outcomes.flatMap(({ pods }) =>
    pods.map((pod) => [pod.name, pod.containers[0]?.exitCode] as const),
  );
  return {
    unfinished,
    outcomes: outcomes.map(({ status }) => status),
    ends: events.map(({ type }) => type).filter((type) => ends.includes(type)),
    repeated: repeated(events),
    pods: Object.fromEntries(
      containers
        .filter(([name, exitCode]) => exitCode !== undefined || name in onServer)
        .map(([name, exitCode]) => [name, { exitCode, lines: printed(name) }]),
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

/**
 * A container whose kubelet died while it was being started is started again in its pod, whatever its restart policy.
 * What it had printed until it was cut comes first: all that the node has of it, or so much as could be read before its
 * log was removed.
 */
function withoutRunBefore(
  told: readonly string[],
  planned: readonly string[],
  onNode: readonly string[] | undefined,
): readonly string[] {
  const cut = told.slice(0, Math.max(0, told.length - planned.length));
  const before = cut.filter((line) => line !== '(RunGone)');
  const isSo =
    onNode !== undefined && before.length === cut.length
      ? before.join('\n') === onNode.join('\n')
      : before.length < planned.length && planned.join('\n').startsWith(before.join('\n'));
  return isSo ? told.slice(-planned.length) : told;
}

/** What happens once to a run, a pod or a run of a container, and was told more often. */
function repeated(events: readonly RunEvent[]): string[] {
  const told = (type: string, { pod, container }: RunEvent): number =>
    events.filter((each) => each.type === type && each.pod === pod && each.container === container).length;
  return events
    .filter(
      (event) => onceEach.includes(event.type) && told(event.type, event) > 1 + told('restarted', event),
    )
    .map(({ type, pod = '', container = '' }) => `${type} ${pod} ${container}`);
}

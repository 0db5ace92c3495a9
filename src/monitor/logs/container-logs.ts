import type { ClusterApi } from '../../cluster/cluster-api.js';
import { fullJitter } from '../../cluster/retry.js';
import { type StampedLine, stampedLines } from './log-lines.js';
import { hasStatus, passes } from '../patiently.js';
import type { ContainerRun } from './pod-state.js';
import { SeenLines } from './seen-lines.js';

/** A line of output of a run. */
export interface LogLine {
  readonly pod: string;
  readonly container: string;
  /** RFC 3339 with nine digits: when the container runtime got the line. */
  readonly time: string;
  readonly text: string;
}

export interface ContainerLogs {
  readonly namespace: string;
  readonly pod: string;
  readonly container: string;
  readonly state: () => ContainerRun;
  /** Yields once at first and then after each change of the pod. */
  readonly changes: (signal: AbortSignal) => AsyncIterable<void>;
  readonly signal: AbortSignal;
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly random: () => number;
}

/** How a log is read: along with the run, its rest after the run is over, or that of the run before. */
type Read = 'follow' | 'rest' | 'previous';

/**
 * Follows one container's log to its end. A stream that ends means nothing (a kubelet that restarts ends it cleanly):
 * reading goes on from the last line until the run is over and its rest was read. A container that was restarted
 * before that has its last run read as the previous one.
 */
export async function* containerLogs(api: ClusterApi, logs: ContainerLogs): AsyncGenerator<LogLine> {
  const { pod, container, signal, sleep, random } = logs;
  const seen = new SeenLines();
  /** Runs whose log was read to the end. */
  let complete = 0;
  let failures = 0;
  for (;;) {
    const current = await nextToRead(logs, complete);
    if (current === undefined) return;
    const { run, phase } = current;
    const read: Read = run > complete ? 'previous' : phase === 'running' ? 'follow' : 'rest';
    try {
      for await (const line of readLines(api, logs, read, seen)) {
        failures = 0;
        yield { pod, container, time: line.time, text: line.text };
      }
      if (read === 'previous') complete = run;
      if (read === 'rest') complete = run + 1;
      if (read === 'rest' && phase === 'ended') return;
      if (read === 'follow' && logs.state().phase === 'running') await sleep(fullJitter(1, random), signal);
    } catch (error) {
      signal.throwIfAborted();
      if (!passes(error)) {
        if (hasStatus(error, 404)) return;
        // "is waiting to start", or "previous terminated container … not found".
        if (!hasStatus(error, 400)) throw error;
        // What will never run again has no log that will come.
        if (phase === 'ended' && read === 'rest') return;
        // A run before that is not there any more can not be read.
        if (read === 'previous') complete = run;
      }
      failures += 1;
      await sleep(fullJitter(failures, random), signal);
    }
  }
}

/** Waits until there is something to read; `undefined` when there never will be. */
async function nextToRead(
  { state, changes, signal }: ContainerLogs,
  complete: number,
): Promise<ContainerRun | undefined> {
  for await (const _ of changes(signal)) {
    const current = state();
    const { run, phase } = current;
    if (run > complete || phase === 'running') return current;
    if (run === complete && phase !== 'waiting') return current;
    if (phase === 'ended') return undefined;
  }
  return undefined;
}

async function* readLines(
  api: ClusterApi,
  { namespace, pod, container, signal }: ContainerLogs,
  read: Read,
  seen: SeenLines,
): AsyncGenerator<StampedLine> {
  const mode = { follow: read === 'follow', ...(read === 'previous' ? { previous: true } : {}) };
  const request = { namespace, pod, container, timestamps: true, sinceTime: seen.since, ...mode };
  seen.startReading();
  for await (const line of stampedLines(api.podLog(request, { signal }))) {
    // A line without newline is whole only at the end of a run: before, the rest of it may follow.
    if ((line.complete || read !== 'follow') && seen.isNew(line)) yield line;
  }
}

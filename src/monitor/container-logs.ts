import type { ClusterApi } from '../cluster/cluster-api.js';
import { ApiConnectionError, ApiResponseError } from '../cluster/errors.js';
import { fullJitter } from '../cluster/retry.js';
import { type StampedLine, stampedLines } from './log-lines.js';
import type { ContainerPhase } from './pod-state.js';
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
  readonly phase: () => ContainerPhase;
  /** Yields once at first and then after each change of the pod. */
  readonly changes: (signal: AbortSignal) => AsyncIterable<void>;
  readonly signal: AbortSignal;
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly random: () => number;
}

/**
 * Follows one container's log to its end. A stream that ends means nothing (a kubelet that restarts ends it cleanly):
 * reading goes on from the last line until the container has ended and its tail was read.
 */
export async function* containerLogs(api: ClusterApi, logs: ContainerLogs): AsyncGenerator<LogLine> {
  const { namespace, pod, container, signal } = logs;
  const seen = new SeenLines();
  let failures = 0;
  while (await started(logs)) {
    const last = logs.phase() === 'ended';
    const request = { namespace, pod, container, timestamps: true, follow: !last, sinceTime: seen.since };
    seen.startReading();
    try {
      for await (const line of stampedLines(api.podLog(request, { signal }))) {
        failures = 0;
        if (isWhole(line, last) && seen.isNew(line))
          yield { pod, container, time: line.time, text: line.text };
      }
      if (last) return;
      if (logs.phase() === 'running') await logs.sleep(fullJitter(1, logs.random), signal);
    } catch (error) {
      signal.throwIfAborted();
      if (!passes(error)) {
        if (last || isGone(error)) return;
        if (!isNotYet(error)) throw error;
      }
      failures += 1;
      await logs.sleep(fullJitter(failures, logs.random), signal);
    }
  }
}

/** Waits until the container runs or has ended; `false` when the watch ended before. */
async function started({ phase, changes, signal }: ContainerLogs): Promise<boolean> {
  for await (const _ of changes(signal)) if (phase() !== 'waiting') return true;
  return false;
}

/** A line without newline is whole only at the end of the log: before, the rest of it may follow. */
function isWhole(line: StampedLine, last: boolean): boolean {
  return line.complete || last;
}

/** Whether the failure is one of the moment: the kubelet is down (500), too many requests, a broken connection. */
function passes(error: unknown): boolean {
  if (error instanceof ApiResponseError) return error.status === 429 || error.status >= 500;
  return error instanceof ApiConnectionError;
}

function isGone(error: unknown): boolean {
  return error instanceof ApiResponseError && error.status === 404;
}

/** The kubelet refuses the log of a container that is "waiting to start" with a 400. */
function isNotYet(error: unknown): boolean {
  return error instanceof ApiResponseError && error.status === 400;
}

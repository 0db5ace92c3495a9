import { ApiResponseError } from '../../cluster/errors.js';
import { hasStatus } from '../patiently.js';
import type { LogGap } from './log-line.js';
import { DiscontinuityError } from './log-position.js';
import type { ContainerRun } from './pod-state.js';
import { LogGoneError, type ReadMode } from './read-log.js';

/** A pod that should have been gone so long ago, and whose node fails so often in a row, is given up. */
const OVERDUE_MILLISECONDS = 60_000;
const LAST_TRIES = 5;

/**
 * A kubelet gives the log of the next run as soon as that has started, and tells the API server of it within ten
 * seconds, when that was away. So long another log, or none, does not mean that this one was rotated, or is gone.
 * Source: k8s.io/kubernetes/pkg/kubelet/status/status_manager.go, syncPeriod
 */
export const RESTART_IS_TOLD = { waits: 6, milliseconds: 2_000 };

/** A reading that has failed, though the container was not restarted. */
export interface FailedReading {
  readonly mode: ReadMode;
  /** What was known when it began. */
  readonly state: ContainerRun;
  /** What is asked for is more than what is there now. */
  readonly follow: boolean;
  /** The stream of the run that is read had come to its end by itself before. */
  readonly wasWhole: boolean;
  /** Something of that run was read. */
  readonly isBegun: boolean;
  /** The server does not know the pod any more. */
  readonly isPodGone: boolean;
  /** Asking again is of no use, by the failures before. */
  readonly lasts: boolean;
  /** Failures in a row, with this one. */
  readonly failures: number;
  /** How often the word of a restart was waited for. */
  readonly waits: number;
  readonly now: number;
}

/**
 * What is to be done.
 * - `again`: the same once more, after a pause.
 * - `wait`: the same, after the pause of {@link RESTART_IS_TOLD}.
 * - `skip`: what was read before will not come again; what is there now goes on after it.
 * - `leave`: this run can not be read any more, but those after it.
 * - `end`: no more can be read.
 * - `reject`: the caller has to know.
 */
export interface Consequence {
  readonly then: 'again' | 'wait' | 'skip' | 'leave' | 'end' | 'reject';
  /** Why lines may be missing. */
  readonly missing?: LogGap['reason'] | undefined;
}

/** What it means that a reading has failed. */
export function consequenceOf(error: unknown, reading: FailedReading): Consequence {
  const { mode, state, follow, wasWhole, isBegun, isPodGone, lasts } = reading;
  const isGone = error instanceof LogGoneError;
  const isOther = error instanceof DiscontinuityError;
  if ((isOther || isGone) && mayBeRestarted(reading)) return { then: 'wait' };
  if (isOther) return { then: 'skip', missing: 'Rotated' };
  const isRefused = hasStatus(error, 400);
  // "previous terminated container … not found", or its log: that can not be read any more, but what came after it.
  if (mode === 'previous' && (isGone || isRefused))
    return { then: 'leave', missing: wasWhole || !state.hasRunBefore ? undefined : 'RunGone' };
  if (isGone || isPodGone) {
    // Of a run before it was read the log, and of its own nothing.
    const isWhole = wasWhole && mode !== 'previous';
    if (isWhole || !state.hasRun) return { then: 'end' };
    return { then: 'end', missing: isGone ? 'LogGone' : 'PodGone' };
  }
  // "is waiting to start", "is not available": what will never run has no log.
  if (isRefused && (state.phase === 'ended' || !follow))
    return { then: 'end', missing: isBegun && !wasWhole ? 'LogGone' : undefined };
  if (lasts && !isRefused && !isUnknown(error)) return { then: 'reject' };
  return isUnreachable(error, reading) ? { then: 'end', missing: 'NodeUnreachable' } : { then: 'again' };
}

/** Whether the container may have been started again, and the API server not have been told yet. */
function mayBeRestarted({ mode, state, waits }: FailedReading): boolean {
  if (mode === 'previous' || !state.mayRestart || state.phase === 'ended') return false;
  return waits < RESTART_IS_TOLD.waits;
}

/**
 * Whether the pod is not known: it is gone, or its kubelet restarts, and does not know its pods yet.
 * Source: k8s.io/kubernetes/pkg/kubelet/server/server.go, getContainerLogs
 */
export function isUnknown(error: unknown): boolean {
  return hasStatus(error, 404);
}

function isUnreachable(error: unknown, { state: { goneBy }, failures, now }: FailedReading): boolean {
  const isOverdue = goneBy !== undefined && now - Date.parse(goneBy) > OVERDUE_MILLISECONDS;
  return isOverdue && failures >= LAST_TRIES && error instanceof ApiResponseError;
}

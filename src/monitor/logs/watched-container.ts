import type { ContainerRun } from './pod-state.js';

/** A container of which a watch tells, and the server when it is asked. */
export interface WatchedContainer {
  /** What the watch knows. */
  readonly state: () => ContainerRun;
  /** What the server says now. */
  readonly freshState: () => Promise<ContainerRun>;
  /** Yields once at first and then after each change of the pod. */
  readonly changes: (signal: AbortSignal) => AsyncIterable<void>;
  readonly signal: AbortSignal;
}

/** Waits until there is something to read of this run or a later one; `undefined` when there never will be. */
export async function nextToRead(
  { state, changes, signal }: WatchedContainer,
  next: number,
  follow: boolean,
): Promise<ContainerRun | undefined> {
  for await (const _ of changes(signal)) {
    const current = state();
    const { run, phase } = current;
    if (run > next || phase === 'running') return current;
    if (run === next && phase !== 'waiting') return current;
    if (phase === 'ended' || !follow) return undefined;
  }
  return undefined;
}

/** Resolves when a run is over, by what the watch knows. */
export async function untilOver(
  { state, changes }: WatchedContainer,
  run: number,
  stopped: AbortSignal,
): Promise<void> {
  for await (const _ of changes(stopped)) {
    const current = state();
    if (current.run !== run || current.phase !== 'running') return;
  }
}

/**
 * Whether the server tells of a later run than was known; waits until the watch does so too. Of a pod that is gone it
 * tells nothing.
 */
export async function wasRestarted(
  { state, freshState, changes, signal }: WatchedContainer,
  { run }: ContainerRun,
): Promise<boolean> {
  const fresh = await freshState();
  if (fresh.isGone || fresh.run <= run) return false;
  for await (const _ of changes(signal)) {
    const known = state();
    if (known.isGone) return false;
    if (known.run >= fresh.run) break;
  }
  return true;
}

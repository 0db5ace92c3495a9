import { onAbort } from '../cluster/abort-listener.js';
import type { ClusterApi } from '../cluster/cluster-api.js';
import type { JobHandle } from '../cluster/job-handle.js';
import type { Logger } from '../logger.js';
import type { Telemetry } from '../telemetry.js';
import type { Cancellations } from './control/cancellations.js';
import type { LogTails } from './evidence/log-tails.js';
import type { LogReading } from './logs/log-reading.js';
import type { NamespaceWatch } from './watch/namespace-watch.js';

/** What the verbs of one monitor share. */
export interface MonitorContext {
  readonly api: ClusterApi;
  readonly logger: Logger;
  readonly telemetry: Telemetry | undefined;
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly random: () => number;
  readonly now: () => number;
  /** Fires when the monitor is closed. */
  readonly closed: AbortSignal;
  /** Called when the monitor is closed: cheaper than ten thousand listeners to a signal. */
  readonly onClose: Set<() => void>;
  readonly cancellations: Cancellations;
  readonly tails: LogTails;
  /** Who reads the logs of each Job here, by uid. */
  readonly reading: Map<string, Set<LogReading>>;
  readonly watch: (namespace: string) => NamespaceWatch;
}

/** A signal that fires when the caller's does or the monitor is closed. */
export function untilClosed({ closed }: MonitorContext, signal: AbortSignal | undefined): AbortSignal {
  return signal === undefined ? closed : AbortSignal.any([closed, signal]);
}

/**
 * Yields once at first and then after each change of the Job, its pods or the watch, and when one of the `alarms`
 * fires; ends when the monitor is closed.
 */
export async function* changes(
  { closed, watch: watchOf }: MonitorContext,
  { namespace, uid }: Pick<JobHandle, 'namespace' | 'uid'>,
  signal?: AbortSignal,
  alarms: readonly AbortSignal[] = [],
): AsyncGenerator<void> {
  const watch = watchOf(namespace);
  // A change between two waits leaves this promise settled, so that none is missed.
  let change = pending();
  const notify = (): void => change.settle();
  const stopListening = watch.listen(uid, notify);
  const signals = [closed, ...(signal ? [signal] : []), ...alarms];
  const stopSignals = onAbort(signals, notify);
  try {
    for (;;) {
      signal?.throwIfAborted();
      if (closed.aborted) return;
      watch.throwIfRefused();
      change = pending();
      yield;
      await change.promise;
    }
  } finally {
    stopListening();
    stopSignals();
  }
}

function pending(): { promise: Promise<void>; settle: () => void } {
  let settle = (): void => undefined;
  const promise = new Promise<void>((resolve) => {
    settle = resolve;
  });
  return { promise, settle };
}

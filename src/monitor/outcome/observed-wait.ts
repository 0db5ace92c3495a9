import type { JobHandle } from '../../cluster/job-handle.js';
import { jobAttributes, spanned } from '../../telemetry.js';
import type { MonitorContext } from '../monitor-context.js';
import type { JobOutcome } from './job-outcome.js';

/** A wait as a span, and how late its outcome was known when the run ended meanwhile. */
export function observedWait(
  { telemetry, now }: MonitorContext,
  job: JobHandle,
  wait: () => Promise<JobOutcome>,
): Promise<JobOutcome> {
  // The cluster tells whole seconds.
  const began = Math.floor(now() / 1000) * 1000;
  const attributes = { ...jobAttributes(job), 'flow_run.id': job.flowRunId };
  return spanned(telemetry, { name: 'wait', inFlight: 'waits.in_flight', attributes }, async (span) => {
    const outcome = await wait();
    const { status, reason, timeline } = outcome;
    span?.set({ status, reason });
    const ended = Date.parse(timeline.ended ?? '');
    if (ended >= began) telemetry?.lag(Math.max(0, now() - ended) / 1000, { status });
    return outcome;
  });
}

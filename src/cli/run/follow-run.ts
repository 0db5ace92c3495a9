import { setTimeout as sleep } from 'node:timers/promises';
import type { JobHandle, JobMonitor, JobOutcome } from '../../index.js';
import type { RunView } from './run-view.js';

/** The last lines of a run whose pods did not come to rest are waited for no longer than this. */
const LAST_LINES_MS = 5_000;

/** Shows a run until it has ended and its log was read; gives its outcome. */
export async function followRun(
  monitor: JobMonitor,
  job: JobHandle,
  view: RunView,
  signal: AbortSignal,
): Promise<JobOutcome> {
  const done = new AbortController();
  const options = { signal: AbortSignal.any([signal, done.signal]) };
  const events = forEach(monitor.events(job, options), (event) => view.event(event));
  const logs = forEach(monitor.logs(job, options), (line) => view.log(line));
  try {
    // What fails there (no right to read logs) is to be known at once, and not when the run has ended.
    const outcome = await Promise.race([
      monitor.wait(job, { ...options, until: 'settled' }),
      Promise.all([events, logs]).then(() => monitor.wait(job, options)),
    ]);
    const read = Promise.all([events, logs]);
    await (outcome.settled ? read : Promise.race([read, sleep(LAST_LINES_MS, undefined, options)]));
    view.outcome(job, outcome);
    return outcome;
  } finally {
    done.abort();
    await Promise.allSettled([events, logs]);
  }
}

async function forEach<T>(items: AsyncIterable<T>, act: (item: T) => void): Promise<void> {
  for await (const item of items) act(item);
}

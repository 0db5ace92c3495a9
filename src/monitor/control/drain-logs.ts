import type { JobHandle } from '../../cluster/job-handle.js';
import { LineSplitter } from '../logs/line-splitter.js';
import type { LogReading } from '../logs/log-reading.js';
import type { MonitorContext } from '../monitor-context.js';
import { hasStatus, patiently } from '../patiently.js';

/** Waits until the readers were given every line that was written before. */
export async function drain(
  context: MonitorContext,
  { namespace }: JobHandle,
  readings: readonly LogReading[],
  signal: AbortSignal,
): Promise<void> {
  await Promise.all(
    readings.flatMap((reading) =>
      reading.open.map(async ({ pod, container }) => {
        const newest = await newestStamp(context, { namespace, pod, container }, signal);
        if (newest !== undefined) await reading.until(pod, container, newest, signal);
      }),
    ),
  );
}

/** The stamp of the last line that has ended; `undefined` when there is no log, or none any more. */
async function newestStamp(
  context: MonitorContext,
  which: { readonly namespace: string; readonly pod: string; readonly container: string },
  signal: AbortSignal,
): Promise<string | undefined> {
  const request = { ...which, timestamps: true, tailLines: 1 };
  try {
    return await patiently(context, signal, async () => {
      const splitter = new LineSplitter();
      let newest: string | undefined;
      for await (const bytes of context.api.podLog(request, { signal }))
        for (const { time, last } of splitter.feed(bytes)) if (last === true) newest = time;
      return newest;
    });
  } catch (error) {
    signal.throwIfAborted();
    if (hasStatus(error, 400) || hasStatus(error, 404)) return undefined;
    throw error;
  }
}

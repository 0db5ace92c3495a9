import type { JobHandle, JobOutcome } from '../../index.js';
import { formatDuration } from '../text/duration.js';
import type { Style, StyleName } from '../terminal/style.js';

const colours: Record<JobOutcome['status'], StyleName> = {
  succeeded: 'green',
  failed: 'red',
  cancelled: 'yellow',
  lost: 'red',
  'timed-out': 'yellow',
};

/** What became of a run, in one line. */
export function tellOutcome(
  { namespace, name }: JobHandle,
  { status, reason, message, timeline }: JobOutcome,
  style: Style,
): string {
  const took = timeline.totalMs === undefined ? '' : ` after ${formatDuration(timeline.totalMs)}`;
  const why = status === 'succeeded' || status === 'cancelled' ? '' : `: ${reason} (${message})`;
  return `Job ${namespace}/${name} ${style(colours[status], status)}${took}${why}`;
}

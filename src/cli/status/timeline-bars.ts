import type { Timeline } from '../../index.js';
import { formatDuration } from '../text/duration.js';
import type { Style, StyleName } from '../terminal/style.js';

/** A part of a run; `to` is not known while it lasts. */
interface Part {
  readonly name: string;
  readonly colour: StyleName;
  readonly from: number;
  readonly to: number | undefined;
}

const NAME_WIDTH = 10;
const DURATION_WIDTH = 16;

/**
 * The parts of a run as bars under each other, the first at the left and the last at the right edge. A part that lasts
 * reaches to `now`.
 */
export function timelineBars(
  timeline: Timeline,
  { now, columns, style }: { readonly now: number; readonly columns: number; readonly style: Style },
): string[] {
  const parts = partsOf(timeline);
  const start = parts[0]?.from ?? now;
  const end = Math.max(start + 1, ...parts.map(({ to }) => to ?? now));
  const width = Math.max(10, columns - NAME_WIDTH - DURATION_WIDTH);
  const cell = (time: number): number => Math.round(((time - start) / (end - start)) * width);
  return parts.map(({ name, colour, from, to }) => {
    const [left, right] = [cell(from), cell(to ?? now)];
    // What took less than a second is a line where it was.
    const bar = right > left ? '█'.repeat(right - left) : '▏';
    const shift = Math.min(left, width - bar.length);
    const space = ' '.repeat(Math.max(0, width - shift - bar.length));
    const duration = `${formatDuration((to ?? now) - from)}${to === undefined ? ' so far' : ''}`;
    return `${name.padEnd(NAME_WIDTH)}${' '.repeat(shift)}${style(colour, bar)}${space} ${duration}`;
  });
}

function partsOf(timeline: Timeline): Part[] {
  const at = (time: string | undefined): number | undefined =>
    time === undefined ? undefined : Date.parse(time);
  const { pullingMs } = timeline;
  const [created, podCreated, scheduled, started, finished, ended] = [
    at(timeline.created),
    at(timeline.podCreated),
    at(timeline.scheduled),
    at(timeline.started),
    at(timeline.finished),
    at(timeline.ended),
  ];
  // How long images were pulled is known, not when: it comes before the start, and begins what leads to it.
  const pulled =
    scheduled === undefined || pullingMs === undefined
      ? undefined
      : Math.min(scheduled + pullingMs, started ?? ended ?? Infinity);
  const parts: [name: string, colour: StyleName, from: number | undefined, to: number | undefined][] = [
    ['queued', 'yellow', created, podCreated],
    ['scheduled', 'blue', podCreated, scheduled],
    ['pulled', 'cyan', pulled === undefined ? undefined : scheduled, pulled],
    ['started', 'cyan', pulled ?? scheduled, started],
    ['ran', 'green', started, finished],
    ['wound up', 'yellow', finished, ended],
  ];
  return parts.flatMap(([name, colour, from, to]) =>
    from === undefined ? [] : [{ name, colour, from, to: to ?? ended }],
  );
}

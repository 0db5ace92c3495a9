import type { Goal, Measure } from './measure.js';
import { best, median, ratio, seriesOf } from './statistics.js';

/** What became of a goal. */
export interface Verdict {
  readonly goal: Goal;
  /** What it was held against, when it is a ratio. */
  readonly against?: string;
  /** A ratio, or a median in the measure's unit. */
  readonly reached: number;
  readonly met: boolean;
}

export function judge(measure: Measure): Verdict[] {
  return measure.goals.map((goal) => {
    const series = seriesOf(measure, goal.contestant);
    const rival = goal.against === undefined ? undefined : best(measure, goal.against);
    const reached = rival === undefined ? median(series.samples) : ratio(series, rival);
    const met = reached >= (goal.atLeast ?? -Infinity) && reached <= (goal.atMost ?? Infinity);
    return { goal, reached, met, ...(rival !== undefined && { against: rival.contestant }) };
  });
}

import type { Measure, Series } from './measure.js';

/** The middle one; of an even number, the mean of the two in the middle. */
export function median(samples: readonly number[]): number {
  return quantile(samples, 0.5);
}

/** The value below which this part of the samples lies, interpolated between neighbours. */
export function quantile(samples: readonly number[], part: number): number {
  if (samples.length === 0) throw new Error('There is no quantile of nothing.');
  const sorted = [...samples].sort((a, b) => a - b);
  const place = (sorted.length - 1) * part;
  const [below, above] = [sorted[Math.floor(place)] ?? NaN, sorted[Math.ceil(place)] ?? NaN];
  return below + (above - below) * (place - Math.floor(place));
}

/**
 * The median of the ratios of each round: what slows a round down slows both, and leaves their ratio. Contestants
 * with other numbers of rounds are compared by their medians.
 */
export function ratio(of: Series, to: Series): number {
  if (of.samples.length !== to.samples.length) return median(of.samples) / median(to.samples);
  return median(of.samples.map((sample, round) => sample / (to.samples[round] ?? NaN)));
}

/** @throws if it took no part. */
export function seriesOf({ name, series }: Measure, contestant: string): Series {
  const found = series.find((one) => one.contestant === contestant);
  if (found === undefined) throw new Error(`"${contestant}" took no part in "${name}".`);
  return found;
}

/** The one of these with the best median. */
export function best(measure: Measure, contestants: readonly string[]): Series {
  const [first, ...others] = contestants.map((contestant) => seriesOf(measure, contestant));
  if (first === undefined) throw new Error('Nobody can be the best of none.');
  const sign = measure.better === 'more' ? 1 : -1;
  return others.reduce(
    (leader, other) => (sign * (median(other.samples) - median(leader.samples)) > 0 ? other : leader),
    first,
  );
}

/** How much the second of each pair grows with the first: least squares. */
export function slope(points: readonly (readonly [number, number])[]): number {
  const mean = (values: readonly number[]): number =>
    values.reduce((sum, one) => sum + one, 0) / values.length;
  const [x, y] = [mean(points.map(([at]) => at)), mean(points.map(([, value]) => value))];
  const along = points.reduce((sum, [at, value]) => sum + (at - x) * (value - y), 0);
  return along / points.reduce((sum, [at]) => sum + (at - x) ** 2, 0);
}

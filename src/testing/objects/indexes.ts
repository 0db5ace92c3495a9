/**
 * How many indexes a text as `0-2,5` stands for, or what is wrong with it, in the API server's words.
 * Source: validateIndexesFormat of pkg/apis/batch/validation.
 */
export function countIndexes(text: string, completions: number): number | string {
  if (text === '') return 0;
  let last = -1;
  let total = 0;
  for (const interval of text.split(',')) {
    const limits = interval.split('-');
    if (limits.length > 2) {
      return `the fragment ${JSON.stringify(interval)} violates the requirement that an index interval can have at most two parts separated by '-'`;
    }
    for (const limit of limits) {
      if (!/^[+-]?\d+$/.test(limit))
        return `cannot convert string to integer for index: ${JSON.stringify(limit)}`;
      if (Number(limit) >= completions) return `too large index: ${JSON.stringify(limit)}`;
    }
    const [from, to] = [Number(limits[0]), Number(limits.at(-1))];
    if (limits.length === 2 && from >= to) {
      return `non-increasing order, previous: ${from}, current: ${to}`;
    }
    if (last >= from) return `non-increasing order, previous: ${last}, current: ${from}`;
    total += to - from + 1;
    last = to;
  }
  return total;
}

/** Indexes as `0-2,5`, in order. */
export function formatIndexes(indexes: Iterable<number>): string {
  const intervals: [from: number, to: number][] = [];
  for (const index of [...indexes].sort((a, b) => a - b)) {
    const last = intervals.at(-1);
    if (last?.[1] === index - 1) last[1] = index;
    else intervals.push([index, index]);
  }
  // Two that follow each other are written one by one: so does the Job controller.
  return intervals
    .map(([from, to]) => (to === from ? `${from}` : to === from + 1 ? `${from},${to}` : `${from}-${to}`))
    .join(',');
}

/** The indexes of a text as `0-2,5`. */
export function parseIndexes(text: string): Set<number> {
  const indexes = new Set<number>();
  for (const interval of text.split(',').filter(Boolean)) {
    const [from = 0, to = from] = interval.split('-').map(Number);
    for (let index = from; index <= to; index++) indexes.add(index);
  }
  return indexes;
}

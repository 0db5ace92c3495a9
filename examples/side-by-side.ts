/** Two texts as columns, line by line: ` ` the same, `|` changed, `>` only in the right one, `<` only in the left. */
export function sideBySide(left: string, right: string): string {
  const width = Math.max(...left.split('\n').map((line) => line.length));
  return rows(left.trimEnd().split('\n'), right.trimEnd().split('\n'))
    .map(([before, after]) => {
      const mark = before === after ? ' ' : before === undefined ? '>' : after === undefined ? '<' : '|';
      return `${(before ?? '').padEnd(width)}  ${mark}  ${after ?? ''}`.trimEnd();
    })
    .join('\n');
}

type Row = [string | undefined, string | undefined];

function rows(left: readonly string[], right: readonly string[]): Row[] {
  const common = longestCommon(left, right);
  const result: Row[] = [];
  let [i, j] = [0, 0];
  const flush = (untilLeft: number, untilRight: number): void => {
    while (i < untilLeft || j < untilRight) {
      result.push([i < untilLeft ? left[i++] : undefined, j < untilRight ? right[j++] : undefined]);
    }
  };
  for (const [nextLeft, nextRight] of common) {
    flush(nextLeft, nextRight);
    result.push([left[i++], right[j++]]);
  }
  flush(left.length, right.length);
  return result;
}

/** The places of the longest common subsequence of lines. */
function longestCommon(left: readonly string[], right: readonly string[]): [number, number][] {
  const lengths = Array.from({ length: left.length + 1 }, () => new Array<number>(right.length + 1).fill(0));
  const at = (i: number, j: number): number => lengths[i]?.[j] ?? 0;
  for (let i = left.length - 1; i >= 0; i -= 1) {
    for (let j = right.length - 1; j >= 0; j -= 1) {
      (lengths[i] as number[])[j] =
        left[i] === right[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const places: [number, number][] = [];
  for (let i = 0, j = 0; i < left.length && j < right.length;) {
    if (left[i] === right[j]) places.push([i++, j++]);
    else if (at(i + 1, j) >= at(i, j + 1)) i += 1;
    else j += 1;
  }
  return places;
}

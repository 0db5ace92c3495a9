/**
 * How many letters must be changed, added, left out or swapped with their neighbour to get from one word to the other
 * (optimal string alignment).
 */
export function distance(a: string, b: string): number {
  let before: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      let best = Math.min(at(previous, j) + 1, at(row, j - 1) + 1, at(previous, j - 1) + cost);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        best = Math.min(best, at(before, j - 2) + 1);
      }
      row.push(best);
    }
    before = previous;
    previous = row;
  }
  return at(previous, b.length);
}

function at(row: readonly number[], index: number): number {
  return row[index] ?? Infinity;
}

/** The word that is nearest to one that is not known; `undefined` when none is near enough to be meant. */
export function nearest(
  word: string,
  candidates: Iterable<string>,
): { word: string; distance: number } | undefined {
  const plain = normal(word);
  let best: { word: string; distance: number } | undefined;
  for (const candidate of candidates) {
    const other = normal(candidate);
    if (Math.abs(other.length - plain.length) > limit(plain)) continue;
    const found = plain === other ? 0 : distance(plain, other);
    if (found <= limit(plain) && found < (best?.distance ?? Infinity))
      best = { word: candidate, distance: found };
  }
  return best;
}

/** snake_case, kebab-case and capitals do not count. */
function normal(word: string): string {
  return word
    .slice(0, 80)
    .replaceAll(/[_\-\s]/g, '')
    .toLowerCase();
}

function limit(word: string): number {
  return word.length < 5 ? 1 : word.length < 9 ? 2 : 3;
}

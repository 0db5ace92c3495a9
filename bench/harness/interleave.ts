import type { Series } from './measure.js';

/** Someone who can be measured, again and again. */
export interface Contestant<T> {
  readonly name: string;
  /** One round. */
  readonly run: (round: number) => Promise<T>;
}

/**
 * Lets all have their turn in each round, forwards and backwards in turn: a machine that gets slower hits all of them,
 * and nobody always comes after the same neighbour. Gives what each had in each round.
 *
 * @param warmUps rounds before, which do not count
 */
export async function interleave<T>(
  contestants: readonly Contestant<T>[],
  { rounds, warmUps = 1 }: { readonly rounds: number; readonly warmUps?: number },
): Promise<Map<string, T[]>> {
  const results = new Map<string, T[]>(contestants.map(({ name }) => [name, []]));
  for (let round = -warmUps; round < rounds; round += 1) {
    const order = round % 2 === 0 ? contestants : [...contestants].reverse();
    for (const { name, run } of order) {
      const result = await run(round + warmUps);
      if (round >= 0) results.get(name)?.push(result);
    }
  }
  return results;
}

/** One quantity of what {@link interleave} gave. */
export function pick<T>(
  results: ReadonlyMap<string, readonly T[]>,
  quantity: (result: T) => number,
): Series[] {
  return [...results].map(([contestant, rounds]) => ({ contestant, samples: rounds.map(quantity) }));
}

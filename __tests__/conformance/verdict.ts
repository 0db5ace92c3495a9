import { differences } from './compare.js';
import type { Found } from './compare.js';
import type { Script } from './corpus/script.js';
import { declared } from './declared.js';
import type { Answer } from './run-script.js';

export interface Verdict {
  readonly what: string;
  /** Differences that nothing declares. */
  readonly undeclared: readonly Found[];
  /** Declared places at which there is no difference. */
  readonly outdated: readonly string[];
}

/** What is not as declared; nothing when all is well. */
export function judge({ name }: Script, real: readonly Answer[], embedded: readonly Answer[]): Verdict[] {
  return real.flatMap((answer, index) => {
    const places = declared
      .filter(({ script, what }) => script === name && what === answer.what)
      .flatMap(({ at }) => at);
    const found = differences(answer, embedded[index] as Answer);
    const undeclared = found.filter(({ at }) => !places.some((place) => isWithin(at, place)));
    const outdated = places.filter((place) => !found.some(({ at }) => isWithin(at, place)));
    return undeclared.length + outdated.length > 0 ? [{ what: answer.what, undeclared, outdated }] : [];
  });
}

const isWithin = (at: string, place: string): boolean => at === place || at.startsWith(`${place}.`);

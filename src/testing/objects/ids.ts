import { randomInt, randomUUID } from 'node:crypto';

/** Where the cluster takes its names and uids from. */
export interface IdGenerator {
  /** A uid, in the form of a UUID. */
  uid(): string;
  /** The five characters that the API server puts behind a `generateName`. */
  suffix(): string;
}

// No vowels, so that no words come out: k8s.io/apimachinery/pkg/util/rand.
const alphabet = 'bcdfghjklmnpqrstvwxz2456789';

export const randomIds: IdGenerator = {
  uid: () => randomUUID(),
  suffix: () => Array.from({ length: 5 }, () => alphabet[randomInt(alphabet.length)]).join(''),
};

/** Ids that are the same in every run: `00000000-0000-4000-8000-000000000001` … and `bbbbb`, `bbbbc` … */
export function sequentialIds(): IdGenerator {
  let uids = 0;
  let suffixes = 0;
  return {
    uid: () => `00000000-0000-4000-8000-${String(++uids).padStart(12, '0')}`,
    suffix: () => {
      let rest = suffixes++;
      let text = '';
      for (let i = 0; i < 5; i++) {
        text = `${alphabet[rest % alphabet.length]}${text}`;
        rest = Math.floor(rest / alphabet.length);
      }
      return text;
    },
  };
}

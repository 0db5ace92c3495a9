import type { Table } from './measure.js';

/** How an answer is to be got. */
export interface Effort {
  /** A fraction of the rounds and sizes: shows whether it works, and roughly what comes out. */
  readonly quick: boolean;
  /** Hears how far it is. */
  readonly report: (line: string) => void;
}

/** A question that is answered by measuring. */
export interface Question {
  /** `npm run bench -- NAME`, and the name of its results. */
  readonly name: string;
  readonly asks: string;
  answer(effort: Effort): Promise<readonly Table[]>;
}

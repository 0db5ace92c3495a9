/**
 * The values of bunches one by one. What has come is given at once: of a generator each value would take several turns.
 * As with a generator, the bunches are asked for one at a time, each when the last was taken to its end.
 */
export class OneByOne<T> implements AsyncGenerator<T, void, undefined> {
  readonly #bunches: AsyncGenerator<readonly T[], void, undefined>;
  #bunch: readonly T[] = [];
  #at = 0;
  /** Of calls that wait for a bunch; they are answered in their order. */
  #waiting = 0;
  #last: Promise<unknown> = Promise.resolve();

  constructor(bunches: AsyncGenerator<readonly T[], void, undefined>) {
    this.#bunches = bunches;
  }

  next(): Promise<IteratorResult<T, void>> {
    if (this.#waiting === 0 && this.#at < this.#bunch.length) return Promise.resolve(this.#step());
    return this.#inTurn(() => this.#pull());
  }

  return(): Promise<IteratorResult<T, void>> {
    return this.#inTurn(() => this.#leave((bunches) => bunches.return()));
  }

  throw(error: unknown): Promise<IteratorResult<T, void>> {
    return this.#inTurn(() => this.#leave((bunches) => bunches.throw(error)));
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.return();
  }

  #step(): IteratorYieldResult<T> {
    const value = this.#bunch[this.#at++] as T;
    // The next bunch may be long in coming.
    if (this.#at === this.#bunch.length) this.#drop();
    return { done: false, value };
  }

  #drop(): void {
    this.#bunch = [];
    this.#at = 0;
  }

  async #pull(): Promise<IteratorResult<T, void>> {
    while (this.#at >= this.#bunch.length) {
      const { done, value } = await this.#bunches.next();
      if (done === true) return { done, value: undefined };
      this.#bunch = value;
      this.#at = 0;
    }
    return this.#step();
  }

  async #leave(
    end: (bunches: AsyncGenerator<readonly T[], void, undefined>) => Promise<unknown>,
  ): Promise<IteratorReturnResult<void>> {
    this.#drop();
    await end(this.#bunches);
    return { done: true, value: undefined };
  }

  #inTurn<R>(ask: () => Promise<R>): Promise<R> {
    this.#waiting += 1;
    const answer = this.#last.then(ask).finally(() => (this.#waiting -= 1));
    this.#last = answer.catch(() => undefined);
    return answer;
  }
}

/**
 * The values of many streams as they come, of streams that come one after another themselves. Each is asked for its
 * next value only when the last one was taken, so a slow reader slows the sources down.
 */
export async function* mergeGrowing<S, T>(
  sources: AsyncGenerator<S>,
  open: (source: S) => readonly AsyncGenerator<T>[],
): AsyncGenerator<T> {
  type Step = { from: AsyncGenerator<S | T>; result: IteratorResult<S | T> };
  const pending = new Map<AsyncGenerator<S | T>, Promise<Step>>();
  const advance = (from: AsyncGenerator<S | T>): void => {
    pending.set(
      from,
      from.next().then((result) => ({ from, result })),
    );
  };
  advance(sources);
  try {
    while (pending.size > 0) {
      const { from, result } = await Promise.race(pending.values());
      pending.delete(from);
      if (result.done === true) continue;
      advance(from);
      if (from === sources) for (const stream of open(result.value as S)) advance(stream);
      else yield result.value as T;
    }
  } finally {
    for (const [stream, step] of pending) {
      step.catch(() => undefined);
      // Not awaited: a generator that waits for its next value answers only after it came.
      void stream.return(undefined as never).catch(() => undefined);
    }
  }
}

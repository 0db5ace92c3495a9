type Step<V> = { readonly result: IteratorResult<V> } | { readonly error: unknown };

/**
 * The values of many streams as they come, of streams that come one after another themselves. Each is asked for its
 * next value only when the last one was taken, so a slow reader slows the sources down.
 */
export async function* mergeGrowing<S, T>(
  sources: AsyncGenerator<S>,
  open: (source: S) => readonly AsyncGenerator<T>[],
): AsyncGenerator<T> {
  type Stream = AsyncGenerator<S | T>;
  const asked = new Set<Stream>();
  // Not Promise.race: each race would leave a reaction on every stream that stays silent.
  const ready: { readonly from: Stream; readonly step: Step<S | T> }[] = [];
  let wake = (): void => undefined;
  const advance = (from: Stream): void => {
    asked.add(from);
    const arrived = (step: Step<S | T>): void => {
      ready.push({ from, step });
      wake();
    };
    from.next().then(
      (result) => arrived({ result }),
      (error: unknown) => arrived({ error }),
    );
  };
  advance(sources);
  try {
    while (asked.size > 0) {
      const next = ready.shift();
      if (next === undefined) {
        await new Promise<void>((resolve) => (wake = resolve));
        continue;
      }
      const { from, step } = next;
      asked.delete(from);
      if ('error' in step) throw step.error;
      if (step.result.done === true) continue;
      advance(from);
      if (from === sources) for (const stream of open(step.result.value as S)) advance(stream);
      else yield step.result.value as T;
    }
  } finally {
    // Not awaited: a generator that waits for its next value answers only after it came.
    for (const stream of asked) void stream.return(undefined as never).catch(() => undefined);
  }
}

import { expect, test } from '@jest/globals';
import { OneByOne } from '../src/one-by-one.js';

/** Three bunches, one of them empty; notes which were asked for, and its end. */
async function* bunches(told: string[], failure?: Error): AsyncGenerator<readonly number[], void, undefined> {
  try {
    for (const bunch of [[1, 2, 3], [], [4]]) {
      told.push(`asked for ${bunch.length}`);
      yield bunch;
    }
    if (failure !== undefined) throw failure;
  } finally {
    told.push('over');
  }
}

test('the values of bunches come one by one, the next bunch when the last was taken', async () => {
  const told: string[] = [];
  const lines = new OneByOne(bunches(told));
  expect(told).toEqual([]);
  for (const expected of [1, 2, 3]) expect(await lines.next()).toEqual({ done: false, value: expected });
  expect(told).toEqual(['asked for 3']);
  expect(await lines.next()).toEqual({ done: false, value: 4 });
  expect(await lines.next()).toEqual({ done: true, value: undefined });
  expect(await lines.next()).toEqual({ done: true, value: undefined });
  expect(told).toEqual(['asked for 3', 'asked for 0', 'asked for 1', 'over']);
});

test('who does not wait for the answers gets them in the order of the calls', async () => {
  const lines = new OneByOne(bunches([]));
  const answered: number[] = [];
  const ask = async (call: number) => {
    const { value } = await lines.next();
    answered.push(call);
    return value;
  };
  const calls = [ask(0), ask(1)];
  calls.push(
    calls[0]!.then(() => ask(2)),
    ask(3),
    ask(4),
  );
  expect((await Promise.all(calls)).toSorted()).toEqual([1, 2, 3, 4, undefined]);
  expect(answered.slice(0, 2)).toEqual([0, 1]);
  expect(await Promise.all(calls.slice(0, 2))).toEqual([1, 2]);
});

test('who leaves gets nothing more, and ends the bunches', async () => {
  const told: string[] = [];
  const lines = new OneByOne(bunches(told));
  for await (const line of lines) if (line === 2) break;
  expect(told.at(-1)).toBe('over');
  expect(await lines.next()).toEqual({ done: true, value: undefined });
});

test('a failure comes after the values before it, once', async () => {
  const lines = new OneByOne(bunches([], new Error('broken')));
  const read: number[] = [];
  await expect(async () => {
    for await (const line of lines) read.push(line);
  }).rejects.toThrow('broken');
  expect(read).toEqual([1, 2, 3, 4]);
  expect((await lines.next()).done).toBe(true);
});

test('who leaves while the next is on its way gets that one, then the end', async () => {
  const told: string[] = [];
  const lines = new OneByOne(bunches(told));
  const [first, left, later] = [lines.next(), lines.return(), lines.next()];
  expect(await first).toEqual({ done: false, value: 1 });
  expect(await left).toEqual({ done: true, value: undefined });
  expect(await later).toEqual({ done: true, value: undefined });
  expect(told).toEqual(['asked for 3', 'over']);
});

test('what is thrown into it ends the bunches, and comes back', async () => {
  const told: string[] = [];
  const lines = new OneByOne(bunches(told));
  await lines.next();
  const own = new Error('own');
  await expect(lines.throw(own)).rejects.toBe(own);
  expect(told).toEqual(['asked for 3', 'over']);
  expect(await lines.next()).toEqual({ done: true, value: undefined });
});

import { expect, test } from '@jest/globals';
import { ManualClock, realClock, sequentialIds } from '../../src/testing/index.js';

test('timers fire in order, each at its own time, also those set by others on the way', async () => {
  const clock = new ManualClock(0);
  const fired: [string, number][] = [];
  const at = (name: string) => (): void => void fired.push([name, clock.now()]);
  clock.schedule(300, at('c'));
  clock.schedule(100, () => {
    at('a')();
    void Promise.resolve().then(() => clock.schedule(100, at('b')));
  });
  const cancel = clock.schedule(150, at('never'));
  cancel();
  await clock.advance(250);
  expect(fired).toEqual([
    ['a', 100],
    ['b', 200],
  ]);
  expect(clock.now()).toBe(250);
  await clock.advance(50);
  expect(fired.at(-1)).toEqual(['c', 300]);
});

test('the real clock can be cancelled, and does not fire at once what is farther than a timer reaches', async () => {
  let fired = false;
  const cancel = realClock.schedule(2 ** 40, () => (fired = true));
  const soon = realClock.schedule(0, () => (fired = true));
  soon();
  await new Promise((resolve) => setImmediate(resolve));
  cancel();
  expect(fired).toBe(false);
});

test('sequential ids are the same in every run', () => {
  const [a, b] = [sequentialIds(), sequentialIds()];
  const draw = (ids: typeof a): string[] => [ids.uid(), ids.suffix(), ids.uid(), ids.suffix()];
  expect(draw(a)).toEqual(draw(b));
  expect(new Set(draw(a)).size).toBe(4);
});

import { describe, expect, test } from '@jest/globals';
import {
  type Answer,
  cut,
  line,
  refused,
  removed,
  running,
  ScriptedContainer,
  succeeded,
} from '../support/scripted-container.js';

const whole: Answer = { text: line(1, 'begun') + line(2, 'half of it') + line(3, 'last') };
/** Of a kubelet that stops: a clean end in the midst of the log. */
const early: Answer = { text: line(1, 'begun') };

test('a reading that ends before the line that was cut is no proof that all was read', async () => {
  const container = new ScriptedContainer(running(0));
  const read = await container.read([
    { text: line(1, 'begun') + cut(2, 'half'), meanwhile: () => container.becomes(succeeded(0)) },
    early,
    whole,
    whole,
  ]);
  expect(read).toEqual(['begun', 'half of it', 'last']);
});

test('what came of a line is given when no reading brings it again', async () => {
  const container = new ScriptedContainer(running(0));
  const read = await container.read([
    { text: line(1, 'begun') + cut(2, 'half'), meanwhile: () => container.becomes(succeeded(0)) },
    ...Array<Answer>(7).fill(early),
  ]);
  expect(read).toEqual(['begun', 'half', '(Rotated)']);
});

test('of what is there now, a line that has not ended is given too', async () => {
  const container = new ScriptedContainer(running(0));
  const read = await container.read([{ text: line(1, 'begun') + cut(2, 'half') }], { follow: false });
  expect(read).toEqual(['begun', 'half']);
});

test('of two readings that were cut in the midst of a line, what the longer one told is given', async () => {
  const container = new ScriptedContainer(running(0));
  const read = await container.read([
    { text: line(1, 'begun') + cut(2, 'fatal: x'), meanwhile: () => container.becomes(succeeded(0)) },
    { text: line(1, 'begun') + cut(2, 'fat') },
    removed,
  ]);
  expect(read).toEqual(['begun', 'fatal: x']);
});

test('nothing of a line is given twice that grows from reading to reading, and comes in parts', async () => {
  const text = Array.from({ length: 100_000 }, (_, index) => `${index} `).join('');
  const container = new ScriptedContainer(running(0));
  const read = await container.read([
    { text: cut(1, text.slice(0, 300_000)) },
    { text: cut(1, text.slice(0, 560_000)), ...refused(500) },
    ...Array<Answer>(7).fill(removed),
  ]);
  const given = read.slice(0, -1).join('');
  expect(given.length).toBeGreaterThan(500_000);
  expect(given).toBe(text.slice(0, given.length));
  expect(read.at(-1)).toBe('(LogGone)');
});

describe('readings of the rest that bring nothing of what was read before', () => {
  const begun = (container: ScriptedContainer): Answer => ({
    text: line(1, 'one'),
    meanwhile: () => container.becomes(succeeded(0)),
    ...refused(500),
  });
  const nothing: Answer = { text: '' };

  test('are no proof that all was read: a kubelet that stops ends them', async () => {
    const container = new ScriptedContainer(running(0));
    const whole = { text: line(1, 'one') + line(2, 'two') };
    const read = await container.read([begun(container), nothing, nothing, nothing, whole, whole]);
    expect(read).toEqual(['one', 'two']);
  });

  test('tell in the end that the log was rotated, and nothing written since', async () => {
    const container = new ScriptedContainer(running(0));
    const read = await container.read([begun(container), ...Array<Answer>(7).fill(nothing)]);
    expect(read).toEqual(['one', '(Rotated)']);
  });
});

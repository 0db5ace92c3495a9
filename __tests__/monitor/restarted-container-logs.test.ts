import { describe, expect, test } from '@jest/globals';
import {
  type Answer,
  cut,
  gone,
  line,
  refused,
  removed,
  running,
  ScriptedContainer,
  succeeded,
} from '../support/scripted-container.js';

/** The server's two ways to say that it has no log of the run before. */
const noLogs: [string, Answer][] = [
  ['is refused', refused(400)],
  ['was removed', removed],
];

describe('a last line without newline', () => {
  test.each(noLogs)('comes once when the log of its run %s since', async (_, noLog) => {
    const container = new ScriptedContainer(running(0));
    const read = await container.read([
      {
        text: line(1, 'begun') + cut(2, 'fatal: x'),
        meanwhile: () => container.becomes(running(1)),
      },
      noLog,
      { text: line(3, 'again'), meanwhile: () => container.becomes(succeeded(1)) },
      { text: line(3, 'again') },
    ]);
    expect(read).toEqual(['begun', 'fatal: x', 'again']);
  });

  test.each(noLogs)('comes before what is missing of its run, whose log %s since', async (_, noLog) => {
    const container = new ScriptedContainer(running(0));
    const read = await container.read([
      {
        text: line(1, 'begun') + cut(2, 'fatal: x'),
        meanwhile: () => container.becomes(running(1)),
      },
      refused(500),
      noLog,
      { text: line(3, 'again'), meanwhile: () => container.becomes(succeeded(1)) },
      { text: line(3, 'again') },
    ]);
    expect(read).toEqual(['begun', 'fatal: x', '(RunGone)', 'again']);
  });

  test.each([
    ['twice', 2, []],
    ['three times', 3, ['(RunGone)']],
  ])('comes when its container was restarted %s before it was read again', async (_, restarts, gaps) => {
    const container = new ScriptedContainer(running(0));
    const read = await container.read([
      {
        text: line(1, 'begun') + cut(2, 'fatal: x'),
        meanwhile: () => container.becomes(running(restarts)),
      },
      { text: line(3, 'run before') },
      { text: line(3, 'run before') },
      { text: line(4, 'last run'), meanwhile: () => container.becomes(succeeded(restarts)) },
      { text: line(4, 'last run') },
    ]);
    expect(read).toEqual(['begun', 'fatal: x', ...gaps, 'run before', 'last run']);
  });

  test('comes once when it is of a run of which the watch did not know yet', async () => {
    const container = new ScriptedContainer(running(0));
    const read = await container.read([
      { text: cut(1, 'fatal: x'), meanwhile: () => container.becomesUnseen(running(1)) },
      refused(400),
      { text: cut(1, 'fatal: x'), meanwhile: () => container.becomes(succeeded(1)) },
      { text: cut(1, 'fatal: x') },
      { text: cut(1, 'fatal: x') },
    ]);
    expect(read).toEqual(['(RunGone)', 'fatal: x']);
  });

  test('is no line of the run after it, of which the watch did not know yet', async () => {
    const container = new ScriptedContainer(running(0));
    const read = await container.read([
      { text: cut(1, 'fatal: x') },
      { before: () => (container.server = running(1)), text: line(2, 'again') },
      refused(400),
      { text: line(2, 'again'), meanwhile: () => container.becomes(succeeded(1)) },
      { text: line(2, 'again') },
    ]);
    expect(read).toEqual(['fatal: x', '(RunGone)', 'again']);
  });

  test('comes when it is all that was read, and a reading has failed since', async () => {
    const container = new ScriptedContainer(running(0));
    const read = await container.read([
      { text: cut(1, 'fatal: x'), meanwhile: () => setImmediate(() => container.becomes(running(1))) },
      refused(500),
      refused(400),
      { text: line(2, 'again'), meanwhile: () => container.becomes(succeeded(1)) },
      { text: line(2, 'again') },
    ]);
    expect(read).toEqual(['fatal: x', '(RunGone)', 'again']);
  });

  test('comes when the log was rotated since that held it', async () => {
    const container = new ScriptedContainer(running(0));
    const read = await container.read([
      { text: line(1, 'begun') + cut(2, 'half') },
      ...Array<Answer>(7).fill({ text: line(3, 'next') }),
      { text: line(3, 'next'), meanwhile: () => container.becomes(succeeded(0)) },
      { text: line(3, 'next') },
    ]);
    expect(read).toEqual(['begun', 'half', '(Rotated)', 'next']);
  });
});

test('a run that was never read is missing when the pod is gone, though the one before was read whole', async () => {
  const container = new ScriptedContainer(running(0));
  const read = await container.read([
    { text: line(1, 'run 0'), meanwhile: () => container.becomes(running(1)) },
    { before: () => (container.server = gone), ...refused(404) },
  ]);
  expect(read).toEqual(['run 0', '(PodGone)']);
});

describe('a gap', () => {
  const times = async (first: Answer): Promise<(readonly [string, string])[]> => {
    const container = new ScriptedContainer(running(0));
    const given: (readonly [string, string])[] = [];
    const lines = container.lines([
      first,
      { before: () => container.becomes(succeeded(0)), text: line(9, 'later') },
      ...Array<Answer>(8).fill({ text: line(9, 'later') }),
    ]);
    for await (const { text, incomplete, time } of lines) given.push([incomplete?.reason ?? text, time]);
    return given;
  };
  const at = (place: number): string => cut(place, '').trim();

  test('has the time of the line before it, by the clock of the node', async () => {
    await expect(times({ text: line(1, 'first') + line(2, 'second') })).resolves.toEqual([
      ['first', at(1)],
      ['second', at(2)],
      ['Rotated', at(2)],
      ['later', at(9)],
    ]);
  });

  test('has that of a line without newline, too', async () => {
    await expect(times({ text: line(1, 'first') + cut(2, 'half') })).resolves.toEqual([
      ['first', at(1)],
      ['half', at(2)],
      ['Rotated', at(2)],
      ['later', at(9)],
    ]);
  });
});

describe('a kubelet that has told the API server of no restart yet', () => {
  const whole: Answer = { text: line(1, 'one') + line(2, 'two') };
  const next: Answer = { text: line(3, 'again') };
  /** How it fails while it is away, and when it is back. */
  const away = [...Array<Answer>(6).fill(refused(500)), refused(404)];

  test.each([
    ['gives the log of the new run', next],
    ['gives nothing yet of the new run', { text: '' }],
    ['has no log any more', removed],
  ])('makes no gap when it %s', async (_, answer) => {
    const container = new ScriptedContainer(running(0));
    const read = await container.read([
      { text: line(1, 'one'), ...refused(500) },
      ...away,
      answer,
      answer,
      { ...answer, before: () => container.becomes(running(1)) },
      { ...whole, of: 'previous' },
      { ...whole, of: 'previous' },
      { ...next, meanwhile: () => container.becomes(succeeded(1)) },
      next,
    ]);
    expect(read).toEqual(['one', 'two', 'again']);
  });
});

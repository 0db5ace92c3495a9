import { describe, expect, test } from '@jest/globals';
import {
  failed,
  gone,
  line,
  refused,
  removed,
  running,
  ScriptedContainer,
  succeeded,
} from '../support/scripted-container.js';

describe('first lines, of which the server is asked of which run they are,', () => {
  test('are given when the pod is gone, and the server knows nothing of its restarts', async () => {
    const container = new ScriptedContainer(running(1));
    const read = await container.read([
      { text: line(1, 'run 0') },
      { text: line(1, 'run 0') },
      { before: () => (container.server = gone), text: line(2, 'run 1') },
      refused(404),
    ]);
    expect(read).toEqual(['run 0', 'run 1']);
  });

  test('are given when the server answers with what was before the last restart', async () => {
    const container = new ScriptedContainer(running(1));
    container.server = running(0);
    const read = await container.read([
      { text: line(1, 'run 0') },
      { text: line(1, 'run 0') },
      { text: line(2, 'run 1'), meanwhile: () => container.becomes(succeeded(1)) },
      { text: line(2, 'run 1') },
    ]);
    expect(read).toEqual(['run 0', 'run 1']);
  });

  test('are given when the pod goes before the watch knows of its restart', async () => {
    const container = new ScriptedContainer(running(0));
    const read = await container.read([
      { before: () => container.becomesAndGoes(running(1)), text: line(1, 'one'), ...refused(500) },
      refused(404),
    ]);
    expect(read).toEqual(['one', '(PodGone)']);
  });
});

test.each([
  ['while it is followed', running(0)],
  ['while the rest of it is read', failed(0)],
])('a log that was removed %s is read on as that of the run before, after a restart', async (_, state) => {
  const container = new ScriptedContainer(running(0));
  const first = line(1, 'run 0, first');
  const read = await container.read([
    { text: first, meanwhile: () => container.becomes(state), ...refused(500) },
    { before: () => (container.server = running(1)), ...removed },
    { text: first + line(2, 'run 0, last') },
    { text: first + line(2, 'run 0, last') },
    { text: line(3, 'run 1'), meanwhile: () => container.becomes(succeeded(1)) },
    { text: line(3, 'run 1') },
  ]);
  expect(read).toEqual(['run 0, first', 'run 0, last', 'run 1']);
});

test.each([
  ['some lines', line(1, 'run 0, first'), ['run 0, first']],
  ['nothing', undefined, []],
])(
  'empty logs of a run of which the watch does not know yet are no rest of the one of which it had read %s',
  async (_, text, given) => {
    const container = new ScriptedContainer(running(0));
    const whole = { text: `${text ?? ''}${line(2, 'run 0, last')}` };
    const read = await container.read([
      { ...(text && { text }), meanwhile: () => container.becomes(failed(0)), ...refused(500) },
      { before: () => container.becomesUnseen(running(1)), text: '' },
      { text: '' },
      { ...whole, of: 'previous' },
      { ...whole, of: 'previous' },
      { text: line(3, 'run 1'), meanwhile: () => container.becomes(succeeded(1)) },
      { text: line(3, 'run 1') },
    ]);
    expect(read).toEqual([...given, 'run 0, last', 'run 1']);
  },
);

test('nor do they tell that the run before was read whole, when its log is gone', async () => {
  const container = new ScriptedContainer(running(0));
  const read = await container.read([
    { text: line(1, 'run 0, first'), meanwhile: () => container.becomes(failed(0)), ...refused(500) },
    { before: () => container.becomesUnseen(running(1)), text: '' },
    { text: '' },
    { ...refused(400), of: 'previous' },
    { text: line(3, 'run 1'), meanwhile: () => container.becomes(succeeded(1)) },
    { text: line(3, 'run 1') },
  ]);
  expect(read).toEqual(['run 0, first', '(RunGone)', 'run 1']);
});

test('nor do they count as readings of the run before, of which one may be empty', async () => {
  const container = new ScriptedContainer(running(0));
  const read = await container.read([
    { meanwhile: () => container.becomes(failed(0)), ...refused(500) },
    { before: () => container.becomesUnseen(running(1)), text: '' },
    { text: '' },
    { text: '', of: 'previous' },
    { text: line(1, 'run 0'), of: 'previous' },
    { text: line(1, 'run 0'), of: 'previous' },
    { text: line(3, 'run 1'), meanwhile: () => container.becomes(succeeded(1)) },
    { text: line(3, 'run 1') },
  ]);
  expect(read).toEqual(['run 0', 'run 1']);
});

import { describe, expect, test } from '@jest/globals';
import {
  type Answer,
  cut,
  line,
  overdue,
  refused,
  removed,
  running,
  ScriptedContainer,
  succeeded,
} from '../support/scripted-container.js';

describe('refusals in a row', () => {
  test('count when they are three', async () => {
    const container = new ScriptedContainer(running(0));
    const read = await container.read([refused(403), refused(403), refused(403)]);
    expect(read).toEqual(['(403)']);
  });

  /** What else a server may answer in between. */
  const others: [string, Answer][] = [
    ['that the kubelet does not know the pod yet', refused(404)],
    ['that the container waits to start', refused(400)],
    ['with a log', { text: '' }],
    ['that it fails', refused(500)],
  ];
  test.each(others)('are none when the server answers in between %s', async (_, other) => {
    const container = new ScriptedContainer(running(0));
    const read = await container.read([
      refused(403),
      other,
      refused(403),
      refused(403),
      { text: line(9, 'one'), meanwhile: () => container.becomes(succeeded(0)) },
      { text: line(9, 'one') },
    ]);
    expect(read).toEqual(['one']);
  });

  test('are none when the log of the run before was removed in between', async () => {
    const container = new ScriptedContainer(running(1));
    const read = await container.read([
      refused(403),
      removed,
      refused(403),
      refused(403),
      { text: line(9, 'one'), meanwhile: () => container.becomes(succeeded(1)) },
      { text: line(9, 'one') },
    ]);
    expect(read).toEqual(['(RunGone)', 'one']);
  });

  test('are none when the log was rotated in between', async () => {
    const container = new ScriptedContainer(running(0));
    const late = { text: line(2, 'late') };
    const read = await container.read([
      { text: line(1, 'early') },
      refused(403),
      late,
      refused(403),
      refused(403),
      ...Array<Answer>(6).fill(late),
      { ...late, meanwhile: () => container.becomes(succeeded(0)) },
      late,
    ]);
    expect(read).toEqual(['early', '(Rotated)', 'late']);
  });
});

test.each([
  ['a line', line(1, 'one')],
  ['a part of a line', cut(1, 'one')],
])('a log of which %s was read, and whose container the kubelet has lost, is missing', async (_, text) => {
  const container = new ScriptedContainer(running(0));
  const read = await container.read([
    { text, meanwhile: () => container.becomes(succeeded(0)) },
    refused(500),
    refused(400),
  ]);
  expect(read).toEqual(['one', '(LogGone)']);
});

test('nothing is missing of a container that has ended, and may never have run', async () => {
  const container = new ScriptedContainer(succeeded(0));
  await expect(container.read([refused(400)])).resolves.toEqual([]);
});

test('failures between which lines came are not in a row: the node of a pod that should be gone answers', async () => {
  const container = new ScriptedContainer(overdue(running(0)));
  const places = [1, 2, 3, 4, 5];
  const upTo = (last: number) => places.slice(0, last).map((place) => line(place, `${place}`));
  const read = await container.read([
    ...places.map((place) => ({ text: upTo(place).join(''), ...refused(500) })),
    { text: upTo(5).join('') + line(6, '6'), meanwhile: () => container.becomes(succeeded(0)) },
    { text: upTo(5).join('') + line(6, '6') },
  ]);
  expect(read).toEqual(['1', '2', '3', '4', '5', '6']);
});

import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { CliFolder } from '../support/cli.js';
import { held, jobYaml, startCluster } from '../support/cli-runs.js';
import { hasTerminals, startInTerminal } from '../support/terminal.js';

const folder = new CliFolder();
beforeAll(() => {
  folder.write('hello.yaml', jobYaml('hello', 'hello'));
});
afterAll(() => folder[Symbol.dispose]());

const CTRL_C = '\x03';
const QUESTION = /^Cancel the run \(c\), detach from it \(d\), or go on \(any other key\)\?$/m;

async function heldRun() {
  const { image, end } = held();
  const cluster = await startCluster({ hello: image });
  const terminal = await startInTerminal(folder, ['run', 'hello.yaml'], { kubeConfig: cluster.kubeConfig });
  return { cluster, terminal, end, [Symbol.asyncDispose]: () => cluster.stop() };
}

(hasTerminals ? describe : describe.skip)('run on a terminal', () => {
  test('has a live line with phase and time under the log, which is gone in the end', async () => {
    await using run = await heldRun();
    const { terminal, end } = run;
    await terminal.shows(/^begun\nrunning · default\/hello · \d+ s$/m);
    end(0);
    const { code, raw } = await terminal.ended;
    expect(code).toBe(0);
    expect(raw).toContain('\x1b[32msucceeded\x1b[39m');
    expect(await terminal.screen()).toEqual([
      expect.stringMatching(/^Job default\/hello submitted \(run [0-9a-f-]{36}\)$/),
      'begun',
      expect.stringMatching(/^Job default\/hello succeeded after \d+ s$/),
    ]);
  });

  test('Ctrl-C and c cancel the run', async () => {
    await using run = await heldRun();
    const { cluster, terminal } = run;
    await terminal.shows(/^running/m);
    terminal.type(CTRL_C);
    await terminal.shows(QUESTION);
    terminal.type('c');
    const { code } = await terminal.ended;
    expect((await terminal.screen()).at(-1)).toMatch(/^Job default\/hello cancelled/);
    expect(code).toBe(130);
    expect(cluster.jobs()).toEqual([]);
  });

  test.each([
    ['d', 'd'],
    ['Ctrl-C once more', CTRL_C],
  ])('Ctrl-C and %s leave the run as it is', async (_, key) => {
    await using run = await heldRun();
    const { cluster, terminal } = run;
    await terminal.shows(/^running/m);
    terminal.type(CTRL_C);
    await terminal.shows(QUESTION);
    terminal.type(key);
    const { code } = await terminal.ended;
    expect((await terminal.screen()).join('')).toMatch(/The run goes on\. See it with kje logs hello /);
    expect(code).toBe(130);
    expect(cluster.jobs()[0]?.metadata.deletionTimestamp).toBeUndefined();
  });

  test('after any other key it goes on', async () => {
    await using run = await heldRun();
    const { terminal, end } = run;
    await terminal.shows(/^running/m);
    terminal.type(CTRL_C);
    await terminal.shows(QUESTION);
    terminal.type('x');
    await terminal.shows(/^running · /m);
    end(7);
    const { code } = await terminal.ended;
    expect(code).toBe(7);
  });

  test('a run that ends while it asks ends the question', async () => {
    await using run = await heldRun();
    const { terminal, end } = run;
    await terminal.shows(/^running/m);
    terminal.type(CTRL_C);
    await terminal.shows(QUESTION);
    end(0);
    const { code } = await terminal.ended;
    expect(code).toBe(0);
    expect((await terminal.screen()).join('\n')).not.toMatch(QUESTION);
  });
});

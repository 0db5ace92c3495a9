import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { EmbeddedCluster } from '../../src/testing/index.js';
import { CliFolder } from '../support/cli.js';
import { held, jobYaml, startCluster } from '../support/cli-runs.js';
import { hasTerminals, startInTerminal } from '../support/terminal.js';

const folder = new CliFolder();
const endless = held();
let cluster: EmbeddedCluster;
let kubeConfig: string;

const kje = (...args: string[]) => folder.run(args, { kubeConfig });

beforeAll(async () => {
  cluster = await startCluster({ endless: endless.image });
  ({ kubeConfig } = cluster);
  const secret = '\n          env: [{ name: KEY, value: hunter2-hunter2 }]';
  folder.write('fails.yaml', jobYaml('fails', 'exits-3', { container: secret }));
  folder.write('endless.yaml', jobYaml('endless', 'endless'));
  folder.write('stuck.yaml', jobYaml('stuck', 'no-such-image'));
  await kje('run', 'fails.yaml', '--run-id', 'run-1');
  await kje('run', 'endless.yaml', '--detach', '--run-id', 'run-2');
  await kje('run', 'stuck.yaml', '--detach', '--run-id', 'run-3');
  await endless.running;
});

afterAll(async () => {
  await cluster.stop();
  folder[Symbol.dispose]();
});

describe('status', () => {
  test('shows a run that failed: bars, pods and why', async () => {
    const { code, stdout, stderr } = await kje('status', 'run-1');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(
      /^Job default\/fails failed: BackoffLimitExceeded \(.*\)\nrun run-1, created \d+ s ago\n\n/,
    );
    expect(stdout).toMatch(
      /^queued {4}.*\d s\nscheduled .*\d s\n(?:pulled .*\n)?started .*\d s\nran .*\d s\n/m,
    );
    expect(stdout).toMatch(/^pod fails-\w{5} on \S+: flow exit code 3$/m);
    expect(stdout).toMatch(/^exit-code Container "flow" .* ended with exit code 3/m);
    expect(stdout).toMatch(/^ {2}log: about to fail$/m);
    expect(stdout).not.toContain('hunter2');
  });

  test('shows a run that goes on', async () => {
    const { stdout } = await kje('status', 'endless');
    expect(stdout).toMatch(/^Job default\/endless (?:pending|running)$/m);
    expect(stdout).toMatch(/^ran .* s so far$/m);
    expect(stdout).toMatch(/^pod endless-\w{5} on \S+: flow running$/m);
  });

  test('tells why a run does not get on', async () => {
    const { stdout } = await kje('status', 'stuck', '--output', 'json');
    expect(JSON.parse(stdout)).toMatchObject({
      job: { name: 'stuck', flowRunId: 'run-3' },
      state: 'pending',
      timeline: { created: expect.any(String) },
      diagnoses: [{ category: 'image-pull' }],
    });
  });

  test('says that there is no such run, with exit code 1', async () => {
    await expect(kje('status', 'nope')).resolves.toMatchObject({ code: 1, stdout: '' });
  });
});

describe('list', () => {
  test('shows all runs as a table', async () => {
    const { code, stdout } = await kje('list');
    expect(code).toBe(0);
    const [heading, ...rows] = stdout.trimEnd().split('\n');
    expect(heading).toMatch(/^JOB +RUN +STATE +AGE +TOOK$/);
    expect(rows.map((row) => row.split(/ {2,}/).slice(0, 3)).sort()).toEqual([
      ['endless', 'run-2', expect.stringMatching(/pending|running/)],
      ['fails', 'run-1', 'failed'],
      ['stuck', 'run-3', 'pending'],
    ]);
  });

  test('--output json gives them as data', async () => {
    const { stdout } = await kje('list', '-o', 'json');
    expect(JSON.parse(stdout)).toContainEqual(
      expect.objectContaining({ state: 'failed', job: expect.objectContaining({ name: 'fails' }) }),
    );
  });

  test('says when there are none', async () => {
    await expect(kje('list', '-n', 'kube-system')).resolves.toEqual({
      code: 0,
      stdout: 'No runs in namespace kube-system.\n',
      stderr: '',
    });
  });

  test('--watch gives a line for each change', async () => {
    const watching = await folder.start(['list', '--watch'], { kubeConfig });
    await watching.printed(/^fails \(run run-1\): failed$/m);
    folder.write('brief.yaml', jobYaml('brief', 'hello'));
    await kje('run', 'brief.yaml', '--run-id', 'run-4');
    await watching.printed(/^brief \(run run-4\): pending\n(?:.*\n)*brief \(run run-4\): succeeded$/m);
    watching.kill('SIGINT');
    await watching.ended;
  });

  test('--watch ends with 1 when it may not look', async () => {
    cluster.faults.add({
      verb: 'list',
      resource: 'jobs',
      respond: {
        status: 403,
        body: { kind: 'Status', status: 'Failure', code: 403, reason: 'Forbidden', message: 'no' },
      },
    });
    const { code, stderr } = await kje('list', '--watch');
    expect(code).toBe(1);
    expect(stderr).toMatch(/^error: /);
  });

  (hasTerminals ? test : test.skip)('--watch on a terminal draws the table anew in its place', async () => {
    const terminal = await startInTerminal(folder, ['list', '--watch'], { kubeConfig });
    await terminal.shows(/^fails +run-1 +failed/m);
    folder.write('late.yaml', jobYaml('late', 'hello'));
    await kje('run', 'late.yaml', '--run-id', 'run-5');
    await terminal.shows(/^late +run-5 +succeeded/m);
    const screen = await terminal.screen();
    expect(screen.filter((line) => line.startsWith('JOB'))).toHaveLength(1);
    expect(screen.filter((line) => line.startsWith('fails'))).toHaveLength(1);
    terminal.type('\x03');
    await terminal.ended;
  });
});

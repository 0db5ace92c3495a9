import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { EmbeddedCluster } from '../../src/testing/index.js';
import { CliFolder } from '../support/cli.js';
import { held, jobYaml, startCluster } from '../support/cli-runs.js';

const folder = new CliFolder();
let cluster: EmbeddedCluster;
let kubeConfig: string;

beforeAll(async () => {
  cluster = await startCluster();
  ({ kubeConfig } = cluster);
  folder.write('hello.yaml', jobYaml('hello', 'hello'));
  folder.write('fails.yaml', jobYaml('fails', 'exits-3'));
});

afterAll(async () => {
  await cluster.stop();
  folder[Symbol.dispose]();
});

const recordsOf = (text: string): any[] =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown);

describe('run', () => {
  test('prints the log to stdout, and to stderr how the run gets on and ends', async () => {
    const args = ['run', 'hello.yaml', '--unique-name', '--run-id', 'run-1', '--', 'big', 'world'];
    const { code, stdout, stderr } = await folder.run(args, { kubeConfig });
    expect(code).toBe(0);
    expect(stdout).toBe('hello big world\n');
    const name = 'default/hello-[0-9a-f]{10}';
    expect(stderr).toMatch(new RegExp(`^Job ${name} submitted \\(run run-1\\)\n${name}: `));
    expect(stderr).toMatch(new RegExp(`^${name}: running$`, 'm'));
    expect(stderr).toMatch(new RegExp(`^Job ${name} succeeded after \\d+ s\n$`, 'm'));
    expect(stderr).not.toContain('\x1b');
  });

  test('ends with the exit code of the flow, and says where in the YAML the cause is', async () => {
    const { code, stdout, stderr } = await folder.run(['run', 'fails.yaml'], { kubeConfig });
    expect({ code, stdout }).toEqual({ code: 3, stdout: 'about to fail\n' });
    expect(stderr).toMatch(/^Job default\/fails failed after \d+ s: BackoffLimitExceeded \(.+\)$/m);
    expect(stderr).toMatch(/^fails\.yaml:\d+:\d+ exit-code .*exit code 3/m);
    expect(stderr).toMatch(/^ {2}\d+ \| .*\n +\| +\^$/m);
    expect(stderr).toMatch(/^ {2}log: about to fail$/m);
  });

  test('the same run id is run once', async () => {
    const args = ['run', 'hello.yaml', '--unique-name', '--run-id', 'once'];
    await folder.run(args, { kubeConfig });
    const again = await folder.run(args, { kubeConfig });
    expect(again).toMatchObject({ code: 0, stdout: 'hello\n' });
    expect(again.stderr).toMatch(/^Job \S+ was there already, and is followed \(run once\)$/m);
    expect(cluster.jobs().filter(({ metadata }) => metadata.labels?.['flow_run_id'] === 'once')).toHaveLength(
      1,
    );
  });

  test('--output json gives each thing that happens as a line', async () => {
    const args = ['run', 'hello.yaml', '--unique-name', '--output', 'json'];
    const { code, stdout, stderr } = await folder.run(args, { kubeConfig });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const records = recordsOf(stdout);
    expect(records[0]).toEqual({ job: expect.objectContaining({ namespace: 'default', created: true }) });
    expect(records).toContainEqual({
      event: expect.objectContaining({ type: 'started', container: 'flow' }),
    });
    expect(records).toContainEqual({ log: expect.objectContaining({ container: 'flow', text: 'hello' }) });
    expect(records.at(-1)).toEqual({ outcome: expect.objectContaining({ status: 'succeeded' }) });
  });

  test('--detach prints the name of the Job and goes', async () => {
    const { image, running, end } = held();
    await using other = await startCluster({ hello: image });
    const where = { kubeConfig: other.kubeConfig };
    const { code, stdout, stderr } = await folder.run(['run', 'hello.yaml', '-d'], where);
    expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: 'hello\n', stderr: '' });
    await running;
    const taken = await folder.run(['run', 'hello.yaml', '-d', '-o', 'json'], where);
    expect(taken).toMatchObject({ code: 125, stdout: '' });
    expect(taken.stderr).toMatch(/^error: Job "hello" .* On the command line that is --unique-name\.\n$/);
    end(0);
  });

  test('tells why a run does not get on, while it waits', async () => {
    const nodeSelector = '\n      nodeSelector: { kind: none }';
    folder.write('stuck.yaml', jobYaml('stuck', 'hello', { container: nodeSelector }));
    const running = await folder.start(['run', 'stuck.yaml'], { kubeConfig });
    await running.printed(/^stuck\.yaml:12:21 unschedulable /m);
    running.kill('SIGINT');
    const { code, stderr } = await running.ended;
    expect(code).toBe(130);
    expect(stderr).toMatch(/^default\/stuck: waits: Unschedulable$/m);
  });

  test('says that the run goes on when it may not read the log', async () => {
    const { image, running, end } = held();
    await using other = await startCluster({ hello: image });
    other.faults.add({ resource: 'pods/log', respond: { status: 403 }, times: Infinity });
    const { code, stdout, stderr } = await folder.run(['run', 'hello.yaml'], {
      kubeConfig: other.kubeConfig,
    });
    await running;
    expect({ code, stdout }).toEqual({ code: 125, stdout: '' });
    expect(stderr).toMatch(
      /^The run goes on\. See it with kje logs hello --namespace default, .*\nerror: .*log/m,
    );
    end(0);
  });

  test('an interruption while it is submitted says whether there may be a Job', async () => {
    await using other = await startCluster();
    const create = other.faults.add({ verb: 'create', resource: 'jobs', hold: 'after-handling' });
    const child = await folder.start(['run', 'hello.yaml'], { kubeConfig: other.kubeConfig });
    await create.reached;
    child.kill('SIGINT');
    const { code, stderr } = await child.ended;
    expect(code).toBe(130);
    expect(stderr).toMatch(/Job "hello".*\n$/);
    expect(stderr).not.toContain('goes on');
  });

  test('tells the lines of several pods apart', async () => {
    folder.write('pair.yaml', jobYaml('pair', 'hello', { spec: '\n  parallelism: 2\n  completions: 2' }));
    const { stdout } = await folder.run(['run', 'pair.yaml'], { kubeConfig });
    expect(stdout).toMatch(/^(pair-\w{5} \| hello\n){2}$/);
    expect(new Set(stdout.split('\n')).size).toBe(3);
  });

  test('a run whose Job is deleted is lost, and ends as its container was ended', async () => {
    const { image, running } = held();
    await using other = await startCluster({ hello: image });
    const child = await folder.start(['run', 'hello.yaml'], { kubeConfig: other.kubeConfig });
    await running;
    await folder.run(['cancel', 'hello'], { kubeConfig: other.kubeConfig });
    const { code, stderr } = await child.ended;
    expect(stderr).toMatch(/^Job default\/hello lost.*: Deleted \(/m);
    expect(code).toBe(143);
  });

  test.each([
    [['missing.yaml'], /^error: The Job spec missing\.yaml does not exist/],
    [['hello.yaml', '--context', 'nope'], /^error: The kubeconfig has no context "nope"/],
    [['hello.yaml', '--namespace', 'nope'], /^error: .*namespace "nope"/],
  ])('run %j ends with 125 and one error', async (args, why) => {
    const { code, stdout, stderr } = await folder.run(['run', ...args], { kubeConfig });
    expect({ code, stdout }).toEqual({ code: 125, stdout: '' });
    expect(stderr).toMatch(why);
  });
});

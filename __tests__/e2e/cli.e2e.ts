import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { RealCluster } from '../../e2e/cluster/real-cluster.js';
import { CliFolder, type Ended } from '../support/cli.js';
import { startTestCluster } from './support/test-cluster.js';

const yaml = `apiVersion: batch/v1
kind: Job
metadata:
  name: hello
spec:
  backoffLimit: 0
  template:
    spec:
      terminationGracePeriodSeconds: 1
      containers:
        - name: flow
          image: localhost/busybox:1
`;

describe('the command line on a real cluster', () => {
  const folder = new CliFolder();
  let cluster: RealCluster;
  beforeAll(async () => {
    cluster = await startTestCluster();
    folder.write('job_spec.yaml', yaml);
  });
  afterAll(async () => {
    folder[Symbol.dispose]();
    await cluster?.stop();
  });
  const kje = (...args: string[]): Promise<Ended> => folder.run(args, { kubeConfig: cluster.kubeConfig });

  test('run shows the log and ends with the exit code; logs, status and list know the run', async () => {
    const command = ['sh', '-c', 'echo to stdout; sleep 1; exit 3'];
    const run = await kje('run', 'job_spec.yaml', '--unique-name', '--run-id', 'run-1', '--', ...command);
    expect(run).toMatchObject({ code: 3, stdout: 'to stdout\n' });
    expect(run.stderr).toMatch(/^default\/hello-\w+: running$/m);
    expect(run.stderr).toMatch(/^job_spec\.yaml:12:18 exit-code .*exit code 3/m);

    await expect(kje('logs', 'run-1')).resolves.toEqual({ code: 0, stdout: 'to stdout\n', stderr: '' });

    const status = await kje('status', 'run-1');
    expect(status.stdout).toMatch(/^Job default\/hello-\w+ failed: BackoffLimitExceeded /);
    expect(status.stdout).toMatch(/^ran .*█ +\d s$/m);
    expect(status.stdout).toMatch(/^pod \S+ on \S+: flow exit code 3$/m);

    const list = await kje('list', '--output', 'json');
    expect(JSON.parse(list.stdout)).toEqual([
      expect.objectContaining({ job: expect.objectContaining({ flowRunId: 'run-1' }), state: 'failed' }),
    ]);
  });

  test('run --detach, list --watch and cancel', async () => {
    const watching = await folder.start(['list', '--watch'], { kubeConfig: cluster.kubeConfig });
    const run = await kje('run', 'job_spec.yaml', '--run-id', 'run-2', '--detach', '--', 'sleep', '1000');
    expect(run).toEqual({ code: 0, stdout: 'hello\n', stderr: '' });
    await watching.printed(/^hello \(run run-2\): running$/m);

    const cancelled = await kje('cancel', 'hello');
    expect(cancelled).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^Job default\/hello cancelled/),
    });
    await watching.printed(/^hello \(run run-2\): deleting, gone$/m);
    watching.kill('SIGINT');
    await watching.ended;
    await expect(kje('status', 'hello')).resolves.toMatchObject({ code: 1 });
  });

  test('run examples/jobs/indexed.yaml: each part has its number', async () => {
    const indexed = fileURLToPath(new URL('../../examples/jobs/indexed.yaml', import.meta.url));
    const command = ['sh', '-c', 'echo part $JOB_COMPLETION_INDEX'];
    const { code, stdout } = await kje('run', indexed, '--image', 'localhost/busybox:1', '--', ...command);
    expect(code).toBe(0);
    const parts = stdout
      .trimEnd()
      .split('\n')
      .map((line) => line.replace(/^\S+ \| /, ''));
    expect(parts.sort()).toEqual(['part 0', 'part 1', 'part 2', 'part 3']);
  });

  test('validate --server asks it', async () => {
    folder.write('bad.yaml', yaml.replace('name: flow', 'name: Flow!'));
    const { code, stdout } = await kje('validate', 'bad.yaml', '--server');
    expect(code).toBe(1);
    expect(stdout).toMatch(/^bad\.yaml:11:\d+ error /m);
  });
});

import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { connect } from '../../src/index.js';
import type { EmbeddedCluster } from '../../src/testing/index.js';
import { CliFolder } from '../support/cli.js';
import { held, jobYaml, startCluster } from '../support/cli-runs.js';

const folder = new CliFolder();
const endless = held();
let cluster: EmbeddedCluster;
let kubeConfig: string;

const kje = (...args: string[]) => folder.run(args, { kubeConfig });

beforeAll(async () => {
  cluster = await startCluster({ endless: endless.image, proxy: ({ log }) => log('from the proxy') });
  ({ kubeConfig } = cluster);
  const proxy = '\n        - { name: proxy, image: proxy }';
  folder.write('hello.yaml', jobYaml('hello', 'hello', { container: proxy }));
  folder.write('endless.yaml', jobYaml('endless', 'endless'));
  await kje('run', 'hello.yaml', '--run-id', 'run-of-hello');
});

afterAll(async () => {
  await cluster.stop();
  folder[Symbol.dispose]();
});

describe('logs', () => {
  test.each(['hello', 'run-of-hello'])('prints the log of the run called %s', async (name) => {
    await expect(kje('logs', name)).resolves.toEqual({ code: 0, stdout: 'hello\n', stderr: '' });
  });

  test('--container picks another container', async () => {
    const { stdout } = await kje('logs', 'hello', '--container', 'proxy');
    expect(stdout).toBe('from the proxy\n');
  });

  test('--output json gives each line with its time', async () => {
    const { stdout } = await kje('logs', 'hello', '-o', 'json');
    expect(JSON.parse(stdout)).toEqual({
      pod: expect.stringMatching(/^hello-/),
      container: 'flow',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
      text: 'hello',
    });
  });

  test('--no-follow prints what is there now, and ends while the run goes on', async () => {
    await kje('run', 'endless.yaml', '--detach', '--unique-name');
    const [job] = cluster.jobs().filter(({ metadata }) => metadata.name !== 'hello');
    const name = job?.metadata.name ?? '';
    const follower = await folder.start(['logs', name], { kubeConfig });
    await follower.printed(/^begun$/m);
    await expect(kje('logs', name, '--no-follow')).resolves.toEqual({
      code: 0,
      stdout: 'begun\n',
      stderr: '',
    });
    await kje('cancel', name);
    await follower.ended;
  });

  test('says that there is no such run, with exit code 1', async () => {
    const { code, stderr } = await kje('logs', 'nope');
    expect(code).toBe(1);
    expect(stderr).toBe(
      'error: No Job or run is called "nope" in namespace "default"; kje list shows those that are there.\n',
    );
  });
});

describe('cancel', () => {
  test('ends a run, and whoever follows its log', async () => {
    await kje('run', 'endless.yaml', '--detach');
    const follower = await folder.start(['logs', 'endless'], { kubeConfig });
    await follower.printed(/^begun$/m);
    const { code, stdout, stderr } = await kje('cancel', 'endless');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^Job default\/endless cancelled/);
    expect(cluster.jobs().map(({ metadata }) => metadata.name)).toEqual(['hello']);
    await expect(follower.ended).resolves.toMatchObject({ code: 0 });
  });

  test('leaves a run that has ended as it is', async () => {
    const { code, stdout } = await kje('cancel', 'run-of-hello', '--output', 'json');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ job: { name: 'hello' }, outcome: { status: 'succeeded' } });
    expect(cluster.jobs()).toHaveLength(1);
  });

  test('touches no Job that the library has not made', async () => {
    await using api = connect(kubeConfig);
    const containers = [{ name: 'a', image: 'endless' }];
    const spec = { template: { spec: { restartPolicy: 'Never', containers } } };
    const body = { apiVersion: 'batch/v1', kind: 'Job', metadata: { name: 'foreign' }, spec };
    await api.createNamespacedJob({ namespace: 'default', body });
    const { code, stderr } = await kje('cancel', 'foreign');
    expect(code).toBe(1);
    expect(stderr).toMatch(/^error: Job "foreign" was not made by this library/);
    expect(
      cluster.jobs().find(({ metadata }) => metadata.name === 'foreign')?.metadata.deletionTimestamp,
    ).toBe(undefined);
  });
});

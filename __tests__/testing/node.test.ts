import { describe, expect, test } from '@jest/globals';
import {
  EmbeddedCluster,
  ManualClock,
  type ContainerContext,
  type EmbeddedClusterOptions,
  type Images,
} from '../../src/testing/index.js';
import { api, jobManifest, jobsPath, podsPath } from './api.js';

async function start(
  images: Images,
  options: EmbeddedClusterOptions = {},
): Promise<{ cluster: EmbeddedCluster; clock: ManualClock; [Symbol.asyncDispose]: () => Promise<void> }> {
  const clock = new ManualClock();
  const cluster = await EmbeddedCluster.start({ clock, images, ...options });
  return { cluster, clock, [Symbol.asyncDispose]: () => cluster.stop() };
}

const stateOf = (cluster: EmbeddedCluster): any => cluster.pods()[0]?.status.containerStatuses?.[0]?.state;
const logOf = async (cluster: EmbeddedCluster): Promise<string> =>
  (await api(cluster, 'GET', `${podsPath()}/${cluster.pods()[0]?.metadata.name}/log`)).text;
const never = (): Promise<never> => new Promise(() => undefined);

describe('a function that stands for an image', () => {
  test('gets command, args and variables with $(NAME) expanded and references resolved', async () => {
    let seen: ContainerContext | undefined;
    await using one = await start(
      { 'test/image:1': (context: ContainerContext) => void (seen = context) },
      { secrets: { prefect: { 'api-key': 's3cret' } } },
    );
    const manifest = jobManifest(
      'one',
      {},
      {
        command: ['run', '$(A)'],
        args: ['$(B)', '$$(A)', '$(UNKNOWN)', '$A'],
        env: [
          { name: 'A', value: 'a' },
          { name: 'B', value: '<$(A)> $(C)' },
          { name: 'C', value: 'c' },
          { name: 'NS', valueFrom: { fieldRef: { fieldPath: 'metadata.namespace' } } },
          { name: 'POD', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
          { name: 'TEAM', valueFrom: { fieldRef: { fieldPath: "metadata.labels['team']" } } },
          { name: 'KEY', valueFrom: { secretKeyRef: { name: 'prefect', key: 'api-key' } } },
          { name: 'NONE', valueFrom: { secretKeyRef: { name: 'absent', key: 'k', optional: true } } },
        ],
      },
    );
    manifest.spec.template.metadata = { labels: { team: 'x' } };
    await api(one.cluster, 'POST', jobsPath(), manifest);
    await one.clock.advance(0);
    expect(seen).toMatchObject({
      image: 'test/image:1',
      command: ['run', 'a'],
      args: ['<a> $(C)', '$(A)', '$(UNKNOWN)', '$A'],
      container: 'main',
      restartCount: 0,
    });
    expect(seen?.env).toEqual({
      A: 'a',
      B: '<a> $(C)',
      C: 'c',
      NS: 'default',
      POD: one.cluster.pods()[0]?.metadata.name,
      TEAM: 'x',
      KEY: 's3cret',
    });
  });

  test.each([
    ['returns nothing', (): void => undefined, 0, 'Completed'],
    ['returns a number', (): number => 42, 42, 'Error'],
    [
      'throws',
      (): never => {
        throw new Error('boom');
      },
      1,
      'Error',
    ],
  ] as const)('and %s ends with its exit code', async (_title, run, exitCode, reason) => {
    await using one = await start({ 'test/image:1': run });
    await api(one.cluster, 'POST', jobsPath(), jobManifest('one'));
    await one.clock.advance(0);
    expect(stateOf(one.cluster).terminated).toMatchObject({ exitCode, reason });
    if (exitCode === 1) expect(await logOf(one.cluster)).toMatch(/^Error: boom\n {4}at /);
  });

  test('is told to end by its signal, and left alone when the grace period is over', async () => {
    await using one = await start({
      'test/image:1': ({ sleep }) => sleep(1e9),
      'deaf/image:1': never,
    });
    await api(one.cluster, 'POST', jobsPath(), jobManifest('hears'));
    await api(one.cluster, 'POST', jobsPath(), jobManifest('deaf', {}, { image: 'deaf/image:1' }));
    const pods = one.cluster.pods().map(({ metadata }) => metadata.name);
    for (const name of pods) await api(one.cluster, 'DELETE', `${podsPath()}/${name}`);
    await one.clock.advance(29_999);
    const left = one.cluster
      .pods()
      .map(({ metadata }) => [metadata.name.slice(0, 4), metadata.deletionGracePeriodSeconds]);
    expect(left).toEqual([['deaf', 30]]);
    await one.clock.advance(1);
    expect(one.cluster.pods()).toEqual([]);
  });
});

describe('a container that can not run', () => {
  test('for want of its image waits in ErrImagePull, then in ImagePullBackOff, for ever', async () => {
    await using one = await start({});
    await api(one.cluster, 'POST', jobsPath(), jobManifest('one'));
    await one.clock.advance(0);
    expect(stateOf(one.cluster).waiting.reason).toBe('ErrImagePull');
    await one.clock.advance(86_400_000);
    expect(stateOf(one.cluster).waiting).toEqual({
      reason: 'ImagePullBackOff',
      message: expect.stringMatching(/^Back-off pulling image "test\/image:1": ErrImagePull: failed to pull/),
    });
    expect(one.cluster.jobs()[0]?.status).toMatchObject({ active: 1 });
    await api(one.cluster, 'DELETE', `${jobsPath()}/one?propagationPolicy=Background`);
    await one.clock.advance(1000);
    expect(one.cluster.pods()).toEqual([]);
  });

  test.each([
    [
      'a secret that is missing',
      { env: [{ name: 'A', valueFrom: { secretKeyRef: { name: 'absent', key: 'k' } } }] },
      'CreateContainerConfigError',
      'secret "absent" not found',
    ],
    [
      'a key that is missing',
      { env: [{ name: 'A', valueFrom: { secretKeyRef: { name: 'there', key: 'k' } } }] },
      'CreateContainerConfigError',
      "couldn't find key k in Secret default/there",
    ],
    [
      'a name that no image can have',
      { image: 'test/Upper Case:1' },
      'InvalidImageName',
      'Failed to apply default image tag "test/Upper Case:1": couldn\'t parse image name "test/Upper Case:1": invalid reference format: repository name (test/Upper Case) must be lowercase',
    ],
    [
      'a policy never to pull',
      { image: 'absent:1', imagePullPolicy: 'Never' },
      'ErrImageNeverPull',
      'Container image "absent:1" is not present with pull policy of Never',
    ],
  ])('for %s says so and waits', async (_title, container, reason, message) => {
    await using one = await start({ 'test/image:1': () => 0 }, { secrets: { there: {} } });
    await api(one.cluster, 'POST', jobsPath(), jobManifest('one', {}, container));
    await one.clock.advance(3_600_000);
    expect(stateOf(one.cluster)).toEqual({ waiting: { reason, message } });
    expect(one.cluster.jobs()[0]?.status.conditions).toBeUndefined();
  });

  test('and is deleted reports ContainerStatusUnknown(137), as it was never there', async () => {
    await using one = await start({});
    await api(one.cluster, 'POST', jobsPath(), jobManifest('one'));
    const pod = one.cluster.pods()[0];
    // A finalizer of one's own keeps the Pod in sight after its end.
    const patch = { metadata: { finalizers: [...(pod?.metadata.finalizers ?? []), 'test/held'] } };
    const mergePatch = { 'content-type': 'application/merge-patch+json' };
    await api(one.cluster, 'PATCH', `${podsPath()}/${pod?.metadata.name}`, patch, mergePatch);
    await api(one.cluster, 'DELETE', `${podsPath()}/${pod?.metadata.name}`);
    await one.clock.advance(1000);
    expect(stateOf(one.cluster).terminated).toMatchObject({
      exitCode: 137,
      reason: 'ContainerStatusUnknown',
    });
  });
});

describe('a Job with time limits', () => {
  test('retries 10 s and 20 s after a failure, not earlier', async () => {
    await using one = await start({ 'test/image:1': () => 1 });
    await api(one.cluster, 'POST', jobsPath(), jobManifest('one', { backoffLimit: 2 }));
    const made = [];
    for (const ms of [0, 9999, 1, 19_999, 1]) {
      await one.clock.advance(ms);
      made.push(one.cluster.pods().length);
    }
    expect(made).toEqual([1, 1, 2, 2, 3]);
    expect(one.cluster.jobs()[0]?.status).toMatchObject({
      failed: 3,
      conditions: [{ type: 'FailureTarget' }, { type: 'Failed', reason: 'BackoffLimitExceeded' }],
    });
  });

  test('of ten years is not over at once', async () => {
    const cluster = await EmbeddedCluster.start({ images: { 'test/image:1': never } });
    await api(cluster, 'POST', jobsPath(), jobManifest('one', { activeDeadlineSeconds: 315_360_000 }));
    await new Promise((resolve) => setImmediate(resolve));
    expect(cluster.jobs()[0]?.status).toMatchObject({ active: 1 });
    await cluster.stop();
  });

  test('of its life after the end is deleted then, with its Pods', async () => {
    await using one = await start({ 'test/image:1': () => 0 });
    await api(one.cluster, 'POST', jobsPath(), jobManifest('one', { ttlSecondsAfterFinished: 60 }));
    await one.clock.advance(59_000);
    expect(one.cluster.jobs()).toHaveLength(1);
    await one.clock.advance(1000);
    expect([one.cluster.jobs(), one.cluster.pods()]).toEqual([[], []]);
  });

  test('runs as many Pods at once as `parallelism` says, until `completions` have succeeded', async () => {
    await using one = await start({ 'test/image:1': ({ sleep }) => sleep(1000) });
    await api(one.cluster, 'POST', jobsPath(), jobManifest('one', { parallelism: 2, completions: 5 }));
    const status = (): unknown => {
      const { active = 0, succeeded = 0 } = one.cluster.jobs()[0]?.status ?? {};
      return [active, succeeded];
    };
    const seen = [status()];
    for (let i = 0; i < 3; i++) {
      await one.clock.advance(1000);
      seen.push(status());
    }
    expect(seen).toEqual([
      [2, 0],
      [2, 2],
      [1, 4],
      [0, 5],
    ]);
  });
});

test('a namespace that is deleted takes everything with it', async () => {
  await using one = await start({ 'test/image:1': never }, { namespaces: ['team'] });
  await api(one.cluster, 'POST', jobsPath('team'), jobManifest('one'));
  await api(one.cluster, 'DELETE', '/api/v1/namespaces/team');
  expect((await api(one.cluster, 'POST', jobsPath('team'), jobManifest('two'))).status).toBe(403);
  await one.clock.advance(31_000);
  expect([one.cluster.jobs(), one.cluster.pods(), one.cluster.events()]).toEqual([[], [], []]);
  expect((await api(one.cluster, 'GET', '/api/v1/namespaces/team')).status).toBe(404);
});

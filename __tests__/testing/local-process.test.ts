import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { realpathSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { EmbeddedCluster, localProcess, ManualClock } from '../../src/testing/index.js';
import { api, jobManifest, jobsPath, openWatch, podsPath, until } from './api.js';

const images = { 'test/image:1': localProcess({ cwd: tmpdir(), env: { BASE: 'image', WHO: 'image' } }) };

/** Submits a Job that runs `command`, and gives its Pod when it has settled, with the log. */
async function run(
  cluster: EmbeddedCluster,
  container: Record<string, unknown>,
): Promise<{ state: any; log: string }> {
  await api(cluster, 'POST', jobsPath(), jobManifest('one', {}, container));
  const events = await openWatch(cluster, podsPath());
  const seen = await until(events, ({ object }) => ['Succeeded', 'Failed'].includes(object.status.phase));
  const pod = seen.at(-1)?.object;
  const { text } = await api(cluster, 'GET', `${podsPath()}/${pod.metadata.name}/log`);
  return { state: pod.status.containerStatuses[0].state, log: text };
}

/** The pid that a container wrote as its first line. */
async function pidOf(cluster: EmbeddedCluster): Promise<number> {
  const events = await openWatch(cluster, podsPath());
  const [pod] = (await until(events, ({ object }) => object.status.phase === 'Running')).slice(-1);
  const response = await fetch(`${cluster.url}${podsPath()}/${pod?.object.metadata.name}/log?follow=true`, {
    headers: { authorization: `Bearer ${cluster.token}` },
  });
  const { value } = await (response.body as ReadableStream<Uint8Array>).getReader().read();
  return Number(
    Buffer.from(value as Uint8Array)
      .toString()
      .split('\n')[0],
  );
}

/** Whether a process runs. One that nobody has yet asked for its exit code does not. */
function alive(pid: number): boolean {
  const { status, stdout } = spawnSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' });
  return status === 0 && !stdout.startsWith('Z');
}

// Kubernetes turns `$$` into `$`, so a shell's own `$$` is written `$$$$`.
describe('an image that is a local process', () => {
  test('runs command and args with the variables of the container and no others of this process', async () => {
    process.env['EC_TEST_LEAK'] = 'leak';
    await using cluster = await EmbeddedCluster.start({ images });
    const script =
      'console.log(JSON.stringify({ env: process.env, cwd: process.cwd() })); console.error(process.argv[1])';
    const { state, log } = await run(cluster, {
      command: [process.execPath, '-e'],
      args: [script, '$(WHO)'],
      env: [{ name: 'WHO', value: 'flow' }],
    });
    delete process.env['EC_TEST_LEAK'];
    expect(state.terminated).toMatchObject({ exitCode: 0, reason: 'Completed' });
    const lines = log.trim().split('\n');
    const { env, cwd } = JSON.parse(lines.find((line) => line.startsWith('{')) as string);
    expect(lines).toContain('flow');
    expect(cwd).toBe(realpathSync(tmpdir()));
    expect(env).toMatchObject({ BASE: 'image', WHO: 'flow', HOSTNAME: expect.stringMatching(/^one-/) });
    expect(
      Object.keys(env).filter(
        (name) => !['PATH', 'HOME', 'HOSTNAME', 'BASE', 'WHO'].includes(name) && !/^__|^LC_|^LANG/.test(name),
      ),
    ).toEqual([]);
  });

  test.each([
    ['exit 7', 7],
    ['kill -9 $$$$', 137],
    ['kill -TERM $$$$', 143],
  ])('that ends by "%s" has exit code %i', async (script, exitCode) => {
    await using cluster = await EmbeddedCluster.start({ images });
    expect((await run(cluster, { command: ['/bin/sh', '-c', script] })).state.terminated).toMatchObject({
      exitCode,
      reason: 'Error',
    });
  });

  test('whose program is missing ends in StartError(128) with an empty log', async () => {
    await using cluster = await EmbeddedCluster.start({ images });
    const { state, log } = await run(cluster, { command: ['no-such-command'] });
    expect(state.terminated).toMatchObject({
      exitCode: 128,
      reason: 'StartError',
      message: expect.stringMatching(/exec: "no-such-command": executable file not found in \$PATH$/),
    });
    expect(log).toBe('');
  });

  test('is asked to end by SIGTERM, and may end well', async () => {
    await using cluster = await EmbeddedCluster.start({ images });
    const script = 'trap "exit 0" TERM; echo $$$$; while :; do sleep 0.05; done';
    await api(cluster, 'POST', jobsPath(), jobManifest('one', {}, { command: ['/bin/sh', '-c', script] }));
    const pid = await pidOf(cluster);
    await api(cluster, 'DELETE', `${podsPath()}/${cluster.pods()[0]?.metadata.name}`);
    const events = await openWatch(cluster, jobsPath());
    const seen = await until(events, ({ object }) => object.status.conditions?.length === 2);
    expect(seen.at(-1)?.object.status.conditions[1]).toMatchObject({ type: 'Complete', status: 'True' });
    expect(alive(pid)).toBe(false);
  });

  test('that does not hear SIGTERM is killed when the grace period is over, with all its process group', async () => {
    const clock = new ManualClock();
    await using cluster = await EmbeddedCluster.start({ images, clock });
    const script = 'trap "" TERM; sleep 600 & echo $!; wait; sleep 600';
    await api(cluster, 'POST', jobsPath(), jobManifest('one', {}, { command: ['/bin/sh', '-c', script] }));
    const child = await pidOf(cluster);
    const events = await openWatch(cluster, podsPath());
    await api(cluster, 'DELETE', `${podsPath()}/${cluster.pods()[0]?.metadata.name}`);
    await clock.advance(29_000);
    expect(alive(child)).toBe(true);
    await clock.advance(1000);
    const seen = await until(events, ({ object }) => object.status.phase === 'Failed');
    expect(seen.at(-1)?.object.status.containerStatuses[0].state.terminated).toMatchObject({
      exitCode: 137,
      reason: 'Error',
    });
    expect(alive(child)).toBe(false);
  });

  test('leaves nothing behind when the cluster stops', async () => {
    const listeners = (): number[] =>
      ['exit', 'SIGINT', 'SIGTERM', 'SIGHUP'].map((name) => process.listenerCount(name));
    const before = listeners();
    const cluster = await EmbeddedCluster.start({ images });
    const script = 'trap "" TERM; sleep 600 & echo $!; wait; sleep 600';
    await api(cluster, 'POST', jobsPath(), jobManifest('one', {}, { command: ['/bin/sh', '-c', script] }));
    const child = await pidOf(cluster);
    expect(listeners()).toEqual(before.map((count) => count + 1));
    await Promise.all([cluster.stop(), cluster.stop()]);
    expect(alive(child)).toBe(false);
    expect(listeners()).toEqual(before);
    await expect(fetch(cluster.url)).rejects.toThrow();
  });
});

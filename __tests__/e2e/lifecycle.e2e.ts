import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, test } from '@jest/globals';
import { ClusterStartError } from '../../e2e/cluster/errors.js';
import { mountPoints } from '../../e2e/cluster/janitor/mounts.js';
import { markedProcesses } from '../../e2e/cluster/janitor/processes.js';
import { clusterId } from '../../e2e/cluster/state-directory.js';
import { runCommand } from '../../e2e/cluster/run-command.js';
import { startTestCluster } from './support/test-cluster.js';

const main = fileURLToPath(new URL('../../build/e2e/cluster/main.js', import.meta.url));

describe('a cluster leaves nothing behind', () => {
  let owner: ChildProcess | undefined;
  afterEach(() => {
    owner?.kill('SIGKILL');
  });

  test.each(['SIGINT', 'SIGTERM', 'SIGKILL'] as const)(
    'when %s ends its owner while a container runs',
    async (signal) => {
      owner = spawn(process.execPath, [main, ...versionArgs()], { stdio: ['ignore', 'pipe', 'inherit'] });
      const kubeConfigFile = await printedKubeConfig(owner);
      const directory = dirname(kubeConfigFile);
      await startSleepingPod(kubeConfigFile);
      // Else the test below could not fail.
      expect(tracesOf(directory)).toMatchObject({ directory: true, mounts: true, cgroups: true });

      const exited = once(owner, 'exit');
      owner.kill(signal);
      await exited;

      await expect(untilGone(directory)).resolves.toEqual(noTraces);
    },
  );

  test('when a process of it can not start, whose last words the error holds', async () => {
    const before = clusterDirectories();
    const start = startTestCluster({ node: false, apiServerArgs: ['--no-such-flag'] });

    await expect(start).rejects.toBeInstanceOf(ClusterStartError);
    await expect(start).rejects.toThrow(/^kube-apiserver ended[^]*unknown flag: --no-such-flag/);
    expect(clusterDirectories()).toEqual(before);
  });

  test('when it is stopped', async () => {
    const cluster = await startTestCluster({ node: false });
    expect(markedProcesses(cluster.directory)).not.toEqual([]);
    await cluster.stop();

    expect(tracesOf(cluster.directory)).toEqual(noTraces);
  });
});

const noTraces = { directory: false, processes: [], mounts: false, cgroups: false, bridge: false };

function tracesOf(directory: string) {
  const id = clusterId(directory);
  const mounts = mountPoints();
  const hierarchies = mounts.filter(({ type }) => type.startsWith('cgroup'));
  return {
    directory: existsSync(directory),
    processes: markedProcesses(directory),
    mounts: mounts.some(({ path }) => path.startsWith(directory)),
    cgroups: hierarchies.some(({ path }) => existsSync(join(path, id))),
    bridge: existsSync(`/sys/class/net/${id}`),
  };
}

/** The janitor outlives its owner by the moment that it works. */
async function untilGone(directory: string) {
  const deadline = Date.now() + 30_000;
  while (existsSync(directory) && Date.now() < deadline) await sleep(50);
  return tracesOf(directory);
}

async function printedKubeConfig(owner: ChildProcess): Promise<string> {
  let printed = '';
  for await (const text of owner.stdout?.setEncoding('utf8') ?? []) {
    printed += String(text);
    const file = /KUBECONFIG=(\S+)\n/.exec(printed)?.[1];
    if (file !== undefined) return file;
  }
  throw new Error('The cluster did not start.');
}

async function startSleepingPod(kubeConfigFile: string): Promise<void> {
  const kubectl = (...args: string[]) =>
    runCommand(kubectlOf(kubeConfigFile), [`--kubeconfig=${kubeConfigFile}`, ...args]);
  await kubectl('run', 'sleeper', '--image=localhost/busybox:1', '--restart=Never', '--', 'sleep', '1000');
  await kubectl('wait', '--for=condition=Ready', 'pod/sleeper', '--timeout=60s');
}

/** It lies beside the kube-apiserver that runs. */
function kubectlOf(kubeConfigFile: string): string {
  for (const pid of markedProcesses(dirname(kubeConfigFile))) {
    const [program = ''] = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
    if (program.endsWith('/kube-apiserver')) return join(dirname(program), 'kubectl');
  }
  throw new Error('No kube-apiserver runs.');
}

/** Of this process; others may run clusters of their own. */
function clusterDirectories(): string[] {
  const names = [tmpdir(), '/tmp'].flatMap((folder) => readdirSync(folder));
  return names.filter((name) => name.startsWith(`kje-${process.pid}-`));
}

function versionArgs(): string[] {
  const version = process.env.E2E_KUBERNETES;
  return version ? ['--kubernetes', version] : [];
}

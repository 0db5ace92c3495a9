import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { EmbeddedCluster, localProcess } from 'kubernetes-job-environment/testing';
import { newerNode } from '../../e2e/clients/newer-node.js';
import { pythonClient } from '../../e2e/clients/python-client.js';
import type { RealCluster } from '../../e2e/cluster/real-cluster.js';
import { runCommand } from '../../e2e/cluster/run-command.js';
import { kubernetesVersions } from '../../e2e/cluster/versions.js';
import { driveWithKubectl } from './clients/kubectl.js';
import { comparable, type Observation } from './clients/transcript.js';
import { startTestCluster } from './support/test-cluster.js';

let real: RealCluster;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'clients-'));
  real = await startTestCluster();
});
afterAll(async () => {
  await real?.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** A cluster, as its clients know it. */
interface Target {
  readonly kubeConfigFile: string;
  readonly namespace: string;
}

const here = (name: string): string => fileURLToPath(new URL(`./clients/${name}`, import.meta.url));

const clients: Record<string, (target: Target) => Promise<Observation[]>> = {
  kubectl: (target) =>
    driveWithKubectl({ ...target, kubectl: real.kubectl, home: mkdtempSync(join(folder, 'home-')) }),
  'client-node 1.4': (target) =>
    script(target, process.execPath, here('client-node.mjs'), {
      CLIENT_NODE: import.meta.resolve('@kubernetes/client-node'),
    }),
  'client-node 2.x': async (target) => {
    const { program, clientNode } = await newerNode();
    return script(target, program, here('client-node.mjs'), { CLIENT_NODE: clientNode });
  },
  'the Python client': async (target) => {
    const { program, packages } = await pythonClient();
    return script(target, program, here('client.py'), { PYTHONPATH: packages });
  },
};

describe.each(Object.keys(clients))('%s', (name) => {
  test('sees the same of an embedded cluster as of a real one', async () => {
    const drive = clients[name] as (typeof clients)[string];
    const namespace = name.toLowerCase().replace(/\W+/g, '-');
    await using embedded = await EmbeddedCluster.start({
      tls: true,
      namespaces: [namespace],
      images: { 'localhost/busybox:1': localProcess() },
    });
    const kubeConfigFile = join(folder, `${namespace}.kubeconfig`);
    writeFileSync(kubeConfigFile, embedded.kubeConfig);
    await namespaceOn(real, namespace);

    const sawReal = await drive({ kubeConfigFile: real.kubeConfigFile, namespace });
    const sawEmbedded = await drive({ kubeConfigFile, namespace });
    // They came to the end of one Job that succeeds and of one that does not.
    expect(JSON.stringify(sawReal)).toMatch(/Complete[^]*Failed/);
    expect(whats(sawEmbedded)).toEqual(whats(sawReal));
    // The embedded cluster is of one version; older ones word some things in another way.
    if (real.kubernetes !== kubernetesVersions[0]) return;
    expect(comparable(sawEmbedded, namespace)).toEqual(comparable(sawReal, namespace));
  });
});

const whats = (transcript: readonly Observation[]): string[] => transcript.map(({ what }) => what);

async function script(
  { kubeConfigFile, namespace }: Target,
  program: string,
  file: string,
  env: Record<string, string>,
): Promise<Observation[]> {
  const output = await runCommand(program, [file], {
    env: { ...env, KUBECONFIG: kubeConfigFile, NAMESPACE: namespace },
  });
  return JSON.parse(output) as Observation[];
}

/** Makes a namespace, and waits until pods can be made in it. */
async function namespaceOn(cluster: RealCluster, namespace: string): Promise<void> {
  await cluster.runKubectl('create', 'namespace', namespace);
  const account = ['get', 'serviceaccount', 'default', `--namespace=${namespace}`];
  while ((await cluster.runKubectl(...account).catch(() => '')) === '') await sleep(50);
}

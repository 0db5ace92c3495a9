import { mkdirSync } from 'node:fs';
import { buildPrograms } from './go-build.js';
import { Janitor } from './janitor/janitor.js';
import { layOut } from './layout.js';
import { requireNodePrerequisites } from './node/prerequisites.js';
import { createClusterPki } from './pki/cluster-pki.js';
import type { RealCluster } from './real-cluster.js';
import { RunningCluster } from './running-cluster.js';
import { clusterId, createStateDirectory, sweepAbandoned } from './state-directory.js';
import { kubernetesVersions, modulesOf } from './versions.js';
import type { KubernetesVersion } from './versions.js';

export interface ClusterOptions {
  /** @default the newest that is known here */
  readonly kubernetes?: KubernetesVersion;
  /** Whether Jobs really run: scheduler, containerd and a kubelet. Needs root and runc. @default true */
  readonly node?: boolean;
  /** More arguments of kube-apiserver; the last one of a name wins. */
  readonly apiServerArgs?: readonly string[];
  /** Hears what takes long. @default nobody */
  readonly report?: (line: string) => void;
}

/**
 * Starts a real Kubernetes on loopback and free ports, several at a time if need be. Programs that the cache lacks are
 * built first. It is removed by `stop`, and also when this process ends, however it ends.
 *
 * @throws {MissingPrerequisiteError} if the machine lacks Go, root, runc, …: says what, and what can be run without.
 * @throws {BuildError}
 * @throws {ClusterStartError} with the last lines of the log of the process that failed.
 */
export async function startCluster(options: ClusterOptions = {}): Promise<RealCluster> {
  const { kubernetes = kubernetesVersions[0], node = true, apiServerArgs = [] } = options;
  const { report = () => undefined } = options;
  const binaries = await prepareCluster({ kubernetes, node, report });
  await sweepAbandoned();

  const directory = createStateDirectory();
  const janitor = await Janitor.start(directory, clusterId(directory));
  try {
    const layout = await layOut(directory, binaries);
    mkdirSync(layout.pki('.'), { recursive: true });
    const pki = createClusterPki(layout.pki('.'));
    const cluster = new RunningCluster({ layout, pki, janitor, kubernetes, apiServerArgs });
    await cluster.start(node);
    return cluster;
  } catch (error) {
    await janitor.finish();
    throw error;
  }
}

/** Builds and installs what a cluster needs, and starts none; gives the programs. */
export async function prepareCluster({
  kubernetes = kubernetesVersions[0],
  node = true,
  report = () => undefined,
}: ClusterOptions = {}) {
  if (node) await requireNodePrerequisites(report);
  return buildPrograms(modulesOf(kubernetes, node), report);
}

import type { RealCluster } from '../../../e2e/cluster/real-cluster.js';
import { startCluster } from '../../../e2e/cluster/start-cluster.js';
import type { ClusterOptions } from '../../../e2e/cluster/start-cluster.js';
import { kubernetesVersion } from '../../../e2e/cluster/versions.js';

/** A cluster of the version that this run of the tests is about. */
export function startTestCluster(options: Omit<ClusterOptions, 'kubernetes'> = {}): Promise<RealCluster> {
  const kubernetes = kubernetesVersion(process.env.E2E_KUBERNETES || undefined);
  return startCluster({ kubernetes, ...options });
}

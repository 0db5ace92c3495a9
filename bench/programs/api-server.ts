import { parse } from 'yaml';
import { startCluster } from '../../e2e/cluster/start-cluster.js';
import type { RealCluster } from '../../e2e/cluster/real-cluster.js';
import { runCommand } from '../../e2e/cluster/run-command.js';

/** What a contestant needs to talk to an API server: PEM, and the text of a kubeconfig. */
export interface ApiTarget {
  readonly server: string;
  readonly ca: string;
  readonly cert: string;
  readonly key: string;
  readonly kubeConfig: string;
}

interface KubeConfigText {
  readonly clusters: readonly [{ readonly cluster: { readonly 'certificate-authority-data': string } }];
  readonly users: readonly [
    { readonly user: { readonly 'client-certificate-data': string; readonly 'client-key-data': string } },
  ];
}

/** A control plane alone: Jobs are kept, and nothing runs. */
export function startApiServer(report: (line: string) => void): Promise<RealCluster> {
  return startCluster({ node: false, report });
}

/** @param port of something that passes bytes on to the API server. @default its own */
export function apiTarget(
  { kubeConfig, server }: RealCluster,
  port = Number(new URL(server).port),
): ApiTarget {
  const { clusters, users } = parse(kubeConfig) as KubeConfigText;
  const [{ cluster }, { user }] = [clusters[0], users[0]];
  const address = `https://127.0.0.1:${port}`;
  return {
    server: address,
    ca: decode(cluster['certificate-authority-data']),
    cert: decode(user['client-certificate-data']),
    key: decode(user['client-key-data']),
    kubeConfig: kubeConfig.replaceAll(server, address),
  };
}

/** CPU time that the API server has taken, without that of etcd. */
export async function cpuSecondsOf(cluster: RealCluster): Promise<number> {
  const metrics = await cluster.runKubectl('get', '--raw', '/metrics');
  return Number(/^process_cpu_seconds_total (.+)$/m.exec(metrics)?.[1]);
}

/** Removes all Jobs of the namespace `default`. */
export async function removeJobs({ kubectl, kubeConfigFile }: RealCluster): Promise<void> {
  const jobs = '/apis/batch/v1/namespaces/default/jobs?propagationPolicy=Background';
  await runCommand(kubectl, [`--kubeconfig=${kubeConfigFile}`, 'delete', '--raw', jobs]);
}

function decode(base64: string): string {
  return Buffer.from(base64, 'base64').toString();
}

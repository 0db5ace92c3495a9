import { join } from 'node:path';
import { program } from './layout.js';
import type { Layout } from './layout.js';
import { ManagedProcess } from './managed-process.js';

export function etcd(layout: Layout): ManagedProcess {
  const client = `http://127.0.0.1:${layout.ports.etcd}`;
  const peer = `http://127.0.0.1:${layout.ports.etcdPeer}`;
  return new ManagedProcess(layout.directory, program(layout, 'etcd'), [
    '--name=e2e',
    `--data-dir=${join(layout.directory, 'etcd')}`,
    `--listen-client-urls=${client}`,
    `--advertise-client-urls=${client}`,
    `--listen-peer-urls=${peer}`,
    `--initial-advertise-peer-urls=${peer}`,
    `--initial-cluster=e2e=${peer}`,
    // Nothing of it has to outlive a power cut.
    '--unsafe-no-fsync',
  ]);
}

export function apiServer(layout: Layout, extraArgs: readonly string[]): ManagedProcess {
  const { pki, ports } = layout;
  return new ManagedProcess(layout.directory, program(layout, 'kube-apiserver'), [
    `--etcd-servers=http://127.0.0.1:${ports.etcd}`,
    '--bind-address=127.0.0.1',
    '--advertise-address=127.0.0.1',
    `--secure-port=${ports.apiServer}`,
    // The service `kubernetes` must not point to loopback, which it would refuse.
    '--endpoint-reconciler-type=none',
    `--tls-cert-file=${pki('server.crt')}`,
    `--tls-private-key-file=${pki('server.key')}`,
    `--client-ca-file=${pki('ca.crt')}`,
    `--token-auth-file=${pki('tokens.csv')}`,
    '--authorization-mode=Node,RBAC',
    '--enable-admission-plugins=NodeRestriction',
    '--service-account-issuer=https://kubernetes.default.svc',
    `--service-account-key-file=${pki('service-account.pub')}`,
    `--service-account-signing-key-file=${pki('service-account.key')}`,
    '--service-cluster-ip-range=10.96.0.0/24',
    '--allow-privileged=true',
    `--kubelet-client-certificate=${pki('kubelet-client.crt')}`,
    `--kubelet-client-key=${pki('kubelet-client.key')}`,
    `--kubelet-certificate-authority=${pki('ca.crt')}`,
    // The kubelet listens on loopback, whatever the node's address is.
    '--kubelet-preferred-address-types=Hostname',
    ...extraArgs,
  ]);
}

export function controllerManager(layout: Layout, kubeConfigFile: string): ManagedProcess {
  const { pki, ports } = layout;
  return new ManagedProcess(layout.directory, program(layout, 'kube-controller-manager'), [
    ...servedOnLoopback(layout, ports.controllerManager, kubeConfigFile),
    `--service-account-private-key-file=${pki('service-account.key')}`,
    `--root-ca-file=${pki('ca.crt')}`,
    '--use-service-account-credentials=true',
    `--cluster-signing-cert-file=${pki('ca.crt')}`,
    `--cluster-signing-key-file=${pki('ca.key')}`,
    // A node that is killed on purpose is noticed sooner.
    '--node-monitor-period=1s',
    '--node-monitor-grace-period=20s',
    '--kube-api-qps=200',
    '--kube-api-burst=400',
  ]);
}

export function scheduler(layout: Layout, kubeConfigFile: string): ManagedProcess {
  const args = servedOnLoopback(layout, layout.ports.scheduler, kubeConfigFile);
  return new ManagedProcess(layout.directory, program(layout, 'kube-scheduler'), args);
}

function servedOnLoopback({ pki }: Layout, port: number, kubeConfigFile: string): string[] {
  return [
    `--kubeconfig=${kubeConfigFile}`,
    `--authentication-kubeconfig=${kubeConfigFile}`,
    `--authorization-kubeconfig=${kubeConfigFile}`,
    '--bind-address=127.0.0.1',
    `--secure-port=${port}`,
    `--tls-cert-file=${pki('server.crt')}`,
    `--tls-private-key-file=${pki('server.key')}`,
    '--leader-elect=false',
  ];
}

import { join } from 'node:path';
import { root } from './root.js';

/** The first is the default. */
export const kubernetesVersions = ['1.37.2', '1.36.3', '1.35.4', '1.34.4'] as const;

export type KubernetesVersion = (typeof kubernetesVersions)[number];

/** @throws if it is none of them */
export function kubernetesVersion(asked: string = kubernetesVersions[0]): KubernetesVersion {
  const found = kubernetesVersions.find((version) => version === asked);
  if (found !== undefined) return found;
  throw new Error(`There is no --kubernetes ${asked} here. Try ${kubernetesVersions.join(', ')}.`);
}

/** A Go module of this folder that pins, in go.mod and go.sum, what its programs are built from. */
export interface GoModule {
  /** Name and version: the folder in the cache. */
  readonly name: string;
  readonly directory: string;
  readonly ldflags: string;
  readonly tags?: string;
  /** Program → Go package. */
  readonly programs: Readonly<Record<string, string>>;
}

const controlPlane = ['kube-apiserver', 'kube-controller-manager', 'kubectl'];

/** What a cluster is made of. Without a node there is nothing to schedule to. */
export function modulesOf(version: KubernetesVersion, node: boolean): GoModule[] {
  if (!node) return [etcd, kubernetes(version, controlPlane)];
  return [etcd, kubernetes(version, [...controlPlane, 'kube-scheduler', 'kubelet']), containerd];
}

const stripped = '-s -w';

const etcd: GoModule = {
  name: 'etcd-3.7.3',
  directory: folder('etcd'),
  ldflags: stripped,
  programs: { etcd: 'go.etcd.io/etcd/server/v3' },
};

const containerdPackage = 'github.com/containerd/containerd/v2';

const containerd: GoModule = {
  name: 'containerd-2.4.2',
  directory: folder('containerd'),
  ldflags: `${stripped} -X ${containerdPackage}/version.Version=2.4.2`,
  // Snapshotters that would need headers of the system.
  tags: 'no_btrfs no_devmapper no_zfs no_aufs',
  programs: programsBelow(containerdPackage, ['containerd', 'containerd-shim-runc-v2', 'ctr']),
};

function kubernetes(version: KubernetesVersion, programs: readonly string[]): GoModule {
  const [major = '', minor = ''] = version.split('.');
  // Without these the programs call themselves v0.0.0, and kubelet and API server refuse each other's version.
  const facts = {
    gitVersion: `v${version}`,
    gitMajor: major,
    gitMinor: minor,
    gitTreeState: 'clean',
    gitCommit: `v${version}`,
    buildDate: '2026-01-01T00:00:00Z',
  };
  const set = Object.entries(facts).map(
    ([name, value]) => `-X k8s.io/component-base/version.${name}=${value}`,
  );
  return {
    name: `kubernetes-${version}`,
    directory: folder(`kubernetes/${version}`),
    ldflags: [stripped, ...set].join(' '),
    programs: programsBelow('k8s.io/kubernetes', programs),
  };
}

function programsBelow(module: string, programs: readonly string[]): Record<string, string> {
  return Object.fromEntries(programs.map((program) => [program, `${module}/cmd/${program}`]));
}

function folder(name: string): string {
  return join(root, 'e2e', 'cluster', name);
}

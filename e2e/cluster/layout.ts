import { join } from 'node:path';
import type { Binaries } from './go-build.js';
import { freePorts } from './ports.js';
import { clusterId } from './state-directory.js';

const portNames = [
  'etcd',
  'etcdPeer',
  'apiServer',
  'controllerManager',
  'scheduler',
  'kubelet',
  'kubeletHealth',
] as const;

/** Where everything of one cluster is. */
export interface Layout {
  readonly id: string;
  readonly directory: string;
  readonly binaries: Binaries;
  readonly ports: Readonly<Record<(typeof portNames)[number], number>>;
  /** Of the API server. */
  readonly server: string;
  readonly pki: (file: string) => string;
  readonly containerdSocket: string;
}

export async function layOut(directory: string, binaries: Binaries): Promise<Layout> {
  const ports = await freePorts(portNames);
  return {
    id: clusterId(directory),
    directory,
    binaries,
    ports,
    server: `https://127.0.0.1:${ports.apiServer}`,
    pki: (file) => join(directory, 'pki', file),
    containerdSocket: join(directory, 'containerd.sock'),
  };
}

/** @throws if the program is not among those that were built. */
export function program({ binaries }: Layout, name: string): string {
  const path = binaries[name];
  if (path === undefined) throw new Error(`${name} is not part of this cluster.`);
  return path;
}

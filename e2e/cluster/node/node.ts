import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createCgroup } from '../janitor/cgroups.js';
import { recordHost } from '../janitor/host-traces.js';
import { program } from '../layout.js';
import type { Layout } from '../layout.js';
import { ManagedProcess } from '../managed-process.js';
import { runCommand } from '../run-command.js';
import { freeSubnet, nodeAddress } from './addresses.js';
import { cniFolder, cniNetwork, containerdConfig, kubeletConfig } from './node-config.js';

/** The name of the one node. The API server reaches its kubelet by it. */
export const nodeName = 'localhost';

export function containerd(layout: Layout): ManagedProcess {
  recordHost(layout.directory);
  const config = join(layout.directory, 'containerd.toml');
  writeFileSync(config, containerdConfig(layout));
  mkdirSync(cniFolder(layout));
  writeFileSync(join(cniFolder(layout), '10-e2e.conflist'), cniNetwork(layout, freeSubnet()));
  const binary = program(layout, 'containerd');
  // containerd finds its shim in PATH, and the shim finds runc there.
  const path = [binary.slice(0, binary.lastIndexOf('/')), process.env.PATH, '/usr/sbin', '/sbin'].join(':');
  return new ManagedProcess(layout.directory, binary, ['--config', config], { PATH: path });
}

export function kubelet(layout: Layout, kubeConfigFile: string): ManagedProcess {
  createCgroup(layout.id);
  const config = join(layout.directory, 'kubelet.yaml');
  writeFileSync(config, kubeletConfig(layout));
  const args = [
    `--config=${config}`,
    `--kubeconfig=${kubeConfigFile}`,
    `--root-dir=${join(layout.directory, 'kubelet')}`,
    `--cert-dir=${join(layout.directory, 'kubelet-pki')}`,
    `--hostname-override=${nodeName}`,
    `--node-ip=${nodeAddress()}`,
    '--v=2',
  ];
  // Else cAdvisor looks for a cloud on the network.
  const env = { AWS_EC2_METADATA_DISABLED: 'true' };
  return new ManagedProcess(layout.directory, program(layout, 'kubelet'), args, env);
}

/** Runs containerd's own client in the namespace of the kubelet's images and containers. */
export function ctr(layout: Layout, ...args: readonly string[]): Promise<string> {
  return runCommand(program(layout, 'ctr'), [
    '--address',
    layout.containerdSocket,
    '--namespace',
    'k8s.io',
    ...args,
  ]);
}

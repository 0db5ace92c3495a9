import { join } from 'node:path';
import { stringify } from 'yaml';
import type { Layout } from '../layout.js';
import { cniPlugins } from './prerequisites.js';

/** The folder whose files are the networks of a node. */
export function cniFolder({ directory }: Layout): string {
  return join(directory, 'cni');
}

/** containerd with everything it writes below the cluster's folder. */
export function containerdConfig(layout: Layout): string {
  const below = (name: string) => JSON.stringify(join(layout.directory, name));
  return `
version = 3
root = ${below('containerd')}
state = ${below('run')}

[plugins."io.containerd.server.v1.grpc"]
  address = ${JSON.stringify(layout.containerdSocket)}
[plugins."io.containerd.server.v1.ttrpc"]
  address = ${JSON.stringify(`${layout.containerdSocket}.ttrpc`)}
[plugins."io.containerd.internal.v1.opt"]
  path = ${below('opt')}
[plugins."io.containerd.nri.v1.nri"]
  disable = true
[plugins."io.containerd.shim.v1.manager"]
  socket_dir = ${below('s')}
[plugins."io.containerd.grpc.v1.cri"]
  stream_server_address = "127.0.0.1"

[plugins."io.containerd.cri.v1.images"]
  snapshotter = "overlayfs"
  [plugins."io.containerd.cri.v1.images".pinned_images]
    sandbox = "localhost/pause:1"

[plugins."io.containerd.cri.v1.runtime"]
  disable_apparmor = true
  restrict_oom_score_adj = true
  netns_mounts_under_state_dir = true
  [plugins."io.containerd.cri.v1.runtime".containerd]
    default_runtime_name = "runc"
    [plugins."io.containerd.cri.v1.runtime".containerd.runtimes.runc]
      runtime_type = "io.containerd.runc.v2"
      [plugins."io.containerd.cri.v1.runtime".containerd.runtimes.runc.options]
        Root = ${below('runc')}
        SystemdCgroup = false
  [plugins."io.containerd.cri.v1.runtime".cni]
    bin_dirs = [${JSON.stringify(cniPlugins)}]
    conf_dir = ${JSON.stringify(cniFolder(layout))}
`.trimStart();
}

/** A bridge per cluster. Pods reach each other and the host; nothing is routed further. */
export function cniNetwork({ id, directory }: Layout, subnet: string): string {
  const ipam = { type: 'host-local', dataDir: join(directory, 'cni-addresses'), ranges: [[{ subnet }]] };
  const bridge = { type: 'bridge', bridge: id, isGateway: true, ipMasq: false, hairpinMode: false, ipam };
  return JSON.stringify({ cniVersion: '0.4.0', name: id, plugins: [bridge] });
}

export function kubeletConfig({ id, directory, pki, ports, containerdSocket }: Layout): string {
  return stringify({
    apiVersion: 'kubelet.config.k8s.io/v1beta1',
    kind: 'KubeletConfiguration',
    address: '127.0.0.1',
    port: ports.kubelet,
    readOnlyPort: 0,
    healthzBindAddress: '127.0.0.1',
    healthzPort: ports.kubeletHealth,
    tlsCertFile: pki('server.crt'),
    tlsPrivateKeyFile: pki('server.key'),
    authentication: {
      anonymous: { enabled: false },
      webhook: { enabled: true },
      x509: { clientCAFile: pki('ca.crt') },
    },
    authorization: { mode: 'Webhook' },
    containerRuntimeEndpoint: `unix://${containerdSocket}`,
    podLogsDir: join(directory, 'pods'),
    volumePluginDir: join(directory, 'volume-plugins'),
    cgroupDriver: 'cgroupfs',
    cgroupRoot: `/${id}`,
    failCgroupV1: false,
    failSwapOn: false,
    makeIPTablesUtilChains: false,
    hairpinMode: 'none',
    resolvConf: '',
    clusterDomain: 'cluster.local',
    clusterDNS: ['127.0.0.1'],
    // The disk and memory of a developer's machine are often nearly full.
    evictionHard: {
      'memory.available': '1Mi',
      'nodefs.available': '0%',
      'nodefs.inodesFree': '0%',
      'imagefs.available': '0%',
    },
    imageGCHighThresholdPercent: 100,
    imageGCLowThresholdPercent: 99,
    nodeStatusUpdateFrequency: '1s',
    kubeAPIQPS: 200,
    kubeAPIBurst: 400,
    eventRecordQPS: 0,
    registryPullQPS: 0,
  });
}

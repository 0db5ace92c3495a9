import type { KubeConfig } from '@kubernetes/client-node';
import { type ClusterApi, connect } from '../../index.js';
import type { EmbeddedCluster } from '../../testing/index.js';

/**
 * A client of an embedded cluster that has no need of client-node: there may be none, or one that this Node can not
 * load. Of a kubeconfig it has what `connect` asks for.
 */
export function connectEmbedded({ url, token }: EmbeddedCluster): ClusterApi {
  const name = 'embedded';
  const kubeConfig = {
    getCurrentContext: () => name,
    getContexts: () => [],
    getContextObject: () => ({ name, cluster: name, user: name }),
    getCluster: () => ({ name, server: url, skipTLSVerify: true }),
    getUser: () => ({ name, token }),
    applyToHTTPSOptions: (options: { headers?: object }) => {
      options.headers = { authorization: `Bearer ${token}` };
    },
  };
  return connect(kubeConfig as unknown as KubeConfig);
}

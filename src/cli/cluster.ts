import { type ClusterApi, connect } from '../index.js';
import type { CommonOptions } from './common-options.js';

/** The client of the cluster that the options name. */
export function connectTo({ context, kubeconfig }: CommonOptions): ClusterApi {
  if (kubeconfig !== undefined) {
    // A file that is named wins over the service account of the pod that this process may run in.
    delete process.env['KUBERNETES_SERVICE_HOST'];
    process.env['KUBECONFIG'] = kubeconfig;
  }
  return connect(undefined, { context });
}

/** The namespace to look in: the one that is named, else that of the context. No request is made. */
export async function namespaceOf(api: ClusterApi, { namespace }: CommonOptions): Promise<string> {
  return namespace ?? (await api.contextNamespace());
}

/**
 * The namespace that the options name: itself, or by their context. Without any of them there is none, and no
 * kubeconfig is read.
 */
export async function namedNamespace(options: CommonOptions): Promise<string | undefined> {
  const { namespace, context, kubeconfig } = options;
  if (namespace !== undefined || (context === undefined && kubeconfig === undefined)) return namespace;
  await using api = connectTo(options);
  return await api.contextNamespace();
}

import type { Cluster, Context, KubeConfig, User } from '@kubernetes/client-node';
import { KubeConfigError } from '../errors.js';

/** The cluster and the user that the current context of a kubeconfig names. */
export interface ClusterTarget {
  readonly cluster: Cluster;
  readonly user: User;
  readonly namespace: string;
  readonly host: string;
  readonly port: number;
  readonly secure: boolean;
  /** What stands before `/api` and `/apis`, as some gateways have it. */
  readonly basePath: string;
  /** `host:port`, for messages. */
  readonly label: string;
  readonly proxy: URL | undefined;
}

/** @throws KubeConfigError when the current context leads to no cluster or user */
export function clusterTarget(kubeConfig: KubeConfig): ClusterTarget {
  const context = currentContext(kubeConfig);
  const cluster = kubeConfig.getCluster(context.cluster);
  if (cluster === null) {
    throw new KubeConfigError(
      `The context "${context.name}" names the cluster "${context.cluster}", which the kubeconfig does not have. ` +
        `Its clusters are: ${names(kubeConfig.getClusters())}.`,
    );
  }
  const user = context.user === undefined ? null : kubeConfig.getUser(context.user);
  if (user === null) {
    const named =
      context.user === undefined
        ? 'no user'
        : `the user "${context.user}", which the kubeconfig does not have`;
    throw new KubeConfigError(
      `The context "${context.name}" names ${named}. Its users are: ${names(kubeConfig.getUsers())}.`,
    );
  }
  const server = parseServer(cluster);
  return {
    cluster,
    user,
    namespace: context.namespace?.trim() || 'default',
    host: server.hostname.replace(/^\[|\]$/g, ''),
    port: portOf(server),
    secure: server.protocol === 'https:',
    basePath: server.pathname.replace(/\/+$/, ''),
    label: `${server.hostname}:${portOf(server)}`,
    proxy: cluster.proxyUrl ? parseProxy(cluster.proxyUrl, cluster.name) : undefined,
  };
}

function currentContext(kubeConfig: KubeConfig): Context {
  const name = kubeConfig.getCurrentContext() as string | undefined;
  const contexts = `Its contexts are: ${names(kubeConfig.getContexts())}.`;
  if (!name) {
    throw new KubeConfigError(
      `The kubeconfig has no current-context. ${contexts} Choose one with kubectl config use-context.`,
    );
  }
  const context = kubeConfig.getContextObject(name);
  if (context === null) {
    throw new KubeConfigError(`The kubeconfig has no context "${name}". ${contexts}`);
  }
  return context;
}

function names(list: readonly { readonly name: string }[] | undefined): string {
  return list === undefined || list.length === 0 ? '(none)' : list.map(({ name }) => `"${name}"`).join(', ');
}

function parseServer({ name, server }: Cluster): URL {
  const url = URL.canParse(server) ? new URL(server) : undefined;
  if (url?.protocol === 'https:' || url?.protocol === 'http:') return url;
  throw new KubeConfigError(
    `The server of the cluster "${name}" is no address: it must begin with https:// or http:// and a host.`,
  );
}

function parseProxy(text: string, cluster: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url !== undefined && ['http:', 'https:', 'socks5:', 'socks5h:', 'socks:'].includes(url.protocol))
    return url;
  throw new KubeConfigError(
    `The proxy-url of the cluster "${cluster}" must begin with http://, https:// or socks5:// and a host.`,
  );
}

export function portOf(url: URL): number {
  if (url.port !== '') return Number(url.port);
  if (url.protocol.startsWith('socks')) return 1080;
  return url.protocol === 'https:' ? 443 : 80;
}

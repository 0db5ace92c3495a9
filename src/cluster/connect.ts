import type { KubeConfig } from '@kubernetes/client-node';
import type { Timeouts } from './http/api-client.js';
import type { Telemetry } from '../telemetry.js';
import type { ClusterApi } from './cluster-api.js';
import { loadKubeConfig } from './credentials/kube-config.js';
import { HttpClusterApi } from './http/http-cluster-api.js';
import type { RateLimit } from './http/rate-limiter.js';

export interface ConnectOptions {
  /** The context of the kubeconfig to use. @default its current context */
  readonly context?: string | undefined;
  /** Bounds in milliseconds; what is left out keeps its default. */
  readonly timeouts?: Partial<Timeouts>;
  /** Spares a small cluster: requests beyond it wait for their turn. @default no limit but the server's */
  readonly rateLimit?: RateLimit | undefined;
  /** Told of each request, as a span. @default nothing */
  readonly telemetry?: Telemetry | undefined;
}

const defaultTimeouts: Timeouts = { connect: 10_000, answer: 65_000, credentials: 60_000 };

/**
 * A client of a cluster: HTTP/1.1 over connections that are kept and reused, with what a kubeconfig says about TLS,
 * credentials and proxies. Does nothing until its first request, which loads the package `@kubernetes/client-node` (to
 * read the kubeconfig) and rejects with a `KubeConfigError` when there is none that can be used.
 *
 * Credentials are asked anew for each request; after an answer 401 they are renewed and, when others came of it, the
 * request is repeated once. An exec plug-in that does not answer within 60 s is killed. Proxies other than
 * `proxy-url` (the variables `HTTPS_PROXY`, `NO_PROXY`) are not used.
 *
 * @param kubeConfig a `KubeConfig` of client-node, or the text of a kubeconfig. Left out: the service account of the
 *   pod that this process runs in (unless a context is named), else the files that `KUBECONFIG` names, else
 *   `~/.kube/config`.
 * @throws InvalidArgumentError when `rateLimit` can not be right
 */
export function connect(kubeConfig?: KubeConfig | string, options: ConnectOptions = {}): ClusterApi {
  const { context, timeouts, telemetry, rateLimit } = options;
  return new HttpClusterApi(() => loadKubeConfig(kubeConfig, context), {
    timeouts: { ...defaultTimeouts, ...timeouts },
    telemetry,
    rateLimit,
  });
}

import { BatchV1Api, KubeConfig } from '@kubernetes/client-node';
import { connect } from '../../src/cluster/connect.js';
import type { JobApi } from '../../src/cluster/job-api.js';
import type { JobHandle } from '../../src/cluster/job-handle.js';
import { submitJob } from '../../src/cluster/submit/submit-job.js';
import type { JobManifest } from '../../src/job-spec/job-manifest.js';
import { setLabels } from '../../src/job/set-labels.js';
import type { SubmitOptions } from '../../src/cluster/submit/submit-job.js';

/** client-node's own client for a cluster. */
export function batchV1Api(kubeConfig: string): BatchV1Api {
  const config = new KubeConfig();
  config.loadFromString(kubeConfig);
  return config.makeApiClient(BatchV1Api);
}

/** What a user may write who has no client: an object of one method, or two. */
export function plainClient({
  url,
  token = 't',
}: {
  url: string;
  token?: string;
}): Required<Pick<JobApi, 'createNamespacedJob' | 'readNamespacedJob'>> {
  const request = async (path: string, init: RequestInit): Promise<unknown> => {
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
    const response = await fetch(`${url}/apis/batch/v1/namespaces/${path}`, { ...init, headers });
    const body = await response.text();
    if (!response.ok)
      throw Object.assign(new Error(`HTTP ${response.status}`), { statusCode: response.status, body });
    return JSON.parse(body);
  };
  return {
    createNamespacedJob: ({ namespace, body, fieldValidation }, { signal }) =>
      request(`${namespace}/jobs?fieldValidation=${fieldValidation}`, {
        method: 'POST',
        body: JSON.stringify(body),
        signal,
      }),
    readNamespacedJob: ({ namespace, name }, { signal }) => request(`${namespace}/jobs/${name}`, { signal }),
  };
}

/** What a cluster in a test has: an address, and a kubeconfig for it. */
interface Cluster {
  readonly url: string;
  readonly kubeConfig: string;
  readonly token?: string;
}

/** The three ways to meet the port. */
export const clients = {
  'connect()': (cluster: Cluster) => connect(cluster.kubeConfig),
  "client-node's BatchV1Api": (cluster: Cluster) => batchV1Api(cluster.kubeConfig),
  'a plain object': (cluster: Cluster) => plainClient(cluster),
} satisfies Record<string, (cluster: Cluster) => JobApi>;

/** A client of that kind, to be used and closed: what has no `close` needs none. */
export function clientOf(kind: keyof typeof clients, cluster: Cluster): JobApi & AsyncDisposable {
  const api: JobApi & Partial<AsyncDisposable> = clients[kind](cluster);
  return api[Symbol.asyncDispose] === undefined
    ? Object.assign(api, { [Symbol.asyncDispose]: () => Promise.resolve() })
    : (api as JobApi & AsyncDisposable);
}

export const kinds = Object.keys(clients) as (keyof typeof clients)[];

/** A Job of one run, with a secret in its env. */
export function jobOf(
  flowRunId: string,
  changes: Partial<JobManifest> & { name?: string } = {},
): JobManifest {
  const { name = 'train', ...rest } = changes;
  const job: JobManifest = {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name },
    spec: {
      template: {
        spec: {
          restartPolicy: 'Never',
          containers: [{ name: 'main', image: 'flow:1', env: [{ name: 'API_KEY', value: SECRET }] }],
        },
      },
    },
    ...rest,
  };
  return setLabels({ flowRunId, identifier: `identifier-of-${flowRunId}` })(job);
}

/** Stands in an env value; must turn up nowhere. */
export const SECRET = 'kn4ry-"p%ss\\word"\n<&>-é';

/** A submission that waits for no clock and tells how long it would have waited. */
export function submitting(
  api: JobApi,
  job: JobManifest,
  options: Partial<SubmitOptions> & { flowRunId: string },
): { handle: Promise<JobHandle>; waits: number[]; lines: string[] } {
  const waits: number[] = [];
  const lines: string[] = [];
  const line = (text: string): void => void lines.push(text);
  const handle = submitJob(api, job, {
    namespace: 'ns',
    sleep: (ms) => (waits.push(ms), Promise.resolve()),
    random: () => 0.5,
    logger: { debug: line, info: line, warn: line, error: line },
    ...options,
  });
  return { handle, waits, lines };
}

/** The error of a submission that must fail. */
export async function failureOf(handle: Promise<unknown>): Promise<Error & Record<string, unknown>> {
  return handle.then(
    (value) => {
      throw new Error(`Expected a failure, got ${JSON.stringify(value)}`);
    },
    (error: Error & Record<string, unknown>) => error,
  );
}

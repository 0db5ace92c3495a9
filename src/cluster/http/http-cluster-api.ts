import type { KubeConfig } from '@kubernetes/client-node';
import { ApiClient, type Call, type Timeouts } from './api-client.js';
import type { ApiRequest } from '../api-request.js';
import type {
  ClusterApi,
  CreateOptions,
  DeleteJobRequest,
  DeletePodRequest,
  KubernetesObject,
  ListRequest,
  ObjectList,
  PatchJobRequest,
  PodLogRequest,
  RequestOptions,
  Resource,
  WatchEvent,
  WatchOptions,
  WatchRequest,
} from '../cluster-api.js';
import { OneByOne } from '../../one-by-one.js';
import { toConnectionError } from '../failures/connection-error.js';
import { ApiClosedError } from '../errors.js';
import type { CreateJobRequest } from '../job-api.js';
import type { Telemetry } from '../../telemetry.js';
import { type RateLimit, RateLimiter } from './rate-limiter.js';
import { tracedRequest, tracedStream } from './traced.js';
import { collectionPath, objectPath, queryString } from './resource-path.js';
import { BadAnswerError } from './response-body.js';
import { parseWarnings } from './warnings.js';
import { watchEvents } from './watch-stream.js';

export interface HttpOptions {
  readonly timeouts: Timeouts;
  readonly telemetry?: Telemetry | undefined;
  readonly rateLimit?: RateLimit | undefined;
}

/** The whole port over HTTP: what each call is called in the API of Kubernetes. */
export class HttpClusterApi implements ClusterApi {
  readonly #loadKubeConfig: () => Promise<KubeConfig>;
  readonly #timeouts: Timeouts;
  readonly #closing = new AbortController();
  readonly #telemetry: Telemetry | undefined;
  readonly #rateLimiter: RateLimiter | undefined;
  #client: Promise<ApiClient> | undefined;

  constructor(loadKubeConfig: () => Promise<KubeConfig>, { timeouts, telemetry, rateLimit }: HttpOptions) {
    this.#loadKubeConfig = loadKubeConfig;
    this.#timeouts = timeouts;
    this.#telemetry = telemetry;
    this.#rateLimiter = rateLimit && new RateLimiter(rateLimit);
  }

  async createNamespacedJob(
    { namespace, body, fieldValidation, dryRun }: CreateJobRequest,
    { signal, onWarning }: CreateOptions = {},
  ): Promise<KubernetesObject> {
    const name = (body as { metadata?: { name?: string } | null } | undefined)?.metadata?.name;
    const query = queryString({ fieldValidation, fieldManager: 'kubernetes-job-environment', dryRun });
    const { object, response } = await this.#json({
      method: 'POST',
      path: collectionPath('jobs', namespace) + query,
      ...withBody(body),
      ...unary({ verb: 'create', resource: 'jobs', namespace, name }, signal),
    });
    for (const warning of parseWarnings(response.headersDistinct['warning'])) onWarning?.(warning);
    return object as KubernetesObject;
  }

  async readNamespacedJob(
    { namespace, name }: { readonly name: string; readonly namespace: string },
    { signal }: RequestOptions = {},
  ): Promise<KubernetesObject> {
    const { object } = await this.#json({
      method: 'GET',
      path: objectPath('jobs', namespace, name),
      ...unary({ verb: 'get', resource: 'jobs', namespace, name }, signal),
    });
    return object as KubernetesObject;
  }

  async deleteNamespacedJob(
    { namespace, name, propagationPolicy, uid, resourceVersion, gracePeriodSeconds }: DeleteJobRequest,
    { signal }: RequestOptions = {},
  ): Promise<void> {
    const preconditions =
      uid === undefined && resourceVersion === undefined ? undefined : { uid, resourceVersion };
    const options = { propagationPolicy, gracePeriodSeconds, preconditions };
    await this.#delete({ verb: 'delete', resource: 'jobs', namespace, name }, options, signal);
  }

  async deleteNamespacedPod(
    { namespace, name, uid, gracePeriodSeconds }: DeletePodRequest,
    { signal }: RequestOptions = {},
  ): Promise<void> {
    const options = { gracePeriodSeconds, preconditions: uid === undefined ? undefined : { uid } };
    await this.#delete({ verb: 'delete', resource: 'pods', namespace, name }, options, signal);
  }

  async patchNamespacedJob(
    { namespace, name, patch }: PatchJobRequest,
    { signal }: RequestOptions = {},
  ): Promise<KubernetesObject> {
    const { object } = await this.#json({
      method: 'PATCH',
      path: objectPath('jobs', namespace, name) + queryString({ fieldManager: 'kubernetes-job-environment' }),
      ...withBody(patch, 'application/merge-patch+json'),
      ...unary({ verb: 'patch', resource: 'jobs', namespace, name }, signal),
    });
    return object as KubernetesObject;
  }

  async contextNamespace(): Promise<string> {
    return (await this.#connected()).target.namespace;
  }

  async list(
    resource: Resource,
    { namespace, ...selection }: ListRequest,
    { signal }: RequestOptions = {},
  ): Promise<ObjectList> {
    const what: ApiRequest = { verb: 'list', resource, namespace };
    const path = collectionPath(resource, namespace) + queryString({ ...selection });
    const { object } = await this.#json({ method: 'GET', path, ...unary(what, signal) });
    const { metadata = {}, items } = object as { metadata?: ObjectList['metadata']; items?: unknown };
    // Go writes an empty list as null at times.
    if (items !== null && !Array.isArray(items))
      throw toConnectionError(new BadAnswerError('it is no list'), what);
    return { metadata, items: (items ?? []) as ObjectList['items'] };
  }

  watch(resource: Resource, request: WatchRequest, options?: WatchOptions): AsyncGenerator<WatchEvent, void> {
    return new OneByOne(this.#watch(resource, request, options));
  }

  async *#watch(
    resource: Resource,
    { namespace, allowWatchBookmarks = true, ...selection }: WatchRequest,
    { signal, read }: WatchOptions = {},
  ): AsyncGenerator<readonly WatchEvent[], void, undefined> {
    const what: ApiRequest = { verb: 'watch', resource, namespace };
    const call: Call = {
      kind: 'stream',
      method: 'GET',
      path:
        collectionPath(resource, namespace) + queryString({ watch: true, allowWatchBookmarks, ...selection }),
      what,
      signal,
    };
    yield* this.#stream(call, (bytes) => watchEvents(bytes, what, read));
  }

  async *podLog(
    { namespace, pod, ...selection }: PodLogRequest,
    { signal }: RequestOptions = {},
  ): AsyncGenerator<Uint8Array, void> {
    const call: Call = {
      kind: 'stream',
      method: 'GET',
      path: `${objectPath('pods', namespace, pod)}/log${queryString({ ...selection })}`,
      // The log itself is text/plain, a refusal JSON.
      headers: { accept: 'application/json, */*' },
      what: { verb: 'get', resource: 'pods/log', namespace, name: pod },
      signal,
    };
    yield* this.#stream(call, (bytes) => bytes);
  }

  close(): Promise<void> {
    this.#closing.abort();
    return Promise.resolve();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #delete(what: DeletedObject, options: object, signal: AbortSignal | undefined): Promise<void> {
    await this.#json({
      method: 'DELETE',
      path: objectPath(what.resource, what.namespace, what.name),
      ...withBody({ apiVersion: 'v1', kind: 'DeleteOptions', ...options }),
      ...unary(what, signal),
    });
  }

  #json(call: Call): ReturnType<ApiClient['json']> {
    return tracedRequest(this.#telemetry, call, async () => (await this.#connected(call.signal)).json(call));
  }

  #stream<T>(
    call: Call,
    decode: (bytes: AsyncIterable<Uint8Array>) => AsyncIterable<T>,
  ): AsyncGenerator<T, void> {
    const open = async (): Promise<AsyncIterable<T>> =>
      (await this.#connected(call.signal)).stream(call, decode);
    return tracedStream(this.#telemetry, call, open);
  }

  async #connected(signal?: AbortSignal): Promise<ApiClient> {
    signal?.throwIfAborted();
    if (this.#closing.signal.aborted) throw new ApiClosedError();
    // A failure is not kept: the kubeconfig may be there at the next request.
    this.#client ??= this.#loadKubeConfig()
      .then(
        (kubeConfig) => new ApiClient(kubeConfig, this.#timeouts, this.#closing.signal, this.#rateLimiter),
      )
      .catch((error: unknown) => {
        this.#client = undefined;
        throw error;
      });
    return this.#client;
  }
}

interface DeletedObject extends ApiRequest {
  readonly resource: 'jobs' | 'pods';
  readonly namespace: string;
  readonly name: string;
}

function unary(what: ApiRequest, signal: AbortSignal | undefined): Pick<Call, 'kind' | 'what' | 'signal'> {
  return { kind: 'request', what, signal };
}

function withBody(body: unknown, contentType = 'application/json'): Pick<Call, 'headers' | 'body'> {
  const text = JSON.stringify(body);
  return {
    headers: { 'content-type': contentType, 'content-length': String(Buffer.byteLength(text)) },
    body: text,
  };
}

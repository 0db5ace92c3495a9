import type { CreateJobRequest, JobApi, ReadJobRequest } from './job-api.js';

/** A Kubernetes object as the server sent it: raw JSON, dates as strings. */
export interface KubernetesObject {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly uid: string;
    readonly resourceVersion: string;
    readonly creationTimestamp?: string;
    readonly deletionTimestamp?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
    readonly [field: string]: unknown;
  };
  readonly [field: string]: unknown;
}

/** A page of a list. */
export interface ObjectList {
  readonly metadata: { readonly resourceVersion?: string; readonly continue?: string };
  readonly items: readonly KubernetesObject[];
}

/** A change that a watch reports. A `BOOKMARK` carries only a resource version. */
export interface WatchEvent {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK';
  readonly object: KubernetesObject;
}

/** The resources this library reads. */
export type Resource = 'jobs' | 'pods' | 'events';

export interface RequestOptions {
  readonly signal?: AbortSignal | undefined;
}

export interface WatchOptions extends RequestOptions {
  /**
   * Reads the JSON of an event, for who needs but a part of each object; bookmarks come too, and of an `ERROR` all is
   * read whatever it gives. What it throws ends the watch. An implementation may leave it alone.
   * @default all of it
   */
  readonly read?: ((json: Uint8Array) => unknown) | undefined;
}

export interface ListRequest {
  /** Left out: all namespaces. */
  readonly namespace?: string | undefined;
  readonly labelSelector?: string | undefined;
  readonly fieldSelector?: string | undefined;
  readonly limit?: number | undefined;
  readonly continue?: string | undefined;
  readonly resourceVersion?: string | undefined;
}

export interface WatchRequest {
  readonly namespace?: string | undefined;
  readonly labelSelector?: string | undefined;
  readonly fieldSelector?: string | undefined;
  readonly resourceVersion?: string | undefined;
  /** The server ends the watch after this many seconds. */
  readonly timeoutSeconds?: number | undefined;
  /** Asks for bookmarks. @default true */
  readonly allowWatchBookmarks?: boolean | undefined;
}

export interface PodLogRequest {
  readonly namespace: string;
  readonly pod: string;
  readonly container: string;
  readonly follow?: boolean | undefined;
  readonly timestamps?: boolean | undefined;
  /** RFC 3339; the kubelet cuts it to whole seconds. */
  readonly sinceTime?: string | undefined;
  readonly tailLines?: number | undefined;
  /** The log of the container's run before the last restart. */
  readonly previous?: boolean | undefined;
}

export interface DeleteJobRequest {
  readonly namespace: string;
  readonly name: string;
  readonly propagationPolicy: 'Background' | 'Foreground' | 'Orphan';
  /** The Job is deleted only when it has this uid. */
  readonly uid?: string | undefined;
  /** The Job is deleted only when it is still as it was at this version. */
  readonly resourceVersion?: string | undefined;
  readonly gracePeriodSeconds?: number | undefined;
}

export interface DeletePodRequest {
  readonly namespace: string;
  readonly name: string;
  /** The pod is deleted only when it has this uid. */
  readonly uid?: string | undefined;
  /** Seconds between SIGTERM and SIGKILL. @default that of the pod */
  readonly gracePeriodSeconds?: number | undefined;
}

export interface PatchJobRequest {
  readonly namespace: string;
  readonly name: string;
  /**
   * A JSON merge patch (RFC 7386). With `metadata.uid` and `metadata.resourceVersion` it is refused when the Job is
   * another one, or was changed since.
   */
  readonly patch: object;
}

/**
 * The full port: what {@link connect} gives and a `JobMonitor` needs. Every call takes a `signal` and rejects with
 * `signal.reason` when it fires; a refusal of the server is an `ApiResponseError`, a broken connection an
 * `ApiConnectionError`. Nothing is retried here: callers know what may be repeated.
 */
export interface ClusterApi extends JobApi, AsyncDisposable {
  createNamespacedJob(request: CreateJobRequest, options?: CreateOptions): Promise<KubernetesObject>;
  readNamespacedJob(request: ReadJobRequest, options?: RequestOptions): Promise<KubernetesObject>;
  deleteNamespacedJob(request: DeleteJobRequest, options?: RequestOptions): Promise<void>;
  deleteNamespacedPod(request: DeletePodRequest, options?: RequestOptions): Promise<void>;
  patchNamespacedJob(request: PatchJobRequest, options?: RequestOptions): Promise<KubernetesObject>;
  contextNamespace(): Promise<string>;
  list(resource: Resource, request: ListRequest, options?: RequestOptions): Promise<ObjectList>;
  /** Rejects (or throws in the midst of iteration) with an `ApiResponseError` of status 410 when the version is too old. */
  watch(resource: Resource, request: WatchRequest, options?: WatchOptions): AsyncIterable<WatchEvent>;
  /** The bytes of a container's log as they come. A clean end says nothing about the container (design: logs). */
  podLog(request: PodLogRequest, options?: RequestOptions): AsyncIterable<Uint8Array>;
  /** Ends every open request and connection. Also by `await using`. */
  close(): Promise<void>;
}

export interface CreateOptions extends RequestOptions {
  /** Gets each `Warning:` header of the answer, without its code and agent. */
  readonly onWarning?: ((text: string) => void) | undefined;
}

import { InvalidArgumentError } from '../errors.js';

/** How the API server treats fields it does not know: refuse, warn, or drop in silence. */
export type FieldValidation = 'Strict' | 'Warn' | 'Ignore';

/** What a Job is created with; the same shape as client-node's request object. */
export interface CreateJobRequest {
  readonly namespace: string;
  /** The Job as plain JSON. */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- client-node types it V1Job, which JSON does not meet
  readonly body: any;
  readonly fieldValidation?: FieldValidation;
  readonly dryRun?: 'All';
}

/** @throws InvalidArgumentError when it can not create Jobs. */
export function checkJobApi(api: unknown): asserts api is JobApi {
  if (typeof (api as Partial<JobApi> | null | undefined)?.createNamespacedJob === 'function') return;
  throw new InvalidArgumentError(
    'api',
    'The given api has no method createNamespacedJob. Give connect(), a BatchV1Api of client-node, or an object with it.',
  );
}

/** Which Job to read; the same shape as client-node's request object. */
export interface ReadJobRequest {
  readonly namespace: string;
  readonly name: string;
}

/**
 * The port: what is needed of a Kubernetes client to submit a Job. A `BatchV1Api` of client-node 1.4 or 2.x meets it,
 * so does {@link connect}, and so does an object with only `createNamespacedJob`. `readNamespacedJob` is needed to
 * adopt a Job that already exists; without it an existing Job of that name is always a conflict.
 */
export interface JobApi {
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- each client has its own options
  createNamespacedJob(request: CreateJobRequest, options?: any): Promise<unknown>;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- each client has its own options
  readNamespacedJob?(request: ReadJobRequest, options?: any): Promise<unknown>;
  /** The namespace of the client's own context (kubeconfig, in-cluster). Asks no server. */
  contextNamespace?(): Promise<string>;
}

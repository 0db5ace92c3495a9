import type { JobManifest } from '../../job-spec/job-manifest.js';
import type { Redact } from '../../job/redact.js';
import type { ApiRequest } from '../api-request.js';
import { callThroughHook, isBatchV1Api } from './client-node.js';
import type { FieldValidation, JobApi } from '../job-api.js';

export interface PortCall {
  readonly signal: AbortSignal;
  readonly redact: Redact;
  /** Called at the latest when the request goes out. */
  readonly onSend: () => void;
  readonly onWarning: (text: string) => void;
}

/** Creates and reads one Job, whichever of the three kinds of client does it. */
export interface JobPort {
  readonly create: (call: PortCall) => Promise<unknown>;
  /** Left out when the client can not read. */
  readonly read?: (call: PortCall) => Promise<unknown>;
}

export interface PortJob {
  readonly namespace: string;
  readonly name: string;
  readonly manifest: JobManifest;
  /** The manifest as JSON: the request body. */
  readonly body: string;
  readonly fieldValidation: FieldValidation;
  /** Asks the server what it would do, and creates nothing. */
  readonly dryRun?: 'All';
  readonly createRequest: ApiRequest;
  readonly readRequest: ApiRequest;
}

/** The API server itself gives up after 60 s. Source: kube-apiserver --request-timeout. */
const TIMEOUT_MILLISECONDS = 65_000;

export function jobPort(api: JobApi, job: PortJob): JobPort {
  const port = isBatchV1Api(api) ? hookedPort(api, job) : plainPort(api, job);
  return typeof api.readNamespacedJob === 'function' ? port : { create: port.create };
}

/** client-node's `BatchV1Api`: the body goes through its middleware, its serializer gets an empty Job. */
function hookedPort(api: JobApi, job: PortJob): Required<JobPort> {
  const { namespace, name, body, fieldValidation, createRequest, readRequest } = job;
  return {
    create: (call) =>
      callThroughHook(
        (options) =>
          api.createNamespacedJob({ namespace, body: {}, fieldValidation, ...dryRunOf(job) }, options),
        {
          ...call,
          timeout: TIMEOUT_MILLISECONDS,
          request: createRequest,
          body,
        },
      ),
    read: (call) =>
      callThroughHook(async (options) => api.readNamespacedJob?.({ name, namespace }, options), {
        ...call,
        timeout: TIMEOUT_MILLISECONDS,
        request: readRequest,
      }),
  };
}

/** What `connect()` gives, and everything else that has the method: gets the Job itself. */
function plainPort(api: JobApi, job: PortJob): Required<JobPort> {
  const { namespace, name, manifest, fieldValidation } = job;
  return {
    create: async ({ signal, onSend, onWarning }) => {
      onSend();
      const request = { namespace, body: manifest, fieldValidation, ...dryRunOf(job) };
      return api.createNamespacedJob(request, { signal, onWarning });
    },
    read: async ({ signal }) => api.readNamespacedJob?.({ name, namespace }, { signal }),
  };
}

function dryRunOf({ dryRun }: PortJob): { dryRun?: 'All' } {
  return dryRun === undefined ? {} : { dryRun };
}

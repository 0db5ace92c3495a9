import type { JobManifest } from '../../job-spec/job-manifest.js';
import { redactor } from '../../job/redact.js';
import { abortable } from '../abortable.js';
import { apiFailure, isApiResponseError } from '../failures/api-failure.js';
import type { ApiResponseError } from '../errors.js';
import type { FieldValidation, JobApi } from '../job-api.js';
import { jobPort } from './job-port.js';

export interface DryRunOptions {
  readonly namespace: string;
  /** @default 'Strict' */
  readonly fieldValidation?: FieldValidation | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** What an API server would do with a Job. */
export interface ServerVerdict {
  /** Its warnings, env values hidden. */
  readonly warnings: readonly string[];
  /** Left out when it would take the Job, or has one of that name. */
  readonly refusal?: ApiResponseError;
}

/**
 * Asks the API server whether it would take a Job; admission (policies, webhooks, quotas) is asked too. Creates nothing,
 * as long as the client passes `dryRun` on. Asks once.
 *
 * @throws ApiResponseError when the server would not look at the Job: no rights, no such namespace, overload.
 * @throws ApiConnectionError when it can not be reached; `signal.reason` when the signal fired.
 */
export async function dryRunJob(
  api: JobApi,
  job: JobManifest,
  { namespace, fieldValidation = 'Strict', signal = new AbortController().signal }: DryRunOptions,
): Promise<ServerVerdict> {
  const name = job.metadata?.name ?? '';
  const about = { resource: 'jobs', namespace, name } as const;
  const createRequest = { verb: 'create', ...about } as const;
  const port = jobPort(api, {
    namespace,
    name,
    manifest: job,
    body: JSON.stringify(job),
    fieldValidation,
    dryRun: 'All',
    createRequest,
    readRequest: { verb: 'get', ...about },
  });
  const redact = redactor(job, { open: [namespace] });
  const warnings: string[] = [];
  const onWarning = (text: string): void => void warnings.push(redact(text));
  try {
    await abortable(signal, (inner) => port.create({ signal: inner, redact, onSend: () => {}, onWarning }));
    return { warnings };
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    const failure = apiFailure(error, createRequest, redact);
    if (!isApiResponseError(failure)) throw failure;
    if (failure.status === 409) return { warnings };
    if (isAboutTheJob(failure)) return { warnings, refusal: failure };
    throw failure;
  }
}

/** Missing rights are told as "User … cannot create …"; policies and quotas have the same status. */
function isAboutTheJob({ status, message }: ApiResponseError): boolean {
  return status === 400 || status === 422 || (status === 403 && !message.includes(' cannot '));
}

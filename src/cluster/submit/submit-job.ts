import { setTimeout as wait } from 'node:timers/promises';
import { InvalidArgumentError } from '../../errors.js';
import type { JobManifest } from '../../job-spec/job-manifest.js';
import { FLOW_RUN_ID_LABEL } from '../../job/set-labels.js';
import { redactor } from '../../job/redact.js';
import { runIdentity } from '../../job/run-identity.js';
import { type Logger, silentLogger } from '../../logger.js';
import { errorType, type Telemetry } from '../../telemetry.js';
import { checkJobApi, type FieldValidation, type JobApi } from '../job-api.js';
import type { JobHandle } from '../job-handle.js';
import { jobPort } from './job-port.js';
import { Retries } from '../retry.js';
import { isBeyondLimit, tooLarge } from './submit-failures.js';
import { Submission } from './submission.js';
import { counted } from './counted.js';

export interface SubmitOptions {
  /** The namespace to create the Job in. */
  readonly namespace: string;
  /** The run that the Job is for; the Job carries it as label `flow_run_id` (see `setLabels`). */
  readonly flowRunId: string;
  /** What the API server does about fields it does not know: refuse, warn, or drop them. @default 'Strict' */
  readonly fieldValidation?: FieldValidation | undefined;
  /** Gives the submission up. The error says whether a Job may exist. */
  readonly signal?: AbortSignal | undefined;
  /** Told of attempts, retries, warnings and adoptions; never of an env value. @default silent */
  readonly logger?: Logger | undefined;
  /** Told of the submission: its outcome, its retries, and that it is in flight. @default nothing */
  readonly telemetry?: Telemetry | undefined;
  /** Gets each warning of the API server, env values hidden. @default logger.warn */
  readonly onWarning?: ((text: string) => void) | undefined;
  /** Waits for so many milliseconds. @default a timer */
  readonly sleep?: ((ms: number, signal: AbortSignal) => Promise<void>) | undefined;
  /** Spreads the retries: a number from 0 up to 1. @default Math.random */
  readonly random?: (() => number) | undefined;
}

/**
 * Creates a Job exactly once. Its name is the lock: however often a request is repeated, and whoever else submits the
 * same run, at most one Job of that name exists; a Job of this run that is already there is adopted
 * (`created: false`). So submitting a run again is always safe while its Job exists: give the Job a
 * `ttlSecondsAfterFinished` of minutes, not seconds, because a Job that is gone can not be recognised.
 *
 * The body is sent byte for byte as `JSON.stringify` writes the Job, also through a `BatchV1Api` of client-node. An
 * object with only `createNamespacedJob` is called with `{ namespace, body, fieldValidation }` and may answer
 * anything; the handle's `uid` is `''` when the answer has none.
 *
 * Tried again, up to 10 times in all, with full-jitter back-off from 0.5 s to 15 s (or `Retry-After`, up to 60 s):
 * 429, 5xx and broken connections; a 403 once, after 2 s, because an API server that restarts refuses everybody.
 *
 * @param job a Job with `metadata.name` and the labels `identifier` and `flow_run_id`, as `buildJob` makes it.
 * @throws JobConflictError when another run's Job has the name, or this run's Job is being deleted.
 * @throws JobTooLargeError when the cluster can not store it.
 * @throws ApiResponseError when the API server refuses it; ApiConnectionError when its certificate is refused.
 * @throws SubmitFailedError when every try failed, or when a Job may exist although the last try was refused.
 * @throws SubmitAbortedError when `signal` fired. Both say in `jobMayExist` whether a request may have got through.
 * @throws CredentialsError, KubeConfigError when the client could not send anything.
 * @throws InvalidArgumentError when the Job has no name, is not of this run, or is no JSON.
 */
export async function submitJob(api: JobApi, job: JobManifest, options: SubmitOptions): Promise<JobHandle> {
  checkJobApi(api);
  const { namespace, flowRunId, fieldValidation = 'Strict', logger = silentLogger, telemetry } = options;
  const { name: jobName, identifier } = checked(job, options);
  const target = { namespace, jobName, flowRunId };
  const body = toJson(job);
  const bytes = Buffer.byteLength(body);
  if (isBeyondLimit(bytes)) throw tooLarge(target, bytes);

  const about = { resource: 'jobs', namespace, name: jobName } as const;
  const createRequest = { verb: 'create', ...about } as const;
  const readRequest = { verb: 'get', ...about } as const;
  const warn = (text: string): void => logger.warn(`The API server warns about Job "${jobName}": ${text}`);
  const submission = new Submission({
    port: jobPort(api, {
      namespace,
      name: jobName,
      manifest: job,
      body,
      fieldValidation,
      createRequest,
      readRequest,
    }),
    target,
    identifier,
    bytes,
    createRequest,
    readRequest,
    redact: redactor(job, { open: [namespace, flowRunId] }),
    retries: new Retries(options.random ?? Math.random),
    signal: options.signal ?? new AbortController().signal,
    sleep: options.sleep ?? ((ms, signal) => wait(ms, undefined, { signal })),
    logger,
    onRetry: (failure) => telemetry?.count('retries', 1, { 'error.type': errorType(failure) }),
    onWarning: options.onWarning ?? warn,
  });
  return counted(telemetry, () => submission.run());
}

function checked(
  job: JobManifest,
  { namespace, flowRunId }: SubmitOptions,
): { name: string; identifier: string } {
  const name = (job as JobManifest | undefined)?.metadata?.name;
  if (typeof name !== 'string' || name === '') {
    throw new InvalidArgumentError(
      'job',
      'The Job has no metadata.name. Give it one: a name that the server makes up can not be submitted exactly once.',
    );
  }
  if (typeof namespace !== 'string' || namespace === '') {
    throw new InvalidArgumentError('namespace', `Job "${name}" needs a namespace, a text that is not empty.`);
  }
  const identity = runIdentity(job);
  if (typeof flowRunId !== 'string' || flowRunId === '' || identity.flowRunId !== flowRunId) {
    throw new InvalidArgumentError(
      'flowRunId',
      `Job "${name}" is not labelled with the flow run it is submitted for: its label ${FLOW_RUN_ID_LABEL} is ` +
        `${identity.flowRunId === undefined ? 'missing' : `that of run "${identity.flowRunId}"`}, the run is ` +
        `"${flowRunId}". Label it with setLabels: by that label a later submission knows the Job again.`,
    );
  }
  return { name, identifier: identity.identifier ?? '' };
}

function toJson(job: JobManifest): string {
  try {
    return JSON.stringify(job);
  } catch {
    throw new InvalidArgumentError(
      'job',
      `Job "${job.metadata?.name ?? ''}" is not plain JSON: it holds a BigInt, a circle, or is nested too deep.`,
    );
  }
}

import { KubernetesJobEnvironmentError } from '../errors.js';
import type { Finding } from '../job-spec/validation/finding.js';

/** The kubeconfig can not be used: not found, no such context, a context without a cluster. */
export class KubeConfigError extends KubernetesJobEnvironmentError {
  readonly code = 'KUBECONFIG';
}

/** Credentials could not be got: an exec plug-in failed, a token or certificate file is missing. */
export class CredentialsError extends KubernetesJobEnvironmentError {
  readonly code = 'CREDENTIALS';
}

/** The client was closed, before or while it was asked. */
export class ApiClosedError extends KubernetesJobEnvironmentError {
  readonly code = 'API_CLOSED';

  constructor() {
    super(
      'The connection to the cluster was closed by close(), and can not be used any more; call connect() anew.',
    );
  }
}

/** No answer: the server could not be reached, or the connection broke before the answer was complete. */
export class ApiConnectionError extends KubernetesJobEnvironmentError {
  readonly code = 'API_CONNECTION';
}

/** One cause of a refusal, as the API server names it (`Status.details.causes`). */
export interface ApiCause {
  readonly reason?: string;
  readonly message?: string;
  readonly field?: string;
}

/** What an API server's answer says about itself. */
export interface ApiResponseFacts {
  /** HTTP status code. */
  readonly status: number;
  /** Machine-readable reason of the `Status` body (`AlreadyExists`, `Forbidden` …), when there was one. */
  readonly reason?: string | undefined;
  readonly causes?: readonly ApiCause[];
  /** `Status.details`: what kind of object the answer speaks of, and its name. */
  readonly details?: { readonly kind?: string; readonly name?: string; readonly uid?: string };
  /** Seconds to wait, from `Retry-After` or `Status.details.retryAfterSeconds`. */
  readonly retryAfterSeconds?: number | undefined;
  /** Where in the Job spec the fields stand that the server speaks of. @default [] */
  readonly findings?: readonly Finding[];
}

/** The API server answered, and refused. */
export class ApiResponseError extends KubernetesJobEnvironmentError implements ApiResponseFacts {
  readonly code = 'API_RESPONSE';
  readonly status: number;
  declare readonly reason?: string;
  readonly causes: readonly ApiCause[];
  declare readonly details?: NonNullable<ApiResponseFacts['details']>;
  declare readonly retryAfterSeconds?: number;
  readonly findings: readonly Finding[];

  constructor(message: string, facts: ApiResponseFacts, options?: { cause?: unknown }) {
    super(message, options);
    this.status = facts.status;
    if (facts.reason !== undefined) this.reason = facts.reason;
    this.causes = facts.causes ?? [];
    if (facts.details !== undefined) this.details = facts.details;
    this.findings = facts.findings ?? [];
    if (facts.retryAfterSeconds !== undefined) this.retryAfterSeconds = facts.retryAfterSeconds;
  }
}

/** The name of the Job is taken by a Job that is not this run's, or by one that is being deleted. */
export class JobConflictError extends KubernetesJobEnvironmentError {
  readonly code = 'JOB_CONFLICT';
  readonly namespace: string;
  readonly jobName: string;
  readonly flowRunId: string;
  /** The run the existing Job belongs to, when it is known. */
  declare readonly existingFlowRunId?: string;
  declare readonly existingUid?: string;
  /** Whether the existing Job is being deleted. */
  readonly terminating: boolean;

  constructor(
    message: string,
    facts: {
      namespace: string;
      jobName: string;
      flowRunId: string;
      existingFlowRunId?: string | undefined;
      existingUid?: string | undefined;
      terminating?: boolean;
    },
    options?: { cause?: unknown },
  ) {
    super(message, options);
    this.namespace = facts.namespace;
    this.jobName = facts.jobName;
    this.flowRunId = facts.flowRunId;
    if (facts.existingFlowRunId !== undefined) this.existingFlowRunId = facts.existingFlowRunId;
    if (facts.existingUid !== undefined) this.existingUid = facts.existingUid;
    this.terminating = facts.terminating ?? false;
  }
}

/** The Job is larger than the cluster stores: an object in etcd ends at about 1.5 MB, a request at 3 MiB. */
export class JobTooLargeError extends KubernetesJobEnvironmentError {
  readonly code = 'JOB_TOO_LARGE';
  /** Size of the request body in bytes. */
  readonly bytes: number;

  constructor(message: string, bytes: number, options?: { cause?: unknown }) {
    super(message, options);
    this.bytes = bytes;
  }
}

/** Which submission failed, and whether a Job may exist all the same. */
export interface SubmitFacts {
  readonly namespace: string;
  readonly jobName: string;
  readonly flowRunId: string;
  /**
   * Whether a request that may have created the Job was sent without a definite answer. Submitting the same run
   * again is safe: an existing Job of this run is adopted.
   */
  readonly jobMayExist: boolean;
}

abstract class SubmitError extends KubernetesJobEnvironmentError implements SubmitFacts {
  readonly namespace: string;
  readonly jobName: string;
  readonly flowRunId: string;
  readonly jobMayExist: boolean;

  constructor(message: string, facts: SubmitFacts, options?: { cause?: unknown }) {
    super(message, options);
    this.namespace = facts.namespace;
    this.jobName = facts.jobName;
    this.flowRunId = facts.flowRunId;
    this.jobMayExist = facts.jobMayExist;
  }
}

/** Every attempt to submit failed; `cause` is the last failure. */
export class SubmitFailedError extends SubmitError {
  readonly code = 'SUBMIT_FAILED';
}

/** The caller's signal ended the submission. */
export class SubmitAbortedError extends SubmitError {
  readonly code = 'SUBMIT_ABORTED';
}

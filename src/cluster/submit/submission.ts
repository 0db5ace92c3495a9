import type { Redact } from '../../job/redact.js';
import { runIdentity } from '../../job/run-identity.js';
import { isKubernetesJobEnvironmentError } from '../../errors.js';
import type { Logger } from '../../logger.js';
import { abortable } from '../abortable.js';
import { apiFailure, isApiConnectionError, isApiResponseError } from '../failures/api-failure.js';
import type { ApiRequest } from '../api-request.js';
import { SubmitAbortedError, SubmitFailedError } from '../errors.js';
import type { JobHandle } from '../job-handle.js';
import type { JobPort, PortCall } from './job-port.js';
import { isNeverSent } from '../failures/network-failure.js';
import { MAX_ATTEMPTS, type Retries, isTransient } from '../retry.js';
import {
  type Target,
  conflict,
  isTooLarge,
  metadataOf,
  tooLarge,
  unseenConflict,
} from './submit-failures.js';

export interface SubmissionParts {
  readonly port: JobPort;
  readonly target: Target;
  readonly identifier: string;
  /** Size of the request body. */
  readonly bytes: number;
  readonly createRequest: ApiRequest;
  readonly readRequest: ApiRequest;
  readonly redact: Redact;
  readonly retries: Retries;
  readonly signal: AbortSignal;
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly logger: Logger;
  /** Called before each further try, with what made it necessary. */
  readonly onRetry: (failure: Error) => void;
  readonly onWarning: (text: string) => void;
}

type Result = { readonly reply: unknown } | { readonly failure: Error };

/** One submission of one Job: create, and when the name is taken, look whose it is; again and again, within bounds. */
export class Submission {
  readonly #parts: SubmissionParts;
  /** Whether a create was sent that nobody answered for certain. */
  #jobMayExist = false;

  constructor(parts: SubmissionParts) {
    this.#parts = parts;
  }

  async run(): Promise<JobHandle> {
    const { port, target, bytes, identifier, createRequest, logger } = this.#parts;
    for (;;) {
      logger.debug(`Creating Job "${target.jobName}" in namespace "${target.namespace}".`);
      const result = await this.#call(createRequest, port.create);
      if ('reply' in result) {
        const handle = this.#handle(result.reply, identifier, true);
        logger.debug(
          `Created Job "${handle.name}" in namespace "${handle.namespace}", uid ${handle.uid || 'unknown'}.`,
        );
        return handle;
      }
      const { failure } = result;
      if (isTooLarge(failure, bytes)) throw tooLarge(target, bytes, failure);
      if (isNameTaken(failure)) {
        const adopted = await this.#adopt(failure);
        if (adopted !== undefined) return adopted;
      }
      await this.#pause(failure);
    }
  }

  /** The Job that has the name, when it is this run's; `undefined` when it is gone by now. */
  async #adopt(taken: Error): Promise<JobHandle | undefined> {
    const { port, target, logger, readRequest } = this.#parts;
    const { read } = port;
    if (read === undefined) {
      throw unseenConflict(target, taken, 'the given client has no readNamespacedJob to look at it with.');
    }
    for (;;) {
      const result = await this.#call(readRequest, read);
      if ('failure' in result) {
        const { failure } = result;
        if (isApiResponseError(failure) && failure.status === 404) return undefined;
        await this.#pause(failure, () =>
          unseenConflict(target, failure, `it could not be read. ${failure.message}`),
        );
        continue;
      }
      const { flowRunId, identifier = '' } = runIdentity(result.reply);
      const { deletionTimestamp } = metadataOf(result.reply);
      const terminating = deletionTimestamp !== undefined && deletionTimestamp !== null;
      if (terminating || flowRunId !== target.flowRunId) throw conflict(target, result.reply);
      logger.info(
        `Job "${target.jobName}" in namespace "${target.namespace}" already exists and is that of flow run ` +
          `"${target.flowRunId}": adopted.`,
      );
      return this.#handle(result.reply, identifier, false);
    }
  }

  /** Makes one request. Throws only when the submission is given up. */
  async #call(request: ApiRequest, start: (call: PortCall) => Promise<unknown>): Promise<Result> {
    const { signal, redact, onWarning } = this.#parts;
    this.#endIfAborted();
    let sent = false;
    const call = {
      redact,
      onSend: () => void (sent = true),
      onWarning: (text: string) => onWarning(redact(text)),
    };
    try {
      return { reply: await abortable(signal, (inner) => start({ ...call, signal: inner })) };
    } catch (error) {
      const failure = apiFailure(error, request, redact);
      const answered = error !== signal.reason && isDefinite(failure);
      if (request.verb === 'create' && sent && !answered) this.#jobMayExist = true;
      this.#endIfAborted();
      return { failure };
    }
  }

  /** Waits before the next request, or throws when there is none. */
  async #pause(failure: Error, refused?: () => Error): Promise<void> {
    const { retries, signal, sleep, logger, onRetry } = this.#parts;
    const ms = retries.delay(failure);
    if (ms === undefined) throw this.#end(failure, refused);
    logger.warn(
      `${failure.message} Next try (${retries.failures + 1} of ${MAX_ATTEMPTS}) in ${(ms / 1000).toFixed(1)} s.`,
    );
    onRetry(failure);
    try {
      await abortable(signal, (inner) => sleep(ms, inner));
    } catch (error) {
      this.#endIfAborted();
      throw error;
    }
  }

  #end(failure: Error, refused?: () => Error): Error {
    const { target, retries } = this.#parts;
    const exhausted = isTransient(failure);
    if (!exhausted && refused !== undefined && isApiResponseError(failure)) return refused();
    if (!exhausted && !this.#jobMayExist && isKubernetesJobEnvironmentError(failure)) return failure;
    const tries = exhausted ? ` ${retries.failures} tries failed, the last with:` : '';
    const after = this.#jobMayExist
      ? ` A request that was not answered may have created it: submit flow run "${target.flowRunId}" again, and a Job that exists is adopted.`
      : '';
    return new SubmitFailedError(
      `Job "${target.jobName}" could not be created in namespace "${target.namespace}".${tries} ${failure.message}${after}`,
      { ...target, jobMayExist: this.#jobMayExist },
      { cause: failure },
    );
  }

  #endIfAborted(): void {
    const { signal, target } = this.#parts;
    if (!signal.aborted) return;
    throw new SubmitAbortedError(
      `The submission of Job "${target.jobName}" in namespace "${target.namespace}" was aborted. ` +
        (this.#jobMayExist
          ? `A request that was not answered may have created it: submit flow run "${target.flowRunId}" again, and a Job that exists is adopted.`
          : 'It created no Job.'),
      { ...target, jobMayExist: this.#jobMayExist },
      { cause: signal.reason },
    );
  }

  #handle(reply: unknown, identifier: string, created: boolean): JobHandle {
    const { namespace, jobName, flowRunId } = this.#parts.target;
    const { uid } = metadataOf(reply);
    return {
      namespace,
      name: jobName,
      uid: typeof uid === 'string' ? uid : '',
      flowRunId,
      identifier,
      created,
    };
  }
}

function isNameTaken(failure: Error): boolean {
  // A 409 of another reason is a lost race inside the server (over a quota): the same create may pass the next time.
  return (
    isApiResponseError(failure) &&
    failure.status === 409 &&
    (failure.reason ?? 'AlreadyExists') === 'AlreadyExists'
  );
}

/** Whether a failed create has certainly not created anything. A 5xx may come from a proxy that lost the answer. */
function isDefinite(failure: Error): boolean {
  if (isApiResponseError(failure)) return failure.status < 500;
  if (isApiConnectionError(failure) || !isKubernetesJobEnvironmentError(failure)) return isNeverSent(failure);
  return failure.code !== 'API_CLOSED';
}

import { isKubernetesJobEnvironmentError } from '../../errors.js';
import type { Redact } from '../../job/redact.js';
import { type ApiRequest, describeRequest, describeServer } from '../api-request.js';
import { toApiResponseError } from './api-response.js';
import { ApiConnectionError, ApiResponseError } from '../errors.js';
import { isNetworkFailure, networkCode } from './network-failure.js';
import { scrubbed } from './scrubbed.js';

// By code, not by class: a user's client may come with another copy of this package.
export function isApiResponseError(error: unknown): error is ApiResponseError {
  return isKubernetesJobEnvironmentError(error) && error.code === 'API_RESPONSE';
}

export function isApiConnectionError(error: unknown): error is ApiConnectionError {
  return isKubernetesJobEnvironmentError(error) && error.code === 'API_CONNECTION';
}

/**
 * What a client threw, as an error that may be shown: typed, with the secrets taken out of it and of what caused it.
 * An answer is an `ApiResponseError`, a broken connection an `ApiConnectionError`; what is neither stays an `Error`.
 * Other errors of this library were made before anything was sent, and stay as they are.
 */
export function apiFailure(error: unknown, request: ApiRequest, redact: Redact): Error {
  if (isApiResponseError(error)) return redactedResponse(error, redact, error.cause);
  if (isApiConnectionError(error)) {
    return new ApiConnectionError(redact(error.message), withCause(error.cause, redact));
  }
  if (isKubernetesJobEnvironmentError(error)) return error;
  const answer = answerOf(error);
  if (answer !== undefined) {
    const { status, headers, body } = answer;
    return redactedResponse(toApiResponseError(status, headers, body, request, redact), redact, error);
  }
  if (!isNetworkFailure(error)) return scrubbed(error, redact);
  const code = networkCode(error);
  const { message } = scrubbed(error, redact);
  const reason = code === undefined || message.includes(code) ? message : `${code}: ${message}`;
  return new ApiConnectionError(
    `The connection to the ${describeServer(request)} failed, to ${describeRequest(request)} (${reason}).`,
    withCause(error, redact),
  );
}

function redactedResponse(error: ApiResponseError, redact: Redact, cause: unknown): ApiResponseError {
  const causes = error.causes.map((refusal) =>
    refusal.message === undefined ? refusal : { ...refusal, message: redact(refusal.message) },
  );
  const { status, reason, details, retryAfterSeconds } = error;
  const facts = { status, reason, causes, retryAfterSeconds, ...(details === undefined ? {} : { details }) };
  return new ApiResponseError(redact(error.message), facts, withCause(cause, redact));
}

function withCause(cause: unknown, redact: Redact): { cause: Error } | undefined {
  return cause === undefined ? undefined : { cause: scrubbed(cause, redact) };
}

interface Answer {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body: string;
}

/** The answer in what a client threw: client-node's `ApiException`, `{ statusCode }`, `{ status }`, `{ response }`. */
function answerOf(error: unknown): Answer | undefined {
  const outer = fields(error);
  const inner = fields(outer['response']);
  const { code, statusCode, status } = outer;
  const found = [code, statusCode, status, inner['statusCode'], inner['status']].find(
    (value): value is number => Number.isInteger(value) && Number(value) >= 300 && Number(value) <= 599,
  );
  if (found === undefined) return undefined;
  return {
    status: found,
    headers: lowerCased(outer['headers'] ?? inner['headers']),
    body: text(outer['body'] ?? inner['body']),
  };
}

function fields(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function text(body: unknown): string {
  if (typeof body === 'string') return body;
  try {
    return JSON.stringify(body ?? '');
  } catch {
    return '';
  }
}

function lowerCased(headers: unknown): Record<string, string> {
  const entries = headers instanceof Headers ? [...headers] : Object.entries(fields(headers));
  return Object.fromEntries(entries.map(([name, value]) => [name.toLowerCase(), String(value)]));
}

import { InvalidArgumentError } from '../../errors.js';
import { type Redact, redactor } from '../../job/redact.js';
import { type ApiRequest, describeRequest } from '../api-request.js';
import { toApiResponseError } from '../failures/api-response.js';
import { ApiConnectionError, CredentialsError } from '../errors.js';
import { readWhileConnected } from './read-while-connected.js';
import { scrubbed } from '../failures/scrubbed.js';
import { parseWarnings } from '../http/warnings.js';

/** What the hook uses of client-node's `RequestContext`; the same in 1.4 and 2.x. */
interface Request {
  setBody(body: string): void;
  setSignal(signal: AbortSignal): void;
  getHeaders(): Readonly<Record<string, string>>;
  /** An `http.Agent` in 1.4; not there in 2.x. */
  getAgent?(): unknown;
}

/** What the hook uses of client-node's `ResponseContext`; the same in 1.4 and 2.x. */
interface Response {
  readonly httpStatusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  body: { text(): Promise<string>; binary(): Promise<Buffer> };
}

/**
 * Whether a client is client-node's `BatchV1Api`, of whichever copy and major: every generated API class has the
 * methods twice, plain and `…WithHttpInfo`, and holds the object that does the work, with its request factory. An
 * object that only looks like one (a mock of the class) has no such inside and is used as a plain client.
 */
export function isBatchV1Api(api: object): boolean {
  const { createNamespacedJobWithHttpInfo, api: inside } = api as Record<string, unknown>;
  return (
    typeof createNamespacedJobWithHttpInfo === 'function' &&
    typeof inside === 'object' &&
    inside !== null &&
    'requestFactory' in inside
  );
}

export interface HookedCall {
  readonly request: ApiRequest;
  /** The request body, sent byte for byte. Left out: as client-node makes it. */
  readonly body?: string;
  readonly signal: AbortSignal;
  /** Milliseconds until the request is given up: client-node itself waits for ever on a connection that went dead. */
  readonly timeout: number;
  readonly redact: Redact;
  /** Called before the request goes out. */
  readonly onSend?: () => void;
  /** Gets each `Warning:` header of the answer, without its code and agent. */
  readonly onWarning?: (text: string) => void;
}

/**
 * Makes one call of a `BatchV1Api` through client-node's per-call middleware: the body goes out byte for byte, the
 * signal reaches the HTTP request, and the answer comes back as raw JSON. Without it the typed serializer drops every
 * field it does not know, of the Job and of the answer.
 *
 * The serializer runs before the middleware and throws on shapes it does not expect, so the caller gives it an empty
 * Job, which an API server refuses should the middleware ever not run.
 *
 * @throws ApiResponseError, ApiConnectionError; CredentialsError when client-node failed before the request went out;
 * InvalidArgumentError when it did not run the middleware; else what client-node throws.
 */
export async function callThroughHook(
  call: (options: object) => Promise<unknown>,
  { request, body, signal, timeout, redact, onSend, onWarning }: HookedCall,
): Promise<unknown> {
  const seen: { sent?: Request; answer?: { readonly json: unknown } } = {};

  const timedOut = AbortSignal.timeout(timeout);

  const read = async (response: Response): Promise<Response> => {
    const { httpStatusCode: status, headers } = response;
    const text = await readWhileConnected(seen.sent?.getAgent?.(), () => response.body.text());
    if (status < 200 || status > 299) {
      const hideToken = redactor({}, { secrets: credentials(seen.sent) });
      throw toApiResponseError(status, headers, text, request, (said) => hideToken(redact(said)));
    }
    seen.answer = { json: parseJob(text, request) };
    for (const warning of parseWarnings([headers['warning'] ?? ''])) onWarning?.(warning);
    // The stream is read: the middleware after this one and client-node's own reader get its text.
    response.body = { text: () => Promise.resolve(text), binary: () => Promise.resolve(Buffer.from(text)) };
    return response;
  };
  const middleware = {
    pre(context: Request) {
      seen.sent = context;
      onSend?.();
      if (body !== undefined) context.setBody(body);
      context.setSignal(AbortSignal.any([signal, timedOut]));
      return observable(Promise.resolve(context));
    },
    post: (response: Response) => observable(read(response)),
  };

  try {
    // 'append', because 'replace', the default, would drop client-node's own middleware.
    await call({ middleware: [middleware], middlewareMergeStrategy: 'append' });
  } catch (error) {
    if (seen.sent === undefined) throw notSent(error, request, redact);
    // An answer that was read counts, whatever client-node's typed reader says of it.
    if (seen.answer !== undefined) return seen.answer.json;
    if (!timedOut.aborted || signal.aborted) throw error;
    const what = describeRequest(request);
    throw new ApiConnectionError(`There was no answer within ${timeout / 1000} s to the request to ${what}.`);
  }
  if (seen.answer === undefined) throw hookIgnored();
  return seen.answer.json;
}

/** What the request identified itself with: a refusal may quote it. */
function credentials(sent: Request | undefined): string[] {
  const headers = Object.entries(sent?.getHeaders() ?? {});
  const [, value = ''] = headers.find(([name]) => name.toLowerCase() === 'authorization') ?? [];
  const [scheme = '', secret = ''] = value.split(/ +/);
  if (scheme.toLowerCase() !== 'basic') return [secret];
  return [
    secret,
    Buffer.from(secret, 'base64')
      .toString()
      .replace(/^[^:]*:/, ''),
  ];
}

/** client-node's `Observable` is not rxjs': middleware may give back anything with this one method. */
function observable<T>(promise: Promise<T>): { toPromise(): Promise<T> } {
  return { toPromise: () => promise };
}

function parseJob(text: string, request: ApiRequest): unknown {
  try {
    const job = JSON.parse(text) as { metadata?: { uid?: unknown } } | null;
    if (typeof job?.metadata?.uid === 'string') return job;
  } catch {
    // Said below.
  }
  throw new ApiConnectionError(
    `The answer to the request to ${describeRequest(request)} is no Job, though its status says success: ` +
      `it was cut off, or something other than an API server answered.`,
  );
}

function notSent(error: unknown, request: ApiRequest, redact: Redact): Error {
  const { code, statusCode } = error as { code?: unknown; statusCode?: unknown };
  if (typeof code === 'number' || typeof statusCode === 'number') return hookIgnored();
  const cause = scrubbed(error, redact);
  return new CredentialsError(
    `client-node failed before it sent the request to ${describeRequest(request)}, as it does when it can not get ` +
      `credentials: ${cause.message}`,
    { cause },
  );
}

function hookIgnored(): InvalidArgumentError {
  return new InvalidArgumentError(
    'api',
    'The given BatchV1Api did not run the middleware it was called with, so the Job could not be sent as it is. ' +
      'Give a BatchV1Api of @kubernetes/client-node 1.4 or later that is not wrapped, connect(), or, in a test, an ' +
      'object with only createNamespacedJob.',
  );
}

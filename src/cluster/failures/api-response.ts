import { apiAdvice } from './api-advice.js';
import { describeRequest, describeServer, type ApiRequest } from '../api-request.js';
import { ApiResponseError, type ApiCause, type ApiResponseFacts } from '../errors.js';

/** Header names in small letters, as Node and client-node give them. */
export type ResponseHeaders = Readonly<Record<string, string | readonly string[] | undefined>>;

/** The server quotes whole pod specs at times; nobody reads on beyond this many characters. */
const MAX_TEXT = 2000;

/**
 * What a refusal of the API server says, as an error. Most bodies are a `Status` object
 * (https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/status/); overload and proxies answer in
 * plain text or HTML.
 * @param redact takes secrets out of what the server quotes, before anything else is done with it
 */
export function toApiResponseError(
  status: number,
  headers: ResponseHeaders,
  bodyText: string | undefined,
  what: ApiRequest,
  redact: (text: string) => string = (text) => text,
): ApiResponseError {
  const body = parseObject(bodyText ?? '');
  const text = shorten(
    body === undefined ? plainText(redact(bodyText ?? '')) : redact(string(body.message) ?? ''),
  );
  const details = object(body?.details);
  const facts: ApiResponseFacts = {
    status,
    reason: string(body?.reason) || undefined,
    causes: list(details?.causes).map((cause) => toCause(cause, redact)),
    ...(details === undefined ? {} : { details: pick(details, ['kind', 'name', 'uid']) }),
    retryAfterSeconds: retryAfter(headers) ?? seconds(details?.retryAfterSeconds),
  };
  const head = `The ${describeServer(what)} refused to ${describeRequest(what)}: ${status}`;
  const reason = facts.reason === undefined ? '' : ` ${facts.reason}`;
  const said = text === '' ? '.' : `, ${sentence(text)}`;
  const advice = apiAdvice(facts, text, what);
  return new ApiResponseError(`${head}${reason}${said}${advice === '' ? '' : ` ${advice}`}`, facts);
}

function toCause(value: unknown, redact: (text: string) => string): ApiCause {
  const cause = pick(object(value) ?? {}, ['reason', 'message', 'field']);
  return cause.message === undefined ? cause : { ...cause, message: redact(cause.message) };
}

/** `Retry-After` is whole seconds, or a date, which is taken against the server's own clock. */
function retryAfter({ 'retry-after': value, date }: ResponseHeaders): number | undefined {
  if (typeof value !== 'string' || value.trim() === '') return undefined;
  const direct = seconds(Number(value));
  if (direct !== undefined || typeof date !== 'string') return direct;
  return seconds((Date.parse(value) - Date.parse(date)) / 1000);
}

function seconds(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : undefined;
}

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    return object(JSON.parse(text));
  } catch {
    return undefined;
  }
}

function plainText(text: string): string {
  const withoutTags = /^\s*</.test(text) ? text.replace(/<[^<>]*>/g, ' ') : text;
  return withoutTags.replace(/\s+/g, ' ').trim();
}

function shorten(text: string): string {
  return text.length <= MAX_TEXT ? text : `${text.slice(0, MAX_TEXT)}…`;
}

function sentence(text: string): string {
  return /[.!?…]$/.test(text) ? text : `${text}.`;
}

function pick<K extends string>(from: Record<string, unknown>, keys: readonly K[]): { [key in K]?: string } {
  const found: { [key in K]?: string } = {};
  for (const key of keys) {
    const value = string(from[key]);
    if (value !== undefined) found[key] = value;
  }
  return found;
}

function object(value: unknown): Record<string, unknown> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : undefined;
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function string(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

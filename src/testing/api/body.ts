import { parse as parseYaml } from 'yaml';
import { badRequest, failure } from '../objects/status.js';
import { decode, DecodeError, isObject } from '../resources/schema/decode.js';
import type { Draft, ResourceDefinition } from '../resources/definition.js';
import { apiVersion } from '../store/registry.js';
import type { WireRequest } from './server.js';

const sizeLimit = 3 * 1024 * 1024;

/**
 * The body of a request as plain JSON.
 * @throws StatusError 400, 413 or 415
 */
export function readBody({ body, headers }: WireRequest, kind: string): Record<string, unknown> {
  if (body.length > sizeLimit) {
    throw failure(413, 'RequestEntityTooLarge', `Request entity too large: limit is ${sizeLimit}`);
  }
  const type = String(headers['content-type'] ?? 'application/json').split(';')[0];
  if (type !== 'application/json' && type !== 'application/yaml') {
    throw failure(
      415,
      'UnsupportedMediaType',
      'the body of the request was in an unknown format - accepted media types include: application/json, application/yaml, application/vnd.kubernetes.protobuf',
    );
  }
  const text = body.toString('utf8');
  let value: unknown;
  try {
    value = type === 'application/yaml' ? parseYaml(text, { version: '1.1' }) : JSON.parse(text);
  } catch (error) {
    throw unrecognized(kind, text, error);
  }
  if (!isObject(value)) {
    const type = Array.isArray(value) ? 'array' : typeof value;
    throw badRequest(
      `the object provided is unrecognized (must be of type ${kind}): couldn't get version/kind; json parse error: json: cannot unmarshal ${type} into Go value of type struct { APIVersion string "json:\\"apiVersion,omitempty\\""; Kind string "json:\\"kind,omitempty\\"" } (${body.subarray(0, 32).toString('hex')})`,
    );
  }
  return value;
}

function unrecognized(kind: string, text: string, error: unknown): Error {
  const start = text === '' ? '<empty>' : text.slice(0, 32);
  return badRequest(
    `the object provided is unrecognized (must be of type ${kind}): couldn't get version/kind; json parse error: ${parseErrorText(error, text)} (${start})`,
  );
}

/** What is wrong with a JSON text; in Go's words where it is cut short. */
export function parseErrorText(error: unknown, text: string): string {
  const words = error instanceof Error ? error.message : String(error);
  const at = /at position (\d+)/.exec(words)?.[1];
  const cutShort = /end of JSON/.test(words) || (at !== undefined && Number(at) >= text.length);
  return cutShort ? 'unexpected end of JSON input' : words;
}

/** An object of a client, and what it is warned of. */
export interface DecodedObject {
  readonly draft: Draft;
  readonly warnings: readonly string[];
}

/**
 * Reads an object of a resource, and does with its unknown fields what `fieldValidation` says.
 * @throws StatusError 400
 */
export function decodeObject(
  definition: ResourceDefinition,
  body: Record<string, unknown>,
  fieldValidation: string,
): DecodedObject {
  const own = apiVersion(definition);
  const version = typeof body['apiVersion'] === 'string' ? body['apiVersion'] : own;
  const kind = typeof body['kind'] === 'string' ? body['kind'] : definition.kind;
  const refused = (why: string): Error =>
    badRequest(
      `${kind} in version "${version.split('/').at(-1)}" cannot be handled as a ${definition.kind}: ${why}`,
    );
  if (kind !== definition.kind) {
    const internal = `${own.split('/')[0] === 'v1' ? 'core' : own.split('/')[0]}.${definition.kind}`;
    throw refused(`converting (v1.${kind}) to (${internal}): unknown conversion`);
  }
  if (version !== own) {
    throw refused(
      `no kind "${kind}" is registered for version "${version}" in scheme "pkg/runtime/scheme.go:111"`,
    );
  }
  try {
    const { value, unknown } = decode(definition.schema, body);
    const findings = unknown.map((path) => `unknown field "${path}"`);
    if (fieldValidation === 'Strict' && findings.length > 0) {
      throw refused(`strict decoding error: ${findings.join(', ')}`);
    }
    const draft = { metadata: {}, ...value } as Draft;
    return { draft, warnings: fieldValidation === 'Ignore' ? [] : findings };
  } catch (error) {
    throw error instanceof DecodeError ? refused(error.message) : error;
  }
}

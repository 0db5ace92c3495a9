import { parse as parseYaml } from 'yaml';
import { badRequest, failure } from '../objects/status.js';
import { decode, DecodeError, isObject } from '../resources/schema/decode.js';
import type { Draft, ResourceDefinition } from '../resources/definition.js';
import { apiVersion } from '../store/registry.js';
import { readJsonText, type JsonText } from './json-text.js';
import type { WireRequest } from './server.js';

const sizeLimit = 3 * 1024 * 1024;

/** A body as plain JSON, and the paths of keys that it has twice. */
export interface Body {
  readonly value: Record<string, unknown>;
  readonly duplicates: readonly string[];
}

/**
 * The body of a request.
 * @throws StatusError 400, 413 or 415
 */
export function readBody({ body, headers }: WireRequest, kind: string): Body {
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
  const refused = (why: string): Error =>
    badRequest(
      `the object provided is unrecognized (must be of type ${kind}): couldn't get version/kind; json parse error: ${why} (${summary(body)})`,
    );
  const { value, duplicates } = parse(type, body.toString('utf8'), refused);
  // Go reads null as an object with nothing in it.
  if (value === null) return { value: {}, duplicates };
  if (!isObject(value)) {
    const type = Array.isArray(value) ? 'array' : typeof value;
    throw refused(
      `json: cannot unmarshal ${type} into Go value of type struct { APIVersion string "json:\\"apiVersion,omitempty\\""; Kind string "json:\\"kind,omitempty\\"" }`,
    );
  }
  for (const name of ['apiVersion', 'kind']) {
    const given = value[name];
    if (given === undefined || given === null || typeof given === 'string') continue;
    const type = Array.isArray(given) ? 'array' : typeof given === 'boolean' ? 'bool' : typeof given;
    throw refused(`json: cannot unmarshal ${type} into Go struct field .${name} of type string`);
  }
  return { value, duplicates };
}

function parse(type: string, text: string, refused: (why: string) => Error): JsonText {
  try {
    if (type === 'application/yaml') return { value: parseYaml(text, { version: '1.1' }), duplicates: [] };
    return readJsonText(text);
  } catch (error) {
    throw refused(error instanceof Error ? error.message : String(error));
  }
}

/** What a refusal shows of a body (`summarizeData` of k8s.io/apiserver). */
function summary(body: Buffer): string {
  if (body.length === 0) return '<empty>';
  const text = body[0] === 0x7b ? 'utf8' : 'hex';
  return body.length > 30 ? `${body.subarray(0, 30).toString(text)} ...` : body.toString(text);
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
  { value: body, duplicates }: Body,
  fieldValidation: string,
  refusal?: (why: string) => Error,
): DecodedObject {
  const own = apiVersion(definition);
  const version = typeof body['apiVersion'] === 'string' ? body['apiVersion'] : own;
  const kind = typeof body['kind'] === 'string' ? body['kind'] : definition.kind;
  const refused = (why: string): Error =>
    badRequest(
      `${kind} in version "${version.split('/').at(-1)}" cannot be handled as a ${definition.kind}: ${why}`,
    );
  const notDecoded = refusal ?? refused;
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
    const findings = [
      ...duplicates.map((path) => `duplicate field "${path}"`),
      ...unknown.map((path) => `unknown field "${path}"`),
    ];
    if (fieldValidation === 'Strict' && findings.length > 0) {
      throw notDecoded(`strict decoding error: ${findings.join(', ')}`);
    }
    const draft = { metadata: {}, ...value } as Draft;
    return { draft, warnings: fieldValidation === 'Ignore' ? [] : findings };
  } catch (error) {
    throw error instanceof DecodeError ? notDecoded(error.message) : error;
  }
}

import { clone } from '../objects/json.js';
import { invalidValue } from '../objects/causes.js';
import { badRequest, failure, invalid } from '../objects/status.js';
import type { KubeObject } from '../objects/types.js';
import type { Draft, ResourceDefinition } from '../resources/definition.js';
import { isObject } from '../resources/schema/decode.js';
import { json, withWarnings } from './answer.js';
import { decodeObject, readBody, type Body } from './body.js';
import type { ApiContext, ApiRequest, Handler } from './context.js';
import { setNamespace } from './create.js';
import { applyJsonPatch, mergePatch, type JsonPatchOperation } from './patches.js';
import { strategicMerge } from './strategic-merge.js';
import { checkApplyQuery, writeQuery, type WriteQuery } from './options.js';

export const update: Handler = (context, request) => {
  const options = writeQuery(request.query, 'UpdateOptions');
  const { kind } = context.registry.definitions[request.resource];
  return replace(context, request, readBody(request.wire, kind), options);
};

export const patch: Handler = (context, request) => {
  const { resource, namespace, name = '', wire, query } = request;
  if (String(wire.headers['content-type']).startsWith('application/apply-patch')) checkApplyQuery(query);
  const apply = patchOf(wire.headers['content-type'], wire.body);
  const options = writeQuery(query, 'PatchOptions');
  const current = context.registry.read(resource, namespace, name);
  const patched = apply(clone(current));
  const { uid = '', resourceVersion: asked } = (patched['metadata'] ?? {}) as Record<string, string>;
  if (uid !== '' && uid !== current.metadata.uid) {
    const cause = invalidValue('metadata.uid', uid, 'field is immutable');
    throw invalid(context.registry.definitions[resource], name, [cause]);
  }
  // A patch without a version holds for whatever there is.
  if (asked === current.metadata.resourceVersion)
    delete (patched['metadata'] as { resourceVersion?: string }).resourceVersion;
  return replace(context, request, { value: patched, duplicates: [] }, options, (why) =>
    refusedPatch(patched, why),
  );
};

/** What a patch makes of an object, and can not be decoded, is said to be wrong with the patch. */
const refusedPatch = (patched: Record<string, unknown>, why: string): Error => {
  const { apiVersion, kind, ...rest } = patched;
  const shown = JSON.stringify(JSON.stringify({ apiVersion, kind, ...rest }));
  return invalid({ kind: '', group: '' }, '', [
    { reason: 'FieldValueInvalid', message: `Invalid value: ${shown}: ${why}`, field: 'patch' },
  ]);
};

function replace(
  { registry }: ApiContext,
  { resource, namespace, name = '', subresource }: ApiRequest,
  body: Body,
  { dryRun, fieldValidation }: WriteQuery,
  refused?: (why: string) => Error,
): ReturnType<Handler> {
  const definition = registry.definitions[resource] as never as ResourceDefinition;
  const { draft, warnings } = decodeObject(definition, body, fieldValidation, refused);
  return withWarnings(warnings, () => {
    setNamespace(draft, namespace);
    checkName(draft, name);
    const isNew = definition.createsOnUpdate && registry.store.get(resource, namespace, name) === undefined;
    if (isNew) return json(201, registry.create(resource, draft, { dryRun }), warnings);
    const next = { ...draft, metadata: { ...draft.metadata, name } } as unknown as KubeObject;
    const object = registry.replace(resource, next as never, { dryRun, status: subresource === 'status' });
    return json(200, object, warnings);
  });
}

/** @throws StatusError 400 when the body has no name, or not that of the path */
function checkName(draft: Draft, name: string): void {
  if (!draft.metadata.name) {
    throw badRequest(
      `the name of the object (${name} based on URL) was undeterminable: name must be provided`,
    );
  }
  if (draft.metadata.name !== name) {
    throw badRequest(
      `the name of the object (${draft.metadata.name}) does not match the name on the URL (${name})`,
    );
  }
}

const notDecoded = (value: unknown, type: string): Error =>
  badRequest(
    `error decoding patch: json: cannot unmarshal ${Array.isArray(value) ? 'array' : value === null ? 'null' : typeof value} into Go value of type ${type}`,
  );

type Patch = (object: Record<string, unknown>) => Record<string, unknown>;

function patchOf(header: string | string[] | undefined, body: Buffer): Patch {
  const type = String(header ?? '').split(';')[0];
  const read = (): unknown => {
    try {
      return JSON.parse(body.toString('utf8'));
    } catch {
      throw badRequest('invalid JSON patch');
    }
  };
  switch (type) {
    case 'application/merge-patch+json':
    case 'application/strategic-merge-patch+json': {
      const changes = read();
      if (!isObject(changes)) throw notDecoded(changes, 'map[string]interface {}');
      return type === 'application/merge-patch+json'
        ? (object) => mergePatch(object, changes) as Record<string, unknown>
        : (object) => strategicMerge(object, changes);
    }
    case 'application/json-patch+json': {
      const operations = read();
      if (!Array.isArray(operations)) throw notDecoded(operations, '[]handlers.jsonPatchOp');
      return (object) =>
        applyJsonPatch(object, operations as JsonPatchOperation[]) as Record<string, unknown>;
    }
    default:
      throw failure(415, 'UnsupportedMediaType', '415: Unsupported Media Type', {});
  }
}

import { badRequest } from '../objects/status.js';
import type { Draft, ResourceDefinition } from '../resources/definition.js';
import { json, withWarnings } from './answer.js';
import { decodeObject, readBody } from './body.js';
import type { Handler } from './context.js';
import { writeQuery } from './options.js';

export const create: Handler = ({ registry }, { resource, namespace, query, wire }) => {
  const { dryRun, fieldValidation } = writeQuery(query, 'CreateOptions');
  const definition = registry.definitions[resource] as never as ResourceDefinition;
  const body = readBody(wire, definition.kind);
  const { draft, warnings } = decodeObject(definition, body, fieldValidation);
  return withWarnings(warnings, () => {
    setNamespace(draft, namespace);
    const object = registry.create(resource, draft, { dryRun });
    return json(201, object, [...warnings, ...(definition.warnings?.(object) ?? [])]);
  });
};

/** @throws StatusError 400 when the body names another namespace than the path */
export function setNamespace(draft: Draft, namespace: string | undefined): void {
  if (draft.metadata.namespace && namespace !== undefined && draft.metadata.namespace !== namespace) {
    throw badRequest('the namespace of the provided object does not match the namespace sent on the request');
  }
  if (namespace !== undefined) draft.metadata.namespace = namespace;
}

import { badRequest } from '../objects/status.js';
import type { Container } from '../objects/types.js';
import type { Draft, ResourceDefinition } from '../resources/definition.js';
import { json } from './answer.js';
import { decodeObject, readBody } from './body.js';
import type { Handler } from './context.js';
import { writeQuery } from './options.js';

export const create: Handler = ({ registry }, { resource, namespace, query, wire }) => {
  const { dryRun, fieldValidation } = writeQuery(query, 'CreateOptions');
  const definition = registry.definitions[resource] as never as ResourceDefinition;
  const body = readBody(wire, definition.kind);
  const { draft, warnings } = decodeObject(definition, body, fieldValidation);
  setNamespace(draft, namespace);
  const object = registry.create(resource, draft, { dryRun });
  return json(201, object, [...warnings, ...hiddenVariables(draft)]);
};

/** @throws StatusError 400 when the body names another namespace than the path */
export function setNamespace(draft: Draft, namespace: string | undefined): void {
  if (draft.metadata.namespace && namespace !== undefined && draft.metadata.namespace !== namespace) {
    throw badRequest('the namespace of the provided object does not match the namespace sent on the request');
  }
  if (namespace !== undefined) draft.metadata.namespace = namespace;
}

/** The warnings for variables whose name comes twice (pkg/api/pod/warnings.go). */
function hiddenVariables({ spec }: Draft): string[] {
  const template = spec as
    { template?: { spec?: { containers?: Container[] } }; containers?: Container[] } | undefined;
  const inTemplate = template?.template?.spec?.containers;
  const path = inTemplate === undefined ? 'spec' : 'spec.template.spec';
  return (inTemplate ?? template?.containers ?? []).flatMap(({ env = [] }, container) => {
    const names = new Set<string>();
    return env.flatMap(({ name }, index) => {
      if (!names.has(name)) {
        names.add(name);
        return [];
      }
      return [
        `${path}.containers[${container}].env[${index}]: hides previous definition of "${name}", which may be dropped when using apply`,
      ];
    });
  });
}

import { invalidValue, notSupported } from '../objects/causes.js';
import { badRequest, invalidOptions, methodNotAllowed } from '../objects/status.js';
import type { ResourceDefinition, Propagation } from '../resources/definition.js';
import { isObject } from '../resources/schema/decode.js';
import type { DeleteOptions } from '../store/deletion.js';
import { apiVersion } from '../store/registry.js';
import { answerOf, json } from './answer.js';
import type { ApiRequest, Handler } from './context.js';
import { readJsonText } from './json-text.js';
import { integer } from './options.js';
import { selectorOf } from './selectors.js';

const propagations = ['Foreground', 'Background', 'Orphan'];

const orphanWarning =
  'child pods are preserved by default when jobs are deleted; set propagationPolicy=Background to remove them or set propagationPolicy=Orphan to suppress this warning';

export const remove: Handler = ({ registry }, request) => {
  const { resource, namespace, name = '' } = request;
  const definition = registry.definitions[resource] as never as ResourceDefinition;
  const options = deleteOptions(request);
  const warnings = warningsOf(definition, options);
  let deleted;
  try {
    deleted = registry.delete(resource, namespace, name, options);
  } catch (error) {
    return { ...answerOf(error), warnings };
  }
  const { object, removed } = deleted;
  if (!removed || definition.answersDeletedObject) return json(200, object, warnings);
  const { plural, group } = definition;
  const details = { name, ...(group !== '' && { group }), kind: plural, uid: object.metadata.uid };
  return json(200, { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', details }, warnings);
};

function warningsOf(
  { defaultPropagation }: ResourceDefinition,
  { propagationPolicy }: DeleteOptions,
): string[] {
  return defaultPropagation === 'Orphan' && propagationPolicy === undefined ? [orphanWarning] : [];
}

export const removeCollection: Handler = ({ registry }, request) => {
  const { resource, namespace, query } = request;
  const definition = registry.definitions[resource] as never as ResourceDefinition;
  if (definition.keepsCollection) throw methodNotAllowed();
  const options = deleteOptions(request);
  const selector = selectorOf(query, definition);
  const found = registry.store.list(resource, namespace).filter(selector);
  for (const { metadata } of found) registry.delete(resource, namespace, metadata.name, options);
  // They are answered as they were found.
  const items = found.map(({ kind: _kind, apiVersion: _version, ...item }) => item);
  const list = {
    kind: `${definition.kind}List`,
    apiVersion: apiVersion(definition),
    metadata: { resourceVersion: String(registry.store.revision) },
    items,
  };
  return json(200, list, warningsOf(definition, options));
};

/** Options from the body, or from the query when there is none. */
function deleteOptions({ wire: { body }, query }: ApiRequest): DeleteOptions {
  let given: Record<string, unknown> = {};
  if (body.length > 0) {
    try {
      const { value } = readJsonText(body.toString('utf8'));
      if (!isObject(value)) throw new SyntaxError('it is not an object');
      given = value;
    } catch (error) {
      throw badRequest(`couldn't get version/kind; json parse error: ${(error as Error).message}`);
    }
  }
  checkKind(given);
  const propagationPolicy = given['propagationPolicy'] ?? query.get('propagationPolicy') ?? undefined;
  if (propagationPolicy !== undefined && !propagations.some((word) => word === propagationPolicy)) {
    throw invalidOptions('DeleteOptions', [
      notSupported('propagationPolicy', propagationPolicy, [...propagations, 'nil']),
    ]);
  }
  if (given['orphanDependents'] !== undefined && propagationPolicy !== undefined) {
    const why = 'orphanDependents and deletionPropagation cannot be both set';
    throw invalidOptions('DeleteOptions', [invalidValue('propagationPolicy', propagationPolicy, why)]);
  }
  const dryRun = [given['dryRun'], query.getAll('dryRun')].flat().filter((word) => word !== undefined);
  if (!dryRun.every((word) => word === 'All')) {
    throw invalidOptions('DeleteOptions', [notSupported('dryRun', dryRun, ['All'])]);
  }
  const grace = given['gracePeriodSeconds'] ?? integer(query, 'gracePeriodSeconds');
  return {
    propagationPolicy: propagationPolicy as Propagation | undefined,
    gracePeriodSeconds: typeof grace === 'number' ? grace : undefined,
    preconditions: given['preconditions'] as DeleteOptions['preconditions'],
    dryRun: dryRun.length > 0,
  };
}

/** Every group knows DeleteOptions; another kind is not taken for them. */
function checkKind({ kind, apiVersion }: Record<string, unknown>): void {
  if (kind === undefined || kind === 'DeleteOptions') return;
  throw badRequest(
    `no kind ${JSON.stringify(kind)} is registered for version ${JSON.stringify(apiVersion)} in scheme "pkg/runtime/scheme.go:111"`,
  );
}

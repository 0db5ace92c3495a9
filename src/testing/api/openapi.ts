import type { ResourceDefinition } from '../resources/definition.js';
import { apiVersion } from '../store/registry.js';

/**
 * The OpenAPI v3 documents: which parameters writing requests take, which is what kubectl looks up before it leaves the
 * checking of fields to the server. There are no schemas, so that it merges by the types that it knows itself.
 */
export function openApi(definitions: readonly ResourceDefinition[], path: string): object | undefined {
  if (path === '/openapi/v3') {
    const entry = (name: string) => [name, { serverRelativeURL: `${path}/${name}` }] as const;
    return { paths: Object.fromEntries(definitions.map(pathOf).map(entry)) };
  }
  const served = definitions.filter((definition) => path === `/openapi/v3/${pathOf(definition)}`);
  if (served.length === 0) return undefined;
  return {
    openapi: '3.0.0',
    info: { title: 'Kubernetes', version: 'v1.37.2' },
    paths: Object.fromEntries(served.flatMap(pathsOf)),
  };
}

const pathOf = (definition: ResourceDefinition): string =>
  definition.group === '' ? 'api/v1' : `apis/${apiVersion(definition)}`;

function pathsOf(definition: ResourceDefinition): [string, object][] {
  const { namespaced, plural, group, version, kind } = definition;
  const collection = `/${pathOf(definition)}${namespaced ? '/namespaces/{namespace}' : ''}/${plural}`;
  const operation = (...parameters: string[]): object => ({
    parameters: parameters.map((name) => ({ name, in: 'query', schema: { type: 'string' } })),
    responses: { 200: { description: 'OK' } },
    'x-kubernetes-group-version-kind': { group, version, kind },
  });
  const common = ['dryRun', 'fieldManager', 'fieldValidation'];
  return [
    [collection, { post: operation(...common) }],
    [`${collection}/{name}`, { put: operation(...common), patch: operation(...common, 'force') }],
  ];
}

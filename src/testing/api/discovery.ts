import type { ResourceDefinition } from '../resources/definition.js';
import type { Definitions } from '../resources/definitions.js';
import { apiVersion } from '../store/registry.js';
import { json, type Answer } from './answer.js';
import { openApi } from './openapi.js';

/** The version the cluster says it is. */
const version = {
  major: '1',
  minor: '37',
  emulationMajor: '1',
  emulationMinor: '37',
  minCompatibilityMajor: '1',
  minCompatibilityMinor: '36',
  gitVersion: 'v1.37.2',
  gitCommit: 'unknown',
  gitTreeState: 'clean',
  buildDate: '1970-01-01T00:00:00Z',
  goVersion: 'go1.26.8',
  compiler: 'gc',
  platform: 'linux/amd64',
};

/** Paths that need no credentials. */
export const openPaths = ['/version', '/readyz', '/livez', '/healthz'];

/**
 * What is not a resource: health, version and discovery.
 */
export function discovery(
  definitions: Definitions,
  method: string,
  path: string,
  serverAddress = '',
): Answer {
  const answer = method === 'GET' ? document(definitions, path, serverAddress) : undefined;
  return answer ?? nothing;
}

/** What no API group answers. */
const nothing: Answer = {
  status: 404,
  headers: { 'content-type': 'text/plain; charset=utf-8' },
  text: '404 page not found\n',
};

function document(definitions: Definitions, path: string, serverAddress: string): Answer | undefined {
  if (path === '/version') return json(200, version);
  if (openPaths.includes(path))
    return { status: 200, headers: { 'content-type': 'text/plain; charset=utf-8' }, text: 'ok' };
  if (path === '/api')
    return json(200, {
      kind: 'APIVersions',
      versions: ['v1'],
      serverAddressByClientCIDRs: [{ clientCIDR: '0.0.0.0/0', serverAddress }],
    });
  const all = Object.values(definitions) as unknown as ResourceDefinition[];
  if (path.startsWith('/openapi/v3')) {
    const found = openApi(all, path);
    return found && json(200, found);
  }
  const groups = new Set(all.map(({ group }) => group).filter((group) => group !== ''));
  if (path === '/apis') {
    return json(200, { kind: 'APIGroupList', apiVersion: 'v1', groups: [...groups].map(groupOf) });
  }
  const group = [...groups].find((name) => path === `/apis/${name}`);
  if (group !== undefined) return json(200, { kind: 'APIGroup', apiVersion: 'v1', ...groupOf(group) });
  const served = all.filter((one) => path === (one.group === '' ? '/api/v1' : `/apis/${apiVersion(one)}`));
  const [first] = served;
  if (first === undefined) return undefined;
  return json(200, {
    kind: 'APIResourceList',
    ...(first.group !== '' && { apiVersion: 'v1' }),
    groupVersion: apiVersion(first),
    resources: served.flatMap(resourcesOf),
  });
}

function groupOf(name: string): object {
  const preferred = { groupVersion: `${name}/v1`, version: 'v1' };
  return { name, versions: [preferred], preferredVersion: preferred };
}

const verbs = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'];

function resourcesOf({ plural, kind, namespaced, shortNames, subresources }: ResourceDefinition): object[] {
  const own = {
    name: plural,
    singularName: kind.toLowerCase(),
    namespaced,
    kind,
    verbs,
    ...(shortNames.length > 0 && { shortNames }),
  };
  const below = subresources.map((name) => ({
    name: `${plural}/${name}`,
    singularName: '',
    namespaced,
    kind,
    verbs: name === 'log' ? ['get'] : ['get', 'patch', 'update'],
  }));
  return [own, ...below];
}

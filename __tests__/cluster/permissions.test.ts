import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, test } from '@jest/globals';
import { KubeConfig } from '@kubernetes/client-node';
import { parseAllDocuments } from 'yaml';
import type { ClusterApi } from '../../src/cluster/cluster-api.js';
import { connect } from '../../src/cluster/connect.js';
import { permissions } from '../../src/cluster/permissions.js';

const namespace = 'ns';
const table = permissions.map(({ verb, apiGroup, resource }) => right(verb, apiGroup, resource)).sort();

describe('the table of permissions', () => {
  test('names each right once', () => expect(new Set(table).size).toBe(table.length));

  test('has a right for every request that can be sent, and no other', async () => {
    expect(await rightsAskedFor()).toEqual(table);
  });

  test('is what deploy/rbac.yaml grants, to the ServiceAccount in it', () => {
    const [account, role, binding] = parseAllDocuments(
      readFileSync(new URL('../../deploy/rbac.yaml', import.meta.url), 'utf8'),
    ).map((document) => document.toJS());
    const granted = role.rules.flatMap((rule: Record<'apiGroups' | 'resources' | 'verbs', string[]>) =>
      rule.apiGroups.flatMap((group) =>
        rule.resources.flatMap((resource) => rule.verbs.map((verb) => right(verb, group, resource))),
      ),
    );

    expect(granted.sort()).toEqual(table);
    expect(role.kind).toBe('Role');
    expect(binding.roleRef).toMatchObject({ kind: 'Role', name: role.metadata.name });
    expect(binding.subjects).toEqual([{ kind: account.kind, name: account.metadata.name }]);
  });
});

/** Every call of the port, at a server that refuses all: what the errors say is missing. */
async function rightsAskedFor(): Promise<string[]> {
  const server = createServer((_, response) => {
    response.writeHead(403, { 'content-type': 'application/json' });
    const message = 'jobs is forbidden: User "u" cannot do it';
    response.end(JSON.stringify({ kind: 'Status', code: 403, reason: 'Forbidden', message }));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const kubeConfig = new KubeConfig();
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  kubeConfig.loadFromClusterAndUser({ name: 'c', server: address, skipTLSVerify: false }, { name: 'u' });
  const asked: string[] = [];
  try {
    await using api = connect(kubeConfig);
    for (const call of everyCall(api)) {
      const message = await call().then(String, (error: Error) => error.message);
      const [, verb = '', resource = '', group = ''] =
        /the verb "(\S+)" on "(\S+)" \(API group "(\w*)"\)/.exec(message) ?? [];
      asked.push(right(verb, group, resource));
    }
  } finally {
    server.close();
    await once(server, 'close');
  }
  return asked.sort();
}

function everyCall(api: ClusterApi): (() => Promise<unknown>)[] {
  const job = { namespace, name: 'one' };
  const calls: Record<Exclude<keyof ClusterApi, 'contextNamespace' | 'close' | symbol>, unknown> = {
    createNamespacedJob: () => api.createNamespacedJob({ namespace, body: {}, fieldValidation: 'Strict' }),
    readNamespacedJob: () => api.readNamespacedJob(job),
    deleteNamespacedJob: () => api.deleteNamespacedJob({ ...job, propagationPolicy: 'Background' }),
    deleteNamespacedPod: () => api.deleteNamespacedPod(job),
    patchNamespacedJob: () => api.patchNamespacedJob({ ...job, patch: {} }),
    list: (['jobs', 'pods', 'events'] as const).map((of) => () => api.list(of, { namespace })),
    watch: (['jobs', 'pods', 'events'] as const).map((of) => () => all(api.watch(of, { namespace }))),
    podLog: () => all(api.podLog({ namespace, pod: 'one', container: 'main' })),
  };
  return Object.values(calls).flat() as (() => Promise<unknown>)[];
}

async function all(items: AsyncIterable<unknown>): Promise<unknown[]> {
  const found: unknown[] = [];
  for await (const item of items) found.push(item);
  return found;
}

function right(verb: string, apiGroup: string, resource: string): string {
  return `${verb} ${resource} of "${apiGroup}"`;
}

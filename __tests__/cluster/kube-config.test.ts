import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { KubeConfig } from '@kubernetes/client-node';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from '../../src/cluster/connect.js';
import { HttpClusterApi } from '../../src/cluster/http/http-cluster-api.js';
import { loadKubeConfig } from '../../src/cluster/credentials/kube-config.js';
import { makeAuthority } from '../support/certificates.js';
import { kubeConfigText, sendJson, startServer } from '../support/loopback-server.js';

const names = ['KUBECONFIG', 'HOME', 'KUBERNETES_SERVICE_HOST', 'KUBERNETES_SERVICE_PORT'] as const;
const before = new Map(names.map((name) => [name, process.env[name]]));
let directory: string;

/** Each test stands alone: an empty home, no KUBECONFIG, outside of a cluster. */
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'kube-config-'));
  for (const name of names) delete process.env[name];
  process.env['HOME'] = directory;
});
afterEach(() => {
  for (const [name, value] of before) {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
  rmSync(directory, { recursive: true });
});

const text = kubeConfigText({ server: 'https://one:6443', namespace: 'team' });

async function failure(config: KubeConfig | string | undefined): Promise<Error> {
  await using api = connect(config);
  return (await api.contextNamespace().then(
    () => new Error('It did not fail.'),
    (error: unknown) => error,
  )) as Error;
}

async function namespaceOf(config?: KubeConfig | string): Promise<string> {
  await using api = connect(config);
  return api.contextNamespace();
}

describe('the kubeconfig', () => {
  test('may be a text, YAML or JSON', async () => {
    expect(await namespaceOf(text)).toBe('team');
    const yaml = [
      'current-context: c',
      'contexts: [{ name: c, context: { cluster: k, user: u } }]',
      'clusters: [{ name: k, cluster: { server: "https://one" } }]',
      'users: [{ name: u }]',
    ].join('\n');
    expect(await namespaceOf(yaml)).toBe('default');
  });

  test('may be a KubeConfig, whose current context counts', async () => {
    const kubeConfig = new KubeConfig();
    kubeConfig.loadFromString(text);
    expect(await namespaceOf(kubeConfig)).toBe('team');
  });

  test('is found in KUBECONFIG, also over several files', async () => {
    const [first, second] = [join(directory, 'a'), join(directory, 'b')];
    const { contexts, clusters, users } = JSON.parse(text);
    writeFileSync(first, JSON.stringify({ contexts, 'current-context': 'test' }));
    writeFileSync(second, JSON.stringify({ clusters, users }));
    process.env['KUBECONFIG'] = `${first}:${second}`;
    expect(await namespaceOf()).toBe('team');
  });

  test('is found in the home directory', async () => {
    mkdirSync(join(directory, '.kube'));
    writeFileSync(join(directory, '.kube', 'config'), text);
    expect(await namespaceOf()).toBe('team');
  });

  test('that is nowhere makes an error that says where was looked, and does not become localhost:8080', async () => {
    expect(await failure(undefined)).toMatchObject({
      code: 'KUBECONFIG',
      message: expect.stringMatching(
        new RegExp(
          `KUBECONFIG is not set, there is no ${directory}/.kube/config, and this process runs in no pod`,
        ),
      ),
    });
  });

  test('that appears later is found by the next request', async () => {
    await using api = connect();
    await expect(api.contextNamespace()).rejects.toMatchObject({ code: 'KUBECONFIG' });
    mkdirSync(join(directory, '.kube'));
    writeFileSync(join(directory, '.kube', 'config'), text);
    expect(await api.contextNamespace()).toBe('team');
  });

  test('whose file is missing is named', async () => {
    process.env['KUBECONFIG'] = '/nowhere/config';
    expect((await failure(undefined)).message).toBe(
      'The kubeconfig (KUBECONFIG=/nowhere/config) can not be read: /nowhere/config (ENOENT).',
    );
  });

  test('that is not YAML makes an error with its place, which shows nothing of the text', async () => {
    const error = await failure('users:\n- name: u\n  user: { token: secret-token\n  other: [}');
    expect(error).toMatchObject({
      code: 'KUBECONFIG',
      message: expect.stringMatching(/is not YAML at line \d+, column \d+/),
    });
    expect(String(error.stack) + JSON.stringify(error) + String(error.cause)).not.toContain('secret-token');
  });

  test.each([[''], ['null'], ['just text'], ['[]'], ['7']])('that is %j is no kubeconfig', async (config) => {
    expect(await failure(config)).toMatchObject({ code: 'KUBECONFIG' });
  });

  test('that lacks a part says which', async () => {
    const config = JSON.parse(text);
    delete config.clusters[0].cluster.server;
    expect((await failure(JSON.stringify(config))).message).toContain(
      'clusters[0].cluster.server is missing',
    );
  });
});

describe('the context', () => {
  const change = (edit: (config: any) => void): string => {
    const config = JSON.parse(text);
    edit(config);
    return JSON.stringify(config);
  };

  test.each([
    [
      'no current context',
      (c: any) => delete c['current-context'],
      /has no current-context. Its contexts are: "test"/,
    ],
    [
      'a wrong one',
      (c: any) => (c['current-context'] = 'prod'),
      /has no context "prod". Its contexts are: "test"\./,
    ],
    [
      'a cluster that is not there',
      (c: any) => (c.contexts[0].context.cluster = 'x'),
      /The context "test" names the cluster "x", which the kubeconfig does not have. Its clusters are: "loopback"/,
    ],
    [
      'a user that is not there',
      (c: any) => (c.contexts[0].context.user = 'x'),
      /The context "test" names the user "x", which the kubeconfig does not have. Its users are: "tester"/,
    ],
    ['no user', (c: any) => delete c.contexts[0].context.user, /The context "test" names no user/],
    ['no context at all', (c: any) => (c.contexts = []), /Its contexts are: \(none\)/],
    [
      'a server without a scheme',
      (c: any) => (c.clusters[0].cluster.server = 'one:6443'),
      /must begin with https/,
    ],
  ])('with %s makes an error that names what there is', async (_, edit, message) => {
    expect(await failure(change(edit))).toMatchObject({
      code: 'KUBECONFIG',
      message: expect.stringMatching(message),
    });
  });
});

describe('a context that is chosen', () => {
  const two = {
    'current-context': 'a',
    contexts: [
      { name: 'a', context: { cluster: 'k', user: 'u', namespace: 'of-a' } },
      { name: 'b', context: { cluster: 'k', user: 'u', namespace: 'of-b' } },
    ],
    clusters: [{ name: 'k', cluster: { server: 'https://one' } }],
    users: [{ name: 'u' }],
  };

  test('takes the place of the current one, and leaves the KubeConfig as it was', async () => {
    const kubeConfig = new KubeConfig();
    kubeConfig.loadFromString(JSON.stringify(two));
    for (const config of [kubeConfig, JSON.stringify(two)]) {
      await using api = connect(config, { context: 'b' });
      expect(await api.contextNamespace()).toBe('of-b');
    }
    expect(kubeConfig.getCurrentContext()).toBe('a');
  });

  test('that there is none of makes an error that lists those there are', async () => {
    await using api = connect(JSON.stringify(two), { context: 'c' });
    await expect(api.contextNamespace()).rejects.toThrow('has no context "c". Its contexts are: "a", "b".');
  });
});

describe('in a cluster', () => {
  test('the service account is used: its token, its authority, its namespace', async () => {
    const authority = makeAuthority();
    const files = join(directory, 'var/run/secrets/kubernetes.io/serviceaccount');
    mkdirSync(files, { recursive: true });
    writeFileSync(join(files, 'token'), 'account-token\n');
    writeFileSync(join(files, 'ca.crt'), authority.cert);
    writeFileSync(join(files, 'namespace'), 'flows\n');
    // A kubeconfig in the home directory does not count in a pod.
    mkdirSync(join(directory, '.kube'));
    writeFileSync(join(directory, '.kube', 'config'), text);

    const tls = authority.issue('kubernetes', { hosts: ['127.0.0.1'] });
    await using server = await startServer((_, response) => sendJson(response, 200, { items: [] }), tls);
    process.env['KUBERNETES_SERVICE_HOST'] = '127.0.0.1';
    process.env['KUBERNETES_SERVICE_PORT'] = String(server.port);
    const timeouts = { connect: 10_000, answer: 10_000, credentials: 10_000 };
    await using api = new HttpClusterApi(() => loadKubeConfig(undefined, undefined, directory), { timeouts });
    expect(await api.contextNamespace()).toBe('flows');
    await api.list('jobs', { namespace: 'flows' });
    writeFileSync(join(files, 'token'), 'rotated-token\n');
    await api.list('jobs', { namespace: 'flows' });
    expect(server.requests.map(({ headers }) => headers.authorization)).toEqual([
      'Bearer account-token',
      'Bearer rotated-token',
    ]);
  });
});

import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { KubeConfig } from '@kubernetes/client-node';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ClusterApi } from '../../src/cluster/cluster-api.js';
import { connect } from '../../src/cluster/connect.js';
import { makeAuthority } from '../support/certificates.js';
import {
  base64,
  kubeConfigText,
  sendJson,
  startServer,
  type LoopbackServer,
} from '../support/loopback-server.js';

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'credentials-'));
});
afterAll(() => rmSync(directory, { recursive: true }));

/** A server that lets in only who shows one of these values of `authorization`. */
function startGuarded(accepted: { values: string[] }, tls?: object): Promise<LoopbackServer> {
  return startServer(({ headers }, response) => {
    if (accepted.values.includes(headers.authorization ?? ''))
      sendJson(response, 200, { metadata: { name: 'a' } });
    else sendJson(response, 401, { reason: 'Unauthorized', message: 'Unauthorized' });
  }, tls);
}

function read(api: ClusterApi): Promise<unknown> {
  return api.readNamespacedJob({ namespace: 'ns', name: 'a' });
}

async function failure(promise: Promise<unknown>): Promise<Error> {
  return (await promise.then(
    () => new Error('It did not fail.'),
    (error: unknown) => error,
  )) as Error;
}

function authorizations(server: LoopbackServer): (string | undefined)[] {
  return server.requests.map(({ headers }) => headers.authorization);
}

describe('a user', () => {
  test('with name and password sends them as Basic', async () => {
    const value = `Basic ${base64('alice:pass:word')}`;
    await using server = await startGuarded({ values: [value] });
    await using api = connect(
      kubeConfigText({ server: server.url, user: { username: 'alice', password: 'pass:word' } }),
    );
    await read(api);
    expect(authorizations(server)).toEqual([value]);
  });

  test('that acts as another says so', async () => {
    await using server = await startGuarded({ values: ['Bearer t'] });
    await using api = connect(kubeConfigText({ server: server.url, user: { token: 't', as: 'bob' } }));
    await read(api);
    expect(server.requests[0]?.headers['impersonate-user']).toBe('bob');
  });

  test('of an authenticator that was added to the KubeConfig is let in by it', async () => {
    await using server = await startGuarded({ values: ['Bearer own'] });
    const kubeConfig = new KubeConfig();
    kubeConfig.loadFromString(
      kubeConfigText({ server: server.url, user: { 'auth-provider': { name: 'own' } } }),
    );
    kubeConfig.addAuthenticator({
      isAuthProvider: (user) => user.authProvider?.name === 'own',
      applyAuthentication: async (_, options) => {
        options.headers = { Authorization: 'Bearer own' };
      },
    });
    await using api = connect(kubeConfig);
    await read(api);
    expect(authorizations(server)).toEqual(['Bearer own']);
  });

  test('whose static token is refused is told so after one request', async () => {
    await using server = await startGuarded({ values: [] });
    await using api = connect(kubeConfigText({ server: server.url, user: { token: 'secret-token' } }));
    const error = await failure(read(api));
    expect(error).toMatchObject({
      code: 'API_RESPONSE',
      status: 401,
      message: expect.stringContaining('The credentials were not accepted'),
    });
    expect(String(error.stack) + JSON.stringify(error)).not.toContain('secret-token');
    expect(server.requests).toHaveLength(1);
  });

  test('whose token no header can carry gets an error that does not show it', async () => {
    await using server = await startGuarded({ values: [] });
    await using api = connect(kubeConfigText({ server: server.url, user: { token: 'secret\ntoken' } }));
    const error = await failure(read(api));
    expect(error).toMatchObject({ code: 'CREDENTIALS' });
    expect(error.message).not.toContain('secret');
  });
});

describe('a token file', () => {
  test('is read anew for each request, so that a rotated token is used at once', async () => {
    const tokenFile = join(directory, 'rotating');
    const accepted = { values: ['Bearer one'] };
    await using server = await startGuarded(accepted);
    await using api = connect(kubeConfigText({ server: server.url, user: { tokenFile } }));
    writeFileSync(tokenFile, 'one\n');
    await read(api);
    writeFileSync(tokenFile, 'two\n');
    accepted.values = ['Bearer two'];
    await read(api);
    expect(authorizations(server)).toEqual(['Bearer one', 'Bearer two']);
    expect(server.connections()).toBe(1);
  });

  test('that is rotated while a request is under way makes it go out once more, a POST too', async () => {
    const tokenFile = join(directory, 'rotated');
    writeFileSync(tokenFile, 'old');
    await using server = await startServer(({ headers }, response) => {
      writeFileSync(tokenFile, 'new');
      if (headers.authorization === 'Bearer new') sendJson(response, 201, { metadata: { name: 'a' } });
      else sendJson(response, 401, {});
    });
    await using api = connect(kubeConfigText({ server: server.url, user: { tokenFile } }));
    await api.createNamespacedJob({ namespace: 'ns', body: { a: 1 } });
    expect(server.requests.map(({ method, body }) => `${method} ${body.toString()}`)).toEqual([
      'POST {"a":1}',
      'POST {"a":1}',
    ]);
  });

  test('wins over a token, and is found beside the kubeconfig that names it', async () => {
    writeFileSync(join(directory, 'beside'), 'from-file');
    await using server = await startGuarded({ values: ['Bearer from-file'] });
    const file = join(directory, 'config');
    writeFileSync(
      file,
      kubeConfigText({ server: server.url, user: { token: 'other', tokenFile: 'beside' } }),
    );
    const before = process.env['KUBECONFIG'];
    process.env['KUBECONFIG'] = file;
    try {
      await using api = connect();
      await read(api);
    } finally {
      if (before === undefined) delete process.env['KUBECONFIG'];
      else process.env['KUBECONFIG'] = before;
    }
    expect(authorizations(server)).toEqual(['Bearer from-file']);
  });

  test('that is missing or empty makes an error that names it', async () => {
    await using server = await startGuarded({ values: [] });
    const empty = join(directory, 'empty');
    writeFileSync(empty, '\n');
    for (const [tokenFile, words] of [
      ['/nowhere/token', 'The file /nowhere/token, which the kubeconfig names'],
      [empty, `The token file ${empty} of the user "tester" is empty.`],
    ]) {
      await using api = connect(kubeConfigText({ server: server.url, user: { tokenFile } }));
      await expect(read(api)).rejects.toMatchObject({
        code: 'CREDENTIALS',
        message: expect.stringContaining(words ?? ''),
      });
    }
    expect(server.requests).toEqual([]);
  });
});

describe('an exec plug-in', () => {
  let plugins = 0;

  /** A plug-in that runs this script; `count()` gives and counts its runs, `print` prints a credential. */
  function plugin(script: string): { exec: object; runs: () => number; file: string } {
    plugins += 1;
    const file = join(directory, `plugin-${plugins}.cjs`);
    const runs = `${file}.runs`;
    const text = `
      const { appendFileSync, readFileSync, writeFileSync } = require('node:fs');
      const count = () => { appendFileSync(${JSON.stringify(runs)}, 'x'); return readFileSync(${JSON.stringify(runs)}).length; };
      const print = (status) => console.log(JSON.stringify({ apiVersion: 'client.authentication.k8s.io/v1', kind: 'ExecCredential', status }));
      const run = count();
      ${script}`;
    writeFileSync(file, text);
    const exec = { apiVersion: 'client.authentication.k8s.io/v1', command: process.execPath, args: [file] };
    return { exec, file, runs: () => (existsSync(runs) ? readFileSync(runs).length : 0) };
  }

  const connectWith = (server: LoopbackServer, exec: object, timeouts = {}): ClusterApi =>
    connect(kubeConfigText({ server: server.url, user: { exec } }), { timeouts });

  test('runs once for many requests at the same time, and for those after it', async () => {
    await using server = await startGuarded({ values: ['Bearer token-1'] });
    const { exec, runs } = plugin(
      "print({ token: 'token-' + run, expirationTimestamp: '2999-01-01T00:00:00Z' });",
    );
    await using api = connectWith(server, exec);
    await Promise.all([read(api), read(api), read(api)]);
    await read(api);
    expect(runs()).toBe(1);
  });

  test('whose credential names no time is asked again only after a 401, and the request is repeated', async () => {
    const accepted = { values: ['Bearer token-1'] };
    await using server = await startGuarded(accepted);
    const { exec, runs } = plugin("print({ token: 'token-' + run });");
    await using api = connectWith(server, exec);
    await read(api);
    await read(api);
    expect(runs()).toBe(1);
    accepted.values = ['Bearer token-2'];
    await Promise.all([read(api), read(api), read(api)]);
    expect(runs()).toBe(2);
  });

  test('whose credential has expired is asked for a new one', async () => {
    await using server = await startGuarded({ values: ['Bearer token-1', 'Bearer token-2'] });
    const { exec } = plugin("print({ token: 'token-' + run, expirationTimestamp: '2001-01-01T00:00:00Z' });");
    await using api = connectWith(server, exec);
    await read(api);
    await read(api);
    expect(authorizations(server)).toEqual(['Bearer token-1', 'Bearer token-2']);
  });

  test('whose new credential is refused too ends with 401 after two requests', async () => {
    await using server = await startGuarded({ values: [] });
    const { exec, runs } = plugin("print({ token: 'token-' + run });");
    await using api = connectWith(server, exec);
    await expect(read(api)).rejects.toMatchObject({ status: 401 });
    expect(runs()).toBe(2);
    expect(server.requests).toHaveLength(2);
  });

  test('may give a client certificate', async () => {
    const authority = makeAuthority();
    const own = authority.issue('from-plugin');
    const tls = {
      ...authority.issue('server', { hosts: ['127.0.0.1'] }),
      ca: authority.cert,
      requestCert: true,
    };
    await using server = await startServer((_, response) => sendJson(response, 200, {}), tls);
    const status = { clientCertificateData: own.cert, clientKeyData: own.key };
    const { exec } = plugin(`print(${JSON.stringify(status)});`);
    const cluster = { 'certificate-authority-data': base64(authority.cert) };
    await using api = connect(kubeConfigText({ server: server.url, cluster, user: { exec } }));
    await read(api);
    expect(server.requests[0]?.clientName).toBe('from-plugin');
  });

  test('gets its variables, no terminal, and the cluster when it asks for it', async () => {
    await using server = await startGuarded({ values: ['Bearer t'] });
    const { exec, file } = plugin(`
      writeFileSync(${JSON.stringify(join(directory, 'seen.json'))}, JSON.stringify({
        stdin: readFileSync(0, 'utf8'), own: process.env.OWN, info: JSON.parse(process.env.KUBERNETES_EXEC_INFO),
      }));
      print({ token: 't' });`);
    expect(file).toContain('plugin');
    await using api = connectWith(server, {
      ...exec,
      env: [{ name: 'OWN', value: 'x' }],
      provideClusterInfo: true,
    });
    await read(api);
    expect(JSON.parse(readFileSync(join(directory, 'seen.json'), 'utf8'))).toEqual({
      stdin: '',
      own: 'x',
      info: {
        apiVersion: 'client.authentication.k8s.io/v1',
        kind: 'ExecCredential',
        spec: { interactive: false, cluster: { server: server.url, 'insecure-skip-tls-verify': false } },
      },
    });
  });

  test('that hangs is killed after the time-out, with an error that names its command', async () => {
    await using server = await startGuarded({ values: [] });
    const { exec } = plugin('setInterval(() => undefined, 1000);');
    await using api = connectWith(server, exec, { credentials: 50 });
    await expect(read(api)).rejects.toMatchObject({
      code: 'CREDENTIALS',
      message: `The exec plug-in "${process.execPath}" of the kubeconfig gave no answer within 0.05 s and was killed.`,
    });
  });

  test('that hangs does not hold up a signal, nor close()', async () => {
    await using server = await startGuarded({ values: [] });
    const { exec } = plugin('setInterval(() => undefined, 1000);');
    const api = connectWith(server, exec);
    const controller = new AbortController();
    const first = api.readNamespacedJob({ namespace: 'ns', name: 'a' }, controller);
    const second = read(api);
    controller.abort(new Error('enough'));
    await expect(first).rejects.toThrow('enough');
    await Promise.all([expect(second).rejects.toThrow('closed by close()'), api.close()]);
  });

  test.each([
    [
      'fails',
      "console.error('Login with: x login'); console.error('eyJhbGciOiJSUzI1NiJ9.secret-token'); process.exit(3)",
      'ended with exit code 3 and said: Login with: x login',
    ],
    ['prints no JSON', "console.log('secret-token')", 'printed no JSON'],
    ['prints null', "console.log('null')", 'neither a token nor a client certificate'],
    [
      'prints no credential',
      "print({ clientCertificateData: 'secret-token' })",
      'neither a token nor a client certificate',
    ],
    [
      'prints without end',
      "const text = 'secret-token'.repeat(200000); process.stdout.write(text)",
      'printed more than 1 MiB',
    ],
  ])('that %s makes an error that names its command and shows no secret', async (_, script, words) => {
    await using server = await startGuarded({ values: [] });
    await using api = connectWith(server, plugin(script).exec);
    const error = await failure(read(api));
    expect(error).toMatchObject({ code: 'CREDENTIALS', message: expect.stringContaining(words) });
    expect(error.message).toContain(process.execPath);
    expect(String(error.stack) + JSON.stringify(error) + String(error.cause)).not.toContain('secret-token');
  });

  test('that is not there makes an error with its hint, that wants a terminal one that says so', async () => {
    await using server = await startGuarded({ values: [] });
    await using missing = connectWith(server, { command: 'no-such-plugin', installHint: 'See example.org.' });
    await expect(read(missing)).rejects.toThrow(
      'The exec plug-in "no-such-plugin" of the kubeconfig was not found.',
    );
    await expect(read(missing)).rejects.toThrow('See example.org.');
    await using interactive = connectWith(server, { command: 'x', interactiveMode: 'Always' });
    await expect(read(interactive)).rejects.toThrow('wants a terminal');
    await using empty = connectWith(server, {});
    await expect(read(empty)).rejects.toThrow('without a command');
  });

  test('that failed is asked again by the next request', async () => {
    await using server = await startGuarded({ values: ['Bearer t'] });
    const { exec } = plugin("if (run === 1) process.exit(1); print({ token: 't' });");
    await using api = connectWith(server, exec);
    await expect(read(api)).rejects.toMatchObject({ code: 'CREDENTIALS' });
    await read(api);
    expect(authorizations(server)).toEqual(['Bearer t']);
  });
});

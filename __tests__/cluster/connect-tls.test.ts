import { describe, expect, test } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from '../../src/cluster/connect.js';
import { makeAuthority, selfSigned } from '../support/certificates.js';
import {
  base64,
  kubeConfigText,
  sendJson,
  startServer,
  type LoopbackServer,
} from '../support/loopback-server.js';

const authority = makeAuthority();
const certificate = authority.issue('server', { hosts: ['127.0.0.1'] });
const trusted = { 'certificate-authority-data': base64(authority.cert) };

function startCluster(tls: object): Promise<LoopbackServer> {
  return startServer((_, response) => sendJson(response, 200, { metadata: { name: 'a' } }), tls);
}

async function readJob(server: LoopbackServer, cluster: object, user: object = {}): Promise<string> {
  await using api = connect(kubeConfigText({ server: server.url, cluster, user }));
  const job = await api.readNamespacedJob({ namespace: 'ns', name: 'a' });
  return job.metadata.name;
}

describe('the certificate of the server', () => {
  test('is accepted when certificate-authority-data signed it', async () => {
    await using server = await startCluster(certificate);
    expect(await readJob(server, trusted)).toBe('a');
  });

  test('is accepted when a certificate-authority file signed it', async () => {
    await using server = await startCluster(certificate);
    const directory = mkdtempSync(join(tmpdir(), 'ca-'));
    try {
      writeFileSync(join(directory, 'ca.crt'), authority.cert);
      expect(await readJob(server, { 'certificate-authority': join(directory, 'ca.crt') })).toBe('a');
    } finally {
      rmSync(directory, { recursive: true });
    }
  });

  test('is not looked at with insecure-skip-tls-verify', async () => {
    await using server = await startCluster(makeAuthority().issue('x', { hosts: ['elsewhere'] }));
    expect(await readJob(server, { 'insecure-skip-tls-verify': true })).toBe('a');
  });

  test('may be for the name that tls-server-name gives', async () => {
    await using server = await startCluster(authority.issue('server', { hosts: ['kubernetes.default'] }));
    expect(await readJob(server, { ...trusted, 'tls-server-name': 'kubernetes.default' })).toBe('a');
  });

  test('for another name is refused with a sentence that names tls-server-name', async () => {
    await using server = await startCluster(authority.issue('server', { hosts: ['kubernetes.default'] }));
    await expect(readJob(server, trusted)).rejects.toMatchObject({
      code: 'API_CONNECTION',
      message: `Could not get jobs "a" in namespace "ns" at the API server 127.0.0.1:${server.port}: its certificate is for another name. Use a name of the certificate as server, or set tls-server-name in the kubeconfig (ERR_TLS_CERT_ALTNAME_INVALID).`,
      cause: { code: 'ERR_TLS_CERT_ALTNAME_INVALID' },
    });
  });

  test('that has expired is refused with a sentence that says so', async () => {
    const notAfter = new Date(Date.now() - 60_000);
    await using server = await startCluster(authority.issue('server', { hosts: ['127.0.0.1'], notAfter }));
    await expect(readJob(server, trusted)).rejects.toThrow('its certificate has expired');
  });

  test('of an authority that is not trusted is refused with a sentence that names certificate-authority', async () => {
    await using server = await startCluster(certificate);
    await expect(readJob(server, {})).rejects.toThrow(/Is certificate-authority in the kubeconfig the one/);
    const other = { 'certificate-authority-data': base64(makeAuthority().cert) };
    await expect(readJob(server, other)).rejects.toThrow(
      /Is certificate-authority in the kubeconfig the one/,
    );
  });

  test('that signs itself is refused as self-signed', async () => {
    await using server = await startCluster(selfSigned('alone', ['127.0.0.1']));
    await expect(readJob(server, {})).rejects.toThrow('its certificate is self-signed and not trusted');
  });

  test('can not be asked of a server without TLS, and the error says http://', async () => {
    await using server = await startServer((_, response) => sendJson(response, 200, {}));
    await using api = connect(kubeConfigText({ server: server.url.replace('http:', 'https:') }));
    await expect(api.list('jobs', {})).rejects.toThrow(
      'Should the server in the kubeconfig begin with http://?',
    );
  });

  test('of a server that was asked without TLS is never seen: the connection breaks, with a clear error', async () => {
    await using server = await startCluster(certificate);
    await using api = connect(kubeConfigText({ server: server.url.replace('https:', 'http:') }));
    await expect(api.list('jobs', {})).rejects.toMatchObject({ code: 'API_CONNECTION' });
  });
});

describe('the certificate of the client', () => {
  const strict = { ...certificate, ca: authority.cert, requestCert: true, rejectUnauthorized: true };

  test('is shown to the server, which verifies it', async () => {
    await using server = await startCluster(strict);
    const own = authority.issue('alice');
    const user = { 'client-certificate-data': base64(own.cert), 'client-key-data': base64(own.key) };
    await readJob(server, trusted, user);
    expect(server.requests.map(({ clientName }) => clientName)).toEqual(['alice']);
  });

  test('is read from its files anew for each request, over a new connection only when it changed', async () => {
    await using server = await startCluster(strict);
    const directory = mkdtempSync(join(tmpdir(), 'client-'));
    const [cert, key] = [join(directory, 'tls.crt'), join(directory, 'tls.key')];
    const write = (name: string): void => {
      const own = authority.issue(name);
      writeFileSync(cert, own.cert);
      writeFileSync(key, own.key);
    };
    write('first');
    const user = { 'client-certificate': cert, 'client-key': key };
    await using api = connect(kubeConfigText({ server: server.url, cluster: trusted, user }));
    const read = (): Promise<unknown> => api.readNamespacedJob({ namespace: 'ns', name: 'a' });
    try {
      await read();
      await read();
      expect(server.connections()).toBe(1);
      write('second');
      await read();
      await read();
      expect(server.requests.map(({ clientName }) => clientName)).toEqual([
        'first',
        'first',
        'second',
        'second',
      ]);
      expect(server.connections()).toBe(2);
    } finally {
      rmSync(directory, { recursive: true });
    }
  });

  test.each([
    ['that is missing', 'TLSv1.2', false, /client certificate/],
    ['that is missing', 'TLSv1.3', false, /client certificate/],
    ['of another authority', 'TLSv1.2', true, /client certificate/],
    // Told only after the handshake, when Node may see just the end.
    ['of another authority', 'TLSv1.3', true, /client certificate|connection broke/],
  ] as const)('%s is refused over %s with one clear sentence', async (_, maxVersion, shown, sentence) => {
    await using server = await startCluster({ ...strict, maxVersion });
    const own = makeAuthority().issue('mallory');
    const user = shown
      ? { 'client-certificate-data': base64(own.cert), 'client-key-data': base64(own.key) }
      : {};
    const error: unknown = await readJob(server, trusted, user).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'API_CONNECTION', message: expect.stringMatching(sentence) });
    expect(server.requests).toEqual([]);
  });

  test('whose file is not there makes an error that names the file', async () => {
    await using server = await startCluster(strict);
    const user = { 'client-certificate': '/nowhere/tls.crt', 'client-key': '/nowhere/tls.key' };
    await expect(readJob(server, trusted, user)).rejects.toMatchObject({
      code: 'CREDENTIALS',
      message:
        'The file /nowhere/tls.crt, which the kubeconfig names for the user "tester" or its cluster, can not be read (ENOENT).',
    });
  });
});

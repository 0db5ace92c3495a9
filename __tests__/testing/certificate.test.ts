import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { connect, createServer } from 'node:tls';
import type { TLSSocket } from 'node:tls';
import { describe, expect, test } from '@jest/globals';
import { createCertificate } from '../../src/testing/pki/certificate.js';

const authority = createCertificate({ commonName: 'the authority', use: 'authority' });

describe('a certificate', () => {
  test('is issued by its authority, for its hosts and no others', () => {
    const server = parsed({ commonName: 'server', use: 'server', hosts: ['localhost', '127.0.0.1'] });

    expect(server.checkIssued(new X509Certificate(authority.certificate))).toBe(true);
    expect(server.verify(new X509Certificate(authority.certificate).publicKey)).toBe(true);
    expect(server.ca).toBe(false);
    expect(server.checkHost('localhost')).toBe('localhost');
    expect(server.checkHost('elsewhere')).toBeUndefined();
    expect(server.checkIP('127.0.0.1')).toBe('127.0.0.1');
    expect(server.checkIP('127.0.0.2')).toBeUndefined();
  });

  test('names the user and the groups that Kubernetes reads from it', () => {
    const user = parsed({ commonName: 'jane', organizations: ['blue', 'green'], use: 'client' });

    expect(user.subject).toBe('O=blue\nO=green\nCN=jane');
    expect(user.issuer).toBe('CN=the authority');
  });

  test('is valid for the time that was asked for, on both sides of 2050', () => {
    const [notBefore, notAfter] = [new Date('2020-01-02T03:04:05Z'), new Date('2061-12-31T23:59:59Z')];
    const certificate = parsed({ commonName: 'old', use: 'client', notBefore, notAfter });

    expect(new Date(certificate.validFrom)).toEqual(notBefore);
    expect(new Date(certificate.validTo)).toEqual(notAfter);
  });

  test('proves a client to a server and the server to the client', async () => {
    const client = createCertificate({ commonName: 'jane', use: 'client' }, authority);

    expect(await handshake(client)).toEqual({ authorized: true, commonName: 'jane' });
  });

  test('proves nothing once it has expired', async () => {
    const notAfter = new Date(Date.now() - 1000);
    const client = createCertificate({ commonName: 'jane', use: 'client', notAfter }, authority);

    expect(await handshake(client)).toMatchObject({ authorized: false });
  });

  test('proves nothing to who trusts another authority', async () => {
    const other = createCertificate({ commonName: 'the authority', use: 'authority' });
    const client = createCertificate({ commonName: 'jane', use: 'client' }, other);

    expect(await handshake(client)).toMatchObject({ authorized: false });
  });
});

function parsed(request: Parameters<typeof createCertificate>[0]): X509Certificate {
  return new X509Certificate(createCertificate(request, authority).certificate);
}

/** What a server on loopback, which trusts the authority, makes of the client. */
async function handshake(client: ReturnType<typeof createCertificate>) {
  const own = createCertificate({ commonName: 'localhost', use: 'server', hosts: ['localhost'] }, authority);
  const ca = authority.certificate;
  const server = createServer({
    ca,
    cert: own.certificate,
    key: own.privateKey,
    requestCert: true,
    rejectUnauthorized: false,
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  const identity = { cert: client.certificate, key: client.privateKey };
  const socket = connect({ host: '127.0.0.1', port, servername: 'localhost', ca, ...identity });
  try {
    const [accepted] = (await once(server, 'secureConnection')) as [TLSSocket];
    const { authorized } = accepted;
    return { authorized, commonName: accepted.getPeerCertificate().subject.CN };
  } finally {
    socket.destroy();
    server.close();
    await once(server, 'close');
  }
}

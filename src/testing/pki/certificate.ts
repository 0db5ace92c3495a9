import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { isIPv4 } from 'node:net';
import {
  bitString,
  boolean,
  integer,
  objectIdentifier,
  octetString,
  sequence,
  set,
  tagged,
  time,
  utf8String,
} from './der.js';

export interface Subject {
  readonly commonName: string;
  /** Kubernetes reads them as the groups of a user. */
  readonly organizations?: readonly string[];
}

export interface CertificateRequest extends Subject {
  readonly use: 'client' | 'server' | 'authority';
  /** DNS names and IPv4 addresses of a server. */
  readonly hosts?: readonly string[];
  /** @default an hour ago */
  readonly notBefore?: Date;
  /** @default in a year */
  readonly notAfter?: Date;
}

export interface Certificate {
  readonly subject: Subject;
  readonly key: KeyObject;
  readonly keyIdentifier: Buffer;
  /** PEM */
  readonly certificate: string;
  /** PEM, PKCS #8 */
  readonly privateKey: string;
}

const hour = 60 * 60 * 1000;
const year = 365 * 24 * hour;
const ecdsaWithSha256 = sequence(objectIdentifier('1.2.840.10045.4.3.2'));

/**
 * An X.509 certificate (RFC 5280) with a new P-256 key, signed by `issuer`, or by itself. Node reads certificates but
 * makes none, and the machine need not have openssl.
 */
export function createCertificate(request: CertificateRequest, issuer?: Certificate): Certificate {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { notBefore = new Date(Date.now() - hour), notAfter = new Date(Date.now() + year) } = request;
  const publicKeyInfo = publicKey.export({ type: 'spki', format: 'der' });
  const keyIdentifier = createHash('sha1').update(publicKeyInfo).digest();
  const toBeSigned = sequence(
    tagged(0, integer(Buffer.of(2))),
    integer(Buffer.concat([Buffer.of(1), randomBytes(15)])),
    ecdsaWithSha256,
    name(issuer?.subject ?? request),
    sequence(time(notBefore), time(notAfter)),
    name(request),
    publicKeyInfo,
    tagged(3, sequence(...extensions(request), ...identifiers(keyIdentifier, issuer?.keyIdentifier))),
  );
  const signature = sign('sha256', toBeSigned, issuer?.key ?? privateKey);
  return {
    subject: request,
    key: privateKey,
    keyIdentifier,
    certificate: pem('CERTIFICATE', sequence(toBeSigned, ecdsaWithSha256, bitString(signature))),
    privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}

function name({ commonName, organizations = [] }: Subject): Buffer {
  const attribute = (type: string, value: string) => set(sequence(objectIdentifier(type), utf8String(value)));
  return sequence(
    ...organizations.map((organization) => attribute('2.5.4.10', organization)),
    attribute('2.5.4.3', commonName),
  );
}

function extensions({ use, hosts = [] }: CertificateRequest): Buffer[] {
  const authority = use === 'authority';
  const critical = (id: string, value: Buffer) =>
    sequence(objectIdentifier(id), boolean(true), octetString(value));
  const made = [
    critical('2.5.29.19', authority ? sequence(boolean(true)) : sequence()),
    // keyCertSign and cRLSign, or digitalSignature.
    critical('2.5.29.15', authority ? bitString(Buffer.of(0x06), 1) : bitString(Buffer.of(0x80), 7)),
  ];
  if (!authority) {
    const purpose = use === 'server' ? '1.3.6.1.5.5.7.3.1' : '1.3.6.1.5.5.7.3.2';
    made.push(plain('2.5.29.37', sequence(objectIdentifier(purpose))));
  }
  if (hosts.length > 0) made.push(plain('2.5.29.17', sequence(...hosts.map(generalName))));
  return made;
}

/** Without them, clients that check strictly (Python from 3.13 on) refuse the certificate. */
function identifiers(own: Buffer, issuer = own): Buffer[] {
  return [plain('2.5.29.14', octetString(own)), plain('2.5.29.35', sequence(tagged(0, issuer, false)))];
}

function plain(id: string, value: Buffer): Buffer {
  return sequence(objectIdentifier(id), octetString(value));
}

function generalName(host: string): Buffer {
  return isIPv4(host)
    ? tagged(7, Buffer.from(host.split('.').map(Number)), false)
    : tagged(2, Buffer.from(host), false);
}

function pem(label: string, der: Buffer): string {
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ''].join('\n');
}

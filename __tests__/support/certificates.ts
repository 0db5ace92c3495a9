import { generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto';
import { isIPv4 } from 'node:net';

/** A certificate and its key as PEM. Made anew for each test, so that no key lies in the repository. */
export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

export interface Authority extends Certificate {
  issue(name: string, options?: IssueOptions): Certificate;
}

interface IssueOptions {
  /** DNS names and IPv4 addresses. */
  readonly hosts?: readonly string[];
  readonly notAfter?: Date;
}

const dayMilliseconds = 24 * 60 * 60 * 1000;

/** A certificate authority that nobody trusts until told to. */
export function makeAuthority(name = 'test authority'): Authority {
  const keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const cert = certificate({
    subject: name,
    issuer: name,
    publicKey: keys.publicKey,
    signer: keys.privateKey,
    authority: true,
  });
  return {
    cert,
    key: pem(keys.privateKey),
    issue: (subject, options) => {
      const own = generateKeyPairSync('ec', { namedCurve: 'P-256' });
      const signed = { subject, issuer: name, publicKey: own.publicKey, signer: keys.privateKey, ...options };
      return { cert: certificate(signed), key: pem(own.privateKey) };
    },
  };
}

interface Contents extends IssueOptions {
  readonly subject: string;
  readonly issuer: string;
  readonly publicKey: KeyObject;
  readonly signer: KeyObject;
  readonly authority?: boolean;
}

/** X.509 version 3 (RFC 5280) with ECDSA over P-256, in DER. */
function certificate({
  subject,
  issuer,
  publicKey,
  signer,
  authority = false,
  hosts = [],
  notAfter,
}: Contents): string {
  const algorithm = sequence(oid('2a8648ce3d040302'));
  const end = notAfter ?? new Date(Date.now() + dayMilliseconds);
  const extensions = [extension('551d13', sequence(...(authority ? [tlv(0x01, Buffer.from([0xff]))] : [])))];
  if (hosts.length > 0) extensions.push(extension('551d11', sequence(...hosts.map(generalName))));
  const body = sequence(
    tlv(0xa0, integer(Buffer.from([2]))),
    integer(Buffer.concat([Buffer.from([1]), randomBytes(8)])),
    algorithm,
    distinguishedName(issuer),
    sequence(utcTime(new Date(end.getTime() - 2 * dayMilliseconds)), utcTime(end)),
    distinguishedName(subject),
    publicKey.export({ type: 'spki', format: 'der' }),
    tlv(0xa3, sequence(...extensions)),
  );
  const signature = tlv(0x03, Buffer.concat([Buffer.from([0]), sign('sha256', body, signer)]));
  const der = sequence(body, algorithm, signature).toString('base64');
  return `-----BEGIN CERTIFICATE-----\n${der.replace(/(.{64})/g, '$1\n').trim()}\n-----END CERTIFICATE-----\n`;
}

function pem(key: KeyObject): string {
  return key.export({ type: 'pkcs8', format: 'pem' }).toString();
}

function tlv(tag: number, content: Buffer): Buffer {
  const { length } = content;
  const size =
    length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

function sequence(...parts: readonly Buffer[]): Buffer {
  return tlv(0x30, Buffer.concat(parts));
}

function integer(bytes: Buffer): Buffer {
  return tlv(0x02, bytes);
}

function oid(hex: string): Buffer {
  return tlv(0x06, Buffer.from(hex, 'hex'));
}

function distinguishedName(commonName: string): Buffer {
  return sequence(tlv(0x31, sequence(oid('550403'), tlv(0x0c, Buffer.from(commonName)))));
}

function utcTime(date: Date): Buffer {
  return tlv(0x17, Buffer.from(`${date.toISOString().replace(/[-:T]/g, '').slice(2, 14)}Z`));
}

function extension(id: string, value: Buffer): Buffer {
  return sequence(oid(id), tlv(0x04, value));
}

function generalName(host: string): Buffer {
  return isIPv4(host) ? tlv(0x87, Buffer.from(host.split('.').map(Number))) : tlv(0x82, Buffer.from(host));
}

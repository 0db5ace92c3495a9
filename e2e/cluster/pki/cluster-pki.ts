import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createCertificate } from '../../../src/testing/pki/certificate.js';
import type { Certificate } from '../../../src/testing/pki/certificate.js';

/** Users whom every cluster knows by their bearer token. */
export interface Tokens {
  /** In `system:masters`: may do everything, and RBAC is not even asked. */
  readonly admin: string;
  /** `token-user` of group `token-users`: no right, until a RoleBinding gives one. */
  readonly user: string;
}

export interface ClusterPki {
  readonly authority: Certificate;
  readonly tokens: Tokens;
  /** Where the files lie that the processes read. */
  readonly directory: string;
}

/** Every server of the cluster shows the same certificate: all of them are on loopback. */
const serverHosts = [
  'localhost',
  'kubernetes',
  'kubernetes.default',
  'kubernetes.default.svc',
  '127.0.0.1',
  '10.96.0.1',
];

/** Makes the keys and certificates of a cluster: ca, server, kubelet-client, service-account, tokens.csv. */
export function createClusterPki(directory: string): ClusterPki {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const write = (name: string, text: string) => writeFileSync(join(directory, name), text, { mode: 0o600 });
  const writePair = (name: string, { certificate, privateKey }: Certificate) => {
    write(`${name}.crt`, certificate);
    write(`${name}.key`, privateKey);
  };

  const authority = createCertificate({ commonName: 'e2e-cluster', use: 'authority' });
  writePair('ca', authority);
  writePair(
    'server',
    createCertificate({ commonName: 'localhost', use: 'server', hosts: serverHosts }, authority),
  );
  const kubeletClient = { commonName: 'kube-apiserver-kubelet-client', organizations: ['system:masters'] };
  writePair('kubelet-client', createCertificate({ ...kubeletClient, use: 'client' }, authority));

  const serviceAccount = generateKeyPairSync('rsa', { modulusLength: 2048 });
  write('service-account.key', serviceAccount.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString());
  write('service-account.pub', serviceAccount.publicKey.export({ type: 'spki', format: 'pem' }).toString());

  const tokens = { admin: randomBytes(16).toString('hex'), user: randomBytes(16).toString('hex') };
  write(
    'tokens.csv',
    `${tokens.admin},token-admin,token-admin,"system:masters"\n${tokens.user},token-user,token-user,"token-users"\n`,
  );
  return { authority, tokens, directory };
}

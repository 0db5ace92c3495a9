import { stringify } from 'yaml';
import type { Certificate } from '../../../src/testing/pki/certificate.js';

/** The `user` of a kubeconfig, in the words of the kubeconfig format. */
export type KubeConfigUser = Readonly<Record<string, unknown>>;

export interface KubeConfigCluster {
  readonly server: string;
  /** PEM */
  readonly certificateAuthority: string;
}

export function certificateUser({ certificate, privateKey }: Certificate): KubeConfigUser {
  return { 'client-certificate-data': base64(certificate), 'client-key-data': base64(privateKey) };
}

/** A kubeconfig with one context: namespace `default` of this cluster as this user. */
export function kubeConfigText(cluster: KubeConfigCluster, user: KubeConfigUser): string {
  return stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [
      {
        name: 'e2e',
        cluster: {
          server: cluster.server,
          'certificate-authority-data': base64(cluster.certificateAuthority),
        },
      },
    ],
    users: [{ name: 'user', user }],
    contexts: [{ name: 'e2e', context: { cluster: 'e2e', user: 'user' } }],
    'current-context': 'e2e',
  });
}

function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}

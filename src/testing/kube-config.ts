/**
 * A kubeconfig for the cluster, in JSON, which is YAML. Without a certificate `insecure-skip-tls-verify` stands there,
 * because client-node refuses plain HTTP without it.
 */
export function kubeConfig(server: string, token: string, certificate?: string): string {
  const name = 'embedded';
  const trust =
    certificate === undefined
      ? { 'insecure-skip-tls-verify': true }
      : { 'certificate-authority-data': Buffer.from(certificate).toString('base64') };
  return JSON.stringify(
    {
      apiVersion: 'v1',
      kind: 'Config',
      clusters: [{ name, cluster: { server, ...trust } }],
      users: [{ name, user: { token } }],
      contexts: [{ name, context: { cluster: name, user: name, namespace: 'default' } }],
      'current-context': name,
    },
    null,
    2,
  );
}

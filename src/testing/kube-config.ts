/**
 * A kubeconfig for the cluster, in JSON, which is YAML. `insecure-skip-tls-verify` stands there because client-node
 * refuses plain HTTP without it.
 */
export function kubeConfig(server: string, token: string): string {
  const name = 'embedded';
  return JSON.stringify(
    {
      apiVersion: 'v1',
      kind: 'Config',
      clusters: [{ name, cluster: { server, 'insecure-skip-tls-verify': true } }],
      users: [{ name, user: { token } }],
      contexts: [{ name, context: { cluster: name, user: name, namespace: 'default' } }],
      'current-context': name,
    },
    null,
    2,
  );
}

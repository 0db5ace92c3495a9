import type { KubeConfig } from '@kubernetes/client-node';
import { resolve } from 'node:path';
import { parse } from 'yaml';

interface NamedUser {
  readonly name?: unknown;
  readonly user?: { readonly tokenFile?: unknown };
}

/**
 * Gives users of a kubeconfig their `tokenFile`, which client-node drops, in the form that it knows from in-cluster
 * configurations. As in client-go, the file wins over a `token`, and its path is relative to the kubeconfig's folder
 * (https://kubernetes.io/docs/reference/config-api/kubeconfig.v1/#AuthInfo).
 */
export function addTokenFiles(kubeConfig: KubeConfig, text: string, directory: string): void {
  if (!text.includes('tokenFile')) return;
  const { users } = parse(text, { logLevel: 'silent' }) as { readonly users?: readonly NamedUser[] };
  for (const { name, user } of users ?? []) {
    const tokenFile = user?.tokenFile;
    if (typeof tokenFile !== 'string' || tokenFile === '') continue;
    const authProvider = { name: 'tokenFile', config: { tokenFile: resolve(directory, tokenFile) } };
    kubeConfig.users = kubeConfig.users.map((known) => {
      if (known.name !== name) return known;
      const { token: _, ...rest } = known;
      return { ...rest, authProvider };
    });
  }
}

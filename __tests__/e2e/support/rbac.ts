import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseAllDocuments } from 'yaml';
import type { RealCluster } from '../../../e2e/cluster/real-cluster.js';

/** The name that deploy/rbac.yaml gives its ServiceAccount. */
export const serviceAccount = 'kubernetes-job-environment';

const file = fileURLToPath(new URL('../../../deploy/rbac.yaml', import.meta.url));

/** Grants the rights of deploy/rbac.yaml in a namespace that is there. */
export async function grantRights(cluster: RealCluster, namespace: string): Promise<void> {
  await cluster.runKubectl('apply', `--namespace=${namespace}`, `--filename=${file}`);
  await authorized(cluster, { namespace, account: serviceAccount, verb: 'create', resource: 'jobs' });
}

/** Grants a ServiceAccount of `default` the rights of deploy/rbac.yaml in every namespace, also in those to come. */
export async function grantRightsEverywhere(cluster: RealCluster): Promise<void> {
  const text = readFileSync(file, 'utf8').replaceAll(/\b(Role|RoleBinding)$/gm, 'Cluster$1');
  const items = parseAllDocuments(text).map((document): unknown => document.toJS());
  // Of a binding for all namespaces the subject has to name its own.
  const objects = JSON.stringify({ apiVersion: 'v1', kind: 'List', items }, (key, value: unknown) =>
    key === 'subjects' ? (value as object[]).map((one) => ({ ...one, namespace: 'default' })) : value,
  );
  const list = join(cluster.directory, 'cluster-roles.json');
  writeFileSync(list, objects);
  await cluster.runKubectl('apply', '--namespace=default', `--filename=${list}`);
  await authorized(cluster, {
    namespace: 'default',
    account: serviceAccount,
    verb: 'create',
    resource: 'jobs',
  });
}

/** A kubeconfig with exactly the rights of deploy/rbac.yaml, which were granted in that namespace. */
export async function kubeConfigWithRights(
  cluster: RealCluster,
  account = serviceAccount,
  namespace = 'default',
): Promise<string> {
  const token = await cluster.runKubectl('create', 'token', account, `--namespace=${namespace}`);
  return cluster.kubeConfigFor({ token: token.trim() });
}

/** When the API server's own copy of the roles has a right: nothing tells, so it is asked. */
export async function authorized(
  cluster: RealCluster,
  right: { namespace: string; account: string; verb: string; resource: string },
): Promise<void> {
  const { namespace, account, verb, resource } = right;
  const user = `--as=system:serviceaccount:${namespace}:${account}`;
  const question = ['auth', 'can-i', verb, resource, `--namespace=${namespace}`, user];
  const deadline = Date.now() + 30_000;
  for (;;) {
    const answer = await cluster.runKubectl(...question).catch(() => 'no');
    if (answer.trim() === 'yes') return;
    if (Date.now() > deadline) throw new Error(`${account} did not get the right to ${verb} ${resource}.`);
    await sleep(50);
  }
}

import { request } from 'node:https';
import { setTimeout as sleep } from 'node:timers/promises';
import { exchange } from '../../conformance/exchange.js';
import type { Target } from '../../conformance/exchange.js';

/**
 * Fills up what room the API server has for `token-user`: none but for one request, and one whose body never comes is in it
 * (https://kubernetes.io/docs/concepts/cluster-administration/flow-control/). Gives what ends that.
 */
export async function overload(admin: Target, user: Target): Promise<() => void> {
  const make = async (resource: string, kind: string, fields: object): Promise<void> => {
    const { status, body } = await exchange(admin, {
      method: 'POST',
      path: `/apis/${resource}`,
      headers: { authorization: `Bearer ${admin.token}`, 'content-type': 'application/json' },
      body: JSON.stringify({
        apiVersion: resource.slice(0, resource.lastIndexOf('/')),
        kind,
        metadata: { name: 'no-room' },
        ...fields,
      }),
    });
    if (status !== 201) throw new Error(`${resource} was answered ${status}: ${body.toString()}`);
  };
  await make('rbac.authorization.k8s.io/v1/clusterrolebindings', 'ClusterRoleBinding', {
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'cluster-admin' },
    subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: 'token-user' }],
  });
  await make('flowcontrol.apiserver.k8s.io/v1/prioritylevelconfigurations', 'PriorityLevelConfiguration', {
    spec: {
      type: 'Limited',
      limited: { nominalConcurrencyShares: 0, limitResponse: { type: 'Reject' }, borrowingLimitPercent: 0 },
    },
  });
  await make('flowcontrol.apiserver.k8s.io/v1/flowschemas', 'FlowSchema', {
    spec: {
      priorityLevelConfiguration: { name: 'no-room' },
      matchingPrecedence: 2,
      rules: [
        {
          subjects: [{ kind: 'User', user: { name: 'token-user' } }],
          resourceRules: [
            { verbs: ['*'], apiGroups: ['*'], resources: ['*'], clusterScope: true, namespaces: ['*'] },
          ],
        },
      ],
    },
  });
  const held = hold(user);
  const headers = { authorization: `Bearer ${user.token}` };
  const path = '/api/v1/namespaces/default/pods';
  // The server learns of it all a moment later, and then the held one is in the way.
  for (;;) {
    const { status } = await exchange(user, { method: 'GET', path, headers });
    if (status === 429) return held;
    await sleep(50);
  }
}

/** Requests whose bodies never come: one after the other, as the server gives each a minute. */
function hold(target: Target): () => void {
  const { hostname, port } = new URL(target.url);
  let over = false;
  let open: ReturnType<typeof request>;
  const begin = (): void => {
    open = request({
      host: hostname,
      port,
      ca: target.ca,
      agent: false,
      method: 'POST',
      path: '/api/v1/namespaces/default/pods',
      headers: {
        authorization: `Bearer ${target.token}`,
        'content-type': 'application/json',
        'content-length': 1000,
      },
    });
    open.on('error', () => undefined);
    open.once('close', () => over || setTimeout(begin, 20));
    open.flushHeaders();
  };
  begin();
  return () => {
    over = true;
    open.destroy();
  };
}

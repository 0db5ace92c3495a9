import type { Container, Pod, PodSpec } from '../objects/types.js';

/** What `pkg/apis/core/v1/defaults.go` sets in a pod spec, of a template as of a Pod. */
export function setPodSpecDefaults(spec: PodSpec): void {
  for (const container of [...(spec.initContainers ?? []), ...spec.containers])
    setContainerDefaults(container);
  spec.terminationGracePeriodSeconds ??= 30;
  spec['dnsPolicy'] ??= 'ClusterFirst';
  // Two names for one field, the second from the time before 1.0.
  const account = spec['serviceAccountName'] ?? spec['serviceAccount'];
  if (account !== undefined) {
    spec['serviceAccountName'] = account;
    spec['serviceAccount'] = account;
  }
  spec['securityContext'] ??= {};
  // False is the same as absent in these.
  for (const name of ['hostNetwork', 'hostPID', 'hostIPC']) if (spec[name] === false) delete spec[name];
  spec['schedulerName'] ??= 'default-scheduler';
}

function setContainerDefaults(container: Container): void {
  container.resources ??= {};
  container['terminationMessagePath'] ??= '/dev/termination-log';
  container['terminationMessagePolicy'] ??= 'File';
  container['imagePullPolicy'] ??= isLatest(container.image ?? '') ? 'Always' : 'IfNotPresent';
  for (const port of (container['ports'] as { protocol?: string }[] | undefined) ?? [])
    port.protocol ??= 'TCP';
  for (const variable of container.env ?? []) {
    const fieldRef = variable.valueFrom?.fieldRef as { apiVersion?: string } | undefined;
    if (fieldRef !== undefined) fieldRef.apiVersion ??= 'v1';
  }
}

function isLatest(image: string): boolean {
  if (image.includes('@')) return false;
  const tag = /:([^:/]+)$/.exec(image)?.[1];
  return tag === undefined || tag === 'latest';
}

/** What admission plugins add to a Pod: account, tolerations, priority; and the mount of the account's token. */
export function setPodDefaults(pod: Pod, tokenVolume: string): void {
  const { spec } = pod;
  for (const { resources } of [...(spec.initContainers ?? []), ...spec.containers]) {
    if (resources?.limits) resources.requests = { ...resources.limits, ...resources.requests };
  }
  spec['serviceAccountName'] ??= 'default';
  spec['serviceAccount'] ??= spec['serviceAccountName'];
  spec['tolerations'] = [
    ...((spec['tolerations'] as unknown[] | undefined) ?? []),
    ...['not-ready', 'unreachable'].map((taint) => ({
      key: `node.kubernetes.io/${taint}`,
      operator: 'Exists',
      effect: 'NoExecute',
      tolerationSeconds: 300,
    })),
  ];
  spec['priority'] ??= 0;
  spec['preemptionPolicy'] ??= 'PreemptLowerPriority';
  if (spec['automountServiceAccountToken'] !== false) mountToken(spec, tokenVolume);
}

const tokenPath = '/var/run/secrets/kubernetes.io/serviceaccount';

function mountToken(spec: PodSpec, name: string): void {
  spec['volumes'] = [
    ...((spec['volumes'] as unknown[] | undefined) ?? []),
    {
      name,
      projected: {
        sources: [
          { serviceAccountToken: { expirationSeconds: 3607, path: 'token' } },
          { configMap: { name: 'kube-root-ca.crt', items: [{ key: 'ca.crt', path: 'ca.crt' }] } },
          {
            downwardAPI: {
              items: [{ path: 'namespace', fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.namespace' } }],
            },
          },
        ],
        defaultMode: 420,
      },
    },
  ];
  for (const container of [...(spec.initContainers ?? []), ...spec.containers]) {
    container.volumeMounts = [
      ...(container.volumeMounts ?? []),
      { name, readOnly: true, mountPath: tokenPath },
    ];
  }
}

/** The quality of service class of a Pod (`pkg/apis/core/helper/qos`). */
export function qosClass({ containers, initContainers = [] }: PodSpec): string {
  const all = [...containers, ...initContainers].map(({ resources }) => resources ?? {});
  if (all.every(({ requests, limits }) => !requests && !limits)) return 'BestEffort';
  const guaranteed = all.every(({ requests = {}, limits = {} }) =>
    ['cpu', 'memory'].every((name) => limits[name] !== undefined && requests[name] === limits[name]),
  );
  return guaranteed ? 'Guaranteed' : 'Burstable';
}

import type { Container, Pod, PodSpec } from '../objects/types.js';

/** What `pkg/apis/core/v1/defaults.go` sets in a pod spec, of a template as of a Pod. */
export function setPodSpecDefaults(spec: PodSpec): void {
  for (const container of [...(spec.initContainers ?? []), ...spec.containers])
    setContainerDefaults(container);
  spec.restartPolicy ??= 'Always';
  spec.terminationGracePeriodSeconds ??= 30;
  spec['dnsPolicy'] ??= 'ClusterFirst';
  // Two names for one field, the second from the time before 1.0.
  const account = spec['serviceAccountName'] ?? spec['serviceAccount'];
  if (account !== undefined) {
    spec['serviceAccountName'] = account;
    spec['serviceAccount'] = account;
  }
  spec['securityContext'] ??= {};
  for (const volume of (spec['volumes'] as Record<string, unknown>[] | undefined) ?? [])
    setVolumeDefaults(volume);
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
  for (const probe of ['livenessProbe', 'readinessProbe', 'startupProbe']) setProbeDefaults(container[probe]);
  const { postStart, preStop } = (container['lifecycle'] ?? {}) as Record<string, { httpGet?: Loose }>;
  for (const hook of [postStart, preStop]) setHttpGetDefaults(hook?.httpGet);
  for (const variable of container.env ?? []) {
    const fieldRef = variable.valueFrom?.fieldRef as { apiVersion?: string } | undefined;
    if (fieldRef !== undefined) fieldRef.apiVersion ??= 'v1';
  }
}

type Loose = Record<string, unknown>;

function setProbeDefaults(probe: unknown): void {
  if (typeof probe !== 'object' || probe === null) return;
  const { httpGet, grpc } = probe as { httpGet?: Loose; grpc?: Loose };
  setHttpGetDefaults(httpGet);
  if (grpc !== undefined) grpc['service'] ??= '';
  const timing = probe as Loose;
  timing['timeoutSeconds'] ||= 1;
  timing['periodSeconds'] ||= 10;
  timing['successThreshold'] ||= 1;
  timing['failureThreshold'] ||= 3;
}

function setHttpGetDefaults(action: Loose | undefined): void {
  if (action === undefined) return;
  action['path'] ||= '/';
  action['scheme'] ||= 'HTTP';
}

/** A volume of no source is an empty folder; files are readable by all. */
function setVolumeDefaults(volume: Loose): void {
  if (Object.keys(volume).every((key) => key === 'name')) volume['emptyDir'] = {};
  for (const name of ['secret', 'configMap', 'downwardAPI', 'projected']) {
    const source = volume[name] as Loose | undefined;
    if (source !== undefined) source['defaultMode'] ??= 0o644;
  }
  const { hostPath, projected, downwardAPI } = volume as {
    hostPath?: Loose;
    projected?: { sources?: { serviceAccountToken?: Loose; downwardAPI?: { items?: DownwardFile[] } }[] };
    downwardAPI?: { items?: DownwardFile[] };
  };
  if (hostPath !== undefined) hostPath['type'] ??= '';
  const sources = projected?.sources ?? [];
  for (const { serviceAccountToken } of sources) {
    if (serviceAccountToken !== undefined) serviceAccountToken['expirationSeconds'] ??= 3600;
  }
  for (const { items = [] } of [downwardAPI ?? {}, ...sources.map((source) => source.downwardAPI ?? {})]) {
    for (const { fieldRef } of items) if (fieldRef !== undefined) fieldRef['apiVersion'] ??= 'v1';
  }
}

interface DownwardFile {
  fieldRef?: Loose;
}

/** Of what is no name of an image, nothing is known. Grammar: github.com/distribution/reference. */
const imageName =
  /^(?:[a-zA-Z0-9][-a-zA-Z0-9.]*(?::\d+)?\/)?[a-z0-9]+(?:[._/-]+[a-z0-9]+)*(?::([\w][\w.-]{0,127}))?(@.*)?$/;

function isLatest(image: string): boolean {
  const [name, tag, digest] = imageName.exec(image) ?? [];
  if (name === undefined || digest !== undefined) return false;
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
  tolerateLostNode(spec);
  spec['priority'] ??= 0;
  spec['preemptionPolicy'] ??= 'PreemptLowerPriority';
  if (spec['automountServiceAccountToken'] !== false) mountToken(spec, tokenVolume);
}

/** What admission plugins do to a Pod that is replaced. */
export function keepPodDefaults({ spec }: Pod, previous: Pod): void {
  tolerateLostNode(spec);
  for (const field of ['priority', 'preemptionPolicy']) spec[field] ??= previous.spec[field];
}

function tolerateLostNode(spec: PodSpec): void {
  const own = (spec['tolerations'] as { key?: string; effect?: string }[] | undefined) ?? [];
  const missing = ['node.kubernetes.io/not-ready', 'node.kubernetes.io/unreachable'].filter(
    (taint) => !own.some(({ key = taint, effect = 'NoExecute' }) => key === taint && effect === 'NoExecute'),
  );
  spec['tolerations'] = [
    ...own,
    ...missing.map((key) => ({ key, operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 300 })),
  ];
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

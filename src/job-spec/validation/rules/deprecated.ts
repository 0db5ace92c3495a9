import type { JobPath } from '../../job-manifest.js';
import { type Check, has, type JsonMap, listAt, mapAt, textAt } from '../check.js';

/** Source: pkg/api/pod/warnings.go of Kubernetes 1.37, what it says of volumes. */
const volumes: Readonly<Record<string, string>> = {
  photonPersistentDisk: 'without effect since Kubernetes 1.16',
  gitRepo: 'disabled by default since Kubernetes 1.33; clone in an init container',
  scaleIO: 'without effect since Kubernetes 1.22',
  flocker: 'without effect since Kubernetes 1.25',
  storageos: 'without effect since Kubernetes 1.25',
  quobyte: 'without effect since Kubernetes 1.25',
  glusterfs: 'without effect since Kubernetes 1.26',
  cephfs: 'without effect since Kubernetes 1.31; use its CSI driver',
  rbd: 'without effect since Kubernetes 1.31; use its CSI driver',
};

/** The same, of annotations. */
const annotations: ReadonlyMap<string, string> = new Map([
  ['scheduler.alpha.kubernetes.io/critical-pod', 'use priorityClassName'],
  ['security.alpha.kubernetes.io/sysctls', 'use securityContext.sysctls'],
  ['security.alpha.kubernetes.io/unsafe-sysctls', 'use securityContext.sysctls'],
  ['seccomp.security.alpha.kubernetes.io/pod', 'use securityContext.seccompProfile'],
]);

/** Labels of nodes that have a new name. Source: pkg/api/node/util.go of Kubernetes 1.37. */
const nodeLabels: ReadonlyMap<string, string | undefined> = new Map([
  ['beta.kubernetes.io/arch', 'kubernetes.io/arch'],
  ['beta.kubernetes.io/os', 'kubernetes.io/os'],
  ['failure-domain.beta.kubernetes.io/region', 'topology.kubernetes.io/region'],
  ['failure-domain.beta.kubernetes.io/zone', 'topology.kubernetes.io/zone'],
  ['beta.kubernetes.io/instance-type', 'node.kubernetes.io/instance-type'],
  ['app.kubernetes.io/created-by', undefined],
  ['scheduler.alpha.kubernetes.io/preferAvoidPods', undefined],
  ['node-role.kubernetes.io/master', 'node-role.kubernetes.io/control-plane'],
]);

export function deprecatedVolume(volume: JsonMap, check: Check): void {
  for (const [kind, what] of Object.entries(volumes)) {
    if (has(volume, kind))
      check.warning('deprecated', [kind], `"${kind}" is deprecated, and ${what}`, { part: 'key' });
  }
}

export function deprecatedAnnotations(template: JsonMap, check: Check): void {
  const given = mapAt(template, 'metadata', 'annotations');
  const pod = mapAt(template, 'spec', 'securityContext');
  for (const [key, advice] of annotations) {
    if (!Object.hasOwn(given, key)) continue;
    if (key.startsWith('seccomp') && has(pod, 'seccompProfile')) continue;
    const message = `the annotation "${key}" has no effect any more; ${advice}`;
    check.warning('deprecated', ['metadata', 'annotations', key], message, { part: 'key' });
  }
}

export function deprecatedNodeLabels(spec: JsonMap, check: Check): void {
  for (const key of Object.keys(mapAt(spec, 'nodeSelector')))
    warnOf(key, ['nodeSelector', key], 'key', check);
  const affinity = mapAt(spec, 'affinity', 'nodeAffinity');
  const required = 'requiredDuringSchedulingIgnoredDuringExecution';
  const preferred = 'preferredDuringSchedulingIgnoredDuringExecution';
  listAt(affinity, required, 'nodeSelectorTerms').forEach((term, i) => {
    ofTerm(term, ['affinity', 'nodeAffinity', required, 'nodeSelectorTerms', i], check);
  });
  listAt(affinity, preferred).forEach((term, i) => {
    ofTerm(mapAt(term, 'preference'), ['affinity', 'nodeAffinity', preferred, i, 'preference'], check);
  });
  listAt(spec, 'topologySpreadConstraints').forEach((constraint, i) => {
    const steps = ['topologySpreadConstraints', i, 'topologyKey'];
    warnOf(textAt(constraint, 'topologyKey') ?? '', steps, 'value', check);
  });
}

function ofTerm(term: unknown, steps: JobPath, check: Check): void {
  listAt(term, 'matchExpressions').forEach((requirement, i) => {
    warnOf(textAt(requirement, 'key') ?? '', [...steps, 'matchExpressions', i, 'key'], 'value', check);
  });
}

function warnOf(label: string, steps: JobPath, part: 'key' | 'value', check: Check): void {
  if (!nodeLabels.has(label)) return;
  const suggestion = nodeLabels.get(label);
  check.warning('deprecated', steps, `the node label "${label}" is deprecated`, { part, suggestion });
}

import type { Json } from '../job-manifest.js';
import { nameOf } from './basic-values.js';
import { type Check, isMap } from './check.js';
import type { FindingCode } from './finding.js';
import * as syntax from './syntax.js';

/** Looks at a value that is of its type. The walk stands at it. */
type Format = (value: Json, check: Check) => void;

/** Empty text is no name: whether that is allowed is another question. */
function text(code: FindingCode, rule: syntax.Syntax): Format {
  return (value, check) => {
    const problem = typeof value === 'string' && value !== '' ? rule(value) : undefined;
    if (problem !== undefined) check.error(code, [], `${nameOf(check)} ${problem}`);
  };
}

/** The same where empty text is not as good as none: the field is a pointer in Kubernetes, or an item of a list. */
function evenEmpty(code: FindingCode, rule: syntax.Syntax): Format {
  return (value, check) => {
    const problem = typeof value === 'string' ? (value === '' ? 'is empty' : rule(value)) : undefined;
    if (problem !== undefined) check.error(code, [], `${nameOf(check)} ${problem}`);
  };
}

function between(low: number, high: number): Format {
  const rule =
    high === Infinity
      ? low === 0
        ? 'must not be negative'
        : `must be at least ${low}`
      : `must be between ${low} and ${high}`;
  return (value, check) => {
    if (typeof value === 'number' && (value < low || value > high)) {
      check.error('out-of-range', [], `${nameOf(check)} ${rule}`);
    }
  };
}

const port: Format = (value, check) => {
  if (typeof value === 'number' && !syntax.portNumber(value)) {
    check.error('invalid-port', [], `${nameOf(check)} must be a port, between 1 and 65535`);
  }
  // Where a name of a port may stand, a number in quotes is a name without a letter.
  if (typeof value === 'string') text('invalid-port', syntax.portName)(value, check);
};

const optionalPort: Format = (value, check) => {
  if (value !== 0) port(value, check);
};

/** Keys and values of labels. */
function labels(code: FindingCode, key: syntax.Syntax, value?: syntax.Syntax): Format {
  return (map, check) => {
    if (!isMap(map)) return;
    for (const [name, content] of Object.entries(map)) {
      const badKey = key(name);
      if (badKey !== undefined) {
        check.error(code, [name], `the key ${JSON.stringify(name.slice(0, 60))} ${badKey}`, { part: 'key' });
      }
      const badValue = typeof content === 'string' ? value?.(content) : undefined;
      if (badValue !== undefined)
        check.error(code, [name], `the value of "${name.slice(0, 60)}" ${badValue}`);
    }
  };
}

const annotations: Format = (map, check) => {
  // Source: ValidateAnnotations; the server looks at the small letters of a key, and at the size of all together.
  labels('invalid-label', (key) => syntax.qualifiedName(key.toLowerCase()))(map, check);
  const size = Object.entries(isMap(map) ? map : {}).reduce((sum, [key, value]) => {
    return sum + Buffer.byteLength(key) + Buffer.byteLength(typeof value === 'string' ? value : '');
  }, 0);
  if (size > 262_144) check.error('out-of-range', [], 'the annotations are larger than 256 KiB together');
};

const aLabel = text('invalid-name', syntax.dnsLabel);
const aSubdomain = text('invalid-name', syntax.dnsSubdomain);
const someSubdomain = evenEmpty('invalid-name', syntax.dnsSubdomain);
const aKey = text('invalid-name', syntax.configKey);
const aPath = text('invalid-path', syntax.pathInside);
const aQualifiedName = text('invalid-name', syntax.qualifiedName);
const anEnvName = text('invalid-env-name', syntax.envName);
const labelMap = labels('invalid-label', syntax.qualifiedName, syntax.labelValue);
const natural = between(0, Infinity);
const positive = between(1, Infinity);
const mode = between(0, 0o777);
const id = between(0, 2 ** 31 - 1);
const noBacksteps: Format = text('invalid-path', (path) =>
  path.split('/').includes('..') ? 'must not contain ".."' : undefined,
);

/** The form of each field that has one. Source: pkg/apis/{core,batch}/validation/validation.go of Kubernetes 1.37. */
const formats: Readonly<Record<string, Format>> = {
  'ObjectMeta.labels': labelMap,
  'ObjectMeta.annotations': annotations,

  'OwnerReference.apiVersion': text('invalid-name', (version) =>
    version.split('/').length > 2 ? 'must be a group, "/" and a version, or a version' : undefined,
  ),

  'JobSpec.parallelism': natural,
  'JobSpec.completions': natural,
  'JobSpec.activeDeadlineSeconds': natural,
  'JobSpec.backoffLimit': natural,
  'JobSpec.backoffLimitPerIndex': natural,
  'JobSpec.maxFailedIndexes': natural,
  'JobSpec.ttlSecondsAfterFinished': natural,
  'JobSpec.managedBy': evenEmpty('invalid-name', (name) =>
    name.length > 63 ? 'must be at most 63 characters long' : syntax.domainPath(name),
  ),
  'SuccessPolicyRule.succeededCount': natural,
  'PodFailurePolicyOnPodConditionsPattern.type': aQualifiedName,
  'LabelSelector.matchLabels': labelMap,

  'PodSpec.activeDeadlineSeconds': between(1, 2 ** 31 - 1),
  'PodSpec.hostname': aLabel,
  'PodSpec.subdomain': aLabel,
  'PodSpec.hostnameOverride': someSubdomain,
  'PodSpec.nodeName': aSubdomain,
  'PodSpec.nodeSelector': labelMap,
  'PodSpec.priorityClassName': aSubdomain,
  'PodSpec.runtimeClassName': someSubdomain,
  'PodSpec.serviceAccountName': aSubdomain,
  'PodReadinessGate.conditionType': aQualifiedName,
  'PodSchedulingGate.name': aQualifiedName,
  'PodResourceClaim.name': aLabel,
  'PodResourceClaim.resourceClaimName': someSubdomain,
  'PodResourceClaim.resourceClaimTemplateName': someSubdomain,
  'HostAlias.ip': evenEmpty('invalid-ip', syntax.ipAddress),
  'HostAlias.hostnames': someSubdomain,
  'PodDNSConfig.nameservers': evenEmpty('invalid-ip', syntax.ipAddress),

  'Container.name': aLabel,
  'EnvVar.name': anEnvName,
  'EnvFromSource.prefix': anEnvName,
  'ConfigMapKeySelector.name': aSubdomain,
  'ConfigMapKeySelector.key': aKey,
  'SecretKeySelector.name': aSubdomain,
  'SecretKeySelector.key': aKey,
  'ConfigMapEnvSource.name': aSubdomain,
  'SecretEnvSource.name': aSubdomain,
  'ContainerPort.name': text('invalid-port', syntax.portName),
  'ContainerPort.containerPort': port,
  'ContainerPort.hostPort': optionalPort,
  'HTTPGetAction.port': port,
  'TCPSocketAction.port': port,
  'GRPCAction.port': port,
  'HTTPHeader.name': text('invalid-name', (name) =>
    /^[-A-Za-z0-9]+$/.test(name) ? undefined : 'must be letters, digits and "-"',
  ),
  'Probe.initialDelaySeconds': natural,
  'Probe.timeoutSeconds': natural,
  'Probe.periodSeconds': natural,
  'Probe.successThreshold': natural,
  'Probe.failureThreshold': natural,
  'Probe.terminationGracePeriodSeconds': positive,
  'VolumeMount.subPath': aPath,
  'VolumeMount.subPathExpr': aPath,
  'VolumeDevice.devicePath': noBacksteps,

  'PodSecurityContext.fsGroup': id,
  'PodSecurityContext.runAsGroup': id,
  'PodSecurityContext.runAsUser': id,
  'PodSecurityContext.supplementalGroups': id,
  'SecurityContext.runAsGroup': id,
  'SecurityContext.runAsUser': id,
  'Sysctl.name': text('invalid-name', (name) =>
    name.length <= 253 &&
    /^(?:[a-z0-9](?:[-_a-z0-9]*[a-z0-9])?[./])*[a-z0-9](?:[-_a-z0-9]*[a-z0-9])?$/.test(name)
      ? undefined
      : 'must be the name of a sysctl, as net.core.somaxconn',
  ),

  'Toleration.key': aQualifiedName,
  'NodeSelectorRequirement.key': aQualifiedName,
  'LabelSelectorRequirement.key': aQualifiedName,
  'PodAffinityTerm.topologyKey': aQualifiedName,
  'PodAffinityTerm.namespaces': evenEmpty('invalid-name', syntax.dnsLabel),
  'PreferredSchedulingTerm.weight': between(1, 100),
  'WeightedPodAffinityTerm.weight': between(1, 100),
  'TopologySpreadConstraint.maxSkew': positive,
  'TopologySpreadConstraint.minDomains': positive,

  'TopologySpreadConstraint.matchLabelKeys': evenEmpty('invalid-name', syntax.qualifiedName),
  'PodAffinityTerm.matchLabelKeys': evenEmpty('invalid-name', syntax.qualifiedName),
  'PodAffinityTerm.mismatchLabelKeys': evenEmpty('invalid-name', syntax.qualifiedName),
  'ResourceClaim.request': aLabel,

  'Volume.name': aLabel,
  'CSIVolumeSource.driver': text('invalid-name', syntax.csiDriver),
  'PersistentVolumeClaimSpec.storageClassName': aSubdomain,
  'NFSVolumeSource.path': text('invalid-path', (path) =>
    path.startsWith('/') ? undefined : 'must be an absolute path, with a "/" at its start',
  ),
  'ConfigMapVolumeSource.defaultMode': mode,
  'SecretVolumeSource.defaultMode': mode,
  'DownwardAPIVolumeSource.defaultMode': mode,
  'ProjectedVolumeSource.defaultMode': mode,
  'DownwardAPIVolumeFile.mode': mode,
  'DownwardAPIVolumeFile.path': aPath,
  'KeyToPath.mode': mode,
  'KeyToPath.path': aPath,
  'HostPathVolumeSource.path': noBacksteps,
  'ServiceAccountTokenProjection.path': aPath,
  'ServiceAccountTokenProjection.expirationSeconds': between(600, 2 ** 32),
};

/** Checks the form of a value, when its field has one. */
export function checkFormat(field: string, value: Json, check: Check): void {
  formats[field]?.(value, check);
}

import { all, list, map, struct } from './schema.js';

/**
 * The fields of Kubernetes 1.37 that the cluster knows, kept by hand: all of metadata, pod template, pod spec,
 * container, env and resources; what lies below the fields marked `any` is not looked at (see differences.ts).
 */

export const typeMeta = all('string', 'kind', 'apiVersion');

export const objectMeta = struct('ObjectMeta', {
  ...all(
    'string',
    'name',
    'generateName',
    'namespace',
    'selfLink',
    'uid',
    'resourceVersion',
    'creationTimestamp',
    'deletionTimestamp',
  ),
  ...all('int64', 'generation', 'deletionGracePeriodSeconds'),
  ...all(map('string'), 'labels', 'annotations'),
  ownerReferences: list(
    struct('OwnerReference', {
      ...all('string', 'apiVersion', 'kind', 'name', 'uid'),
      ...all('bool', 'controller', 'blockOwnerDeletion'),
    }),
  ),
  managedFields: 'any',
  finalizers: list('string'),
});

const keySelector = (name: string): ReturnType<typeof struct> =>
  struct(name, { ...all('string', 'name', 'key'), optional: 'bool' });

const envVar = struct('EnvVar', {
  ...all('string', 'name', 'value'),
  valueFrom: struct('EnvVarSource', {
    fieldRef: struct('ObjectFieldSelector', all('string', 'apiVersion', 'fieldPath')),
    resourceFieldRef: struct('ResourceFieldSelector', {
      ...all('string', 'containerName', 'resource'),
      divisor: 'quantity',
    }),
    configMapKeyRef: keySelector('ConfigMapKeySelector'),
    secretKeyRef: keySelector('SecretKeySelector'),
    fileKeyRef: struct('FileKeySelector', {
      ...all('string', 'volumeName', 'path', 'key'),
      optional: 'bool',
    }),
  }),
});

const envFrom = struct('EnvFromSource', {
  prefix: 'string',
  configMapRef: struct('ConfigMapEnvSource', { name: 'string', optional: 'bool' }),
  secretRef: struct('SecretEnvSource', { name: 'string', optional: 'bool' }),
});

const container = struct('Container', {
  ...all(
    'string',
    'name',
    'image',
    'workingDir',
    'terminationMessagePath',
    'terminationMessagePolicy',
    'imagePullPolicy',
    'restartPolicy',
  ),
  ...all(list('string'), 'command', 'args'),
  ...all('bool', 'stdin', 'stdinOnce', 'tty'),
  env: list(envVar),
  envFrom: list(envFrom),
  resources: struct('ResourceRequirements', {
    ...all(map('quantity'), 'limits', 'requests'),
    claims: 'any',
  }),
  volumeMounts: list(
    struct('VolumeMount', {
      ...all(
        'string',
        'name',
        'mountPath',
        'subPath',
        'subPathExpr',
        'mountPropagation',
        'recursiveReadOnly',
      ),
      readOnly: 'bool',
    }),
  ),
  ...all(list('any'), 'ports', 'volumeDevices', 'resizePolicy', 'restartPolicyRules'),
  ...all('any', 'livenessProbe', 'readinessProbe', 'startupProbe', 'lifecycle', 'securityContext'),
});

const volumeSources =
  'hostPath emptyDir gcePersistentDisk awsElasticBlockStore gitRepo secret nfs iscsi glusterfs persistentVolumeClaim rbd ' +
  'flexVolume cinder cephfs flocker downwardAPI fc azureFile configMap vsphereVolume quobyte azureDisk ' +
  'photonPersistentDisk projected portworxVolume scaleIO storageos csi ephemeral image';

const volume = struct('Volume', { name: 'string', ...all('any', ...volumeSources.split(' ')) });

export const podSpec = struct('PodSpec', {
  ...all(list(container), 'containers', 'initContainers'),
  ...all(
    'string',
    'restartPolicy',
    'dnsPolicy',
    'serviceAccountName',
    'serviceAccount',
    'nodeName',
    'hostname',
    'hostnameOverride',
    'subdomain',
    'schedulerName',
    'priorityClassName',
    'runtimeClassName',
    'preemptionPolicy',
  ),
  ...all(
    'bool',
    'automountServiceAccountToken',
    'hostNetwork',
    'hostPID',
    'hostIPC',
    'hostUsers',
    'shareProcessNamespace',
    'setHostnameAsFQDN',
    'enableServiceLinks',
  ),
  ...all('int64', 'terminationGracePeriodSeconds', 'activeDeadlineSeconds'),
  priority: 'int32',
  nodeSelector: map('string'),
  volumes: list(volume),
  overhead: map('quantity'),
  ...all(
    list('any'),
    'ephemeralContainers',
    'imagePullSecrets',
    'tolerations',
    'hostAliases',
    'readinessGates',
    'topologySpreadConstraints',
    'schedulingGates',
    'resourceClaims',
  ),
  ...all(
    'any',
    'securityContext',
    'affinity',
    'dnsConfig',
    'os',
    'resources',
    'workloadRef',
    'schedulingGroup',
  ),
});

export const podTemplate = struct('PodTemplateSpec', { metadata: objectMeta, spec: podSpec });

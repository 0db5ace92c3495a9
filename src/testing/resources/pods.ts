import { sameJson } from '../objects/json.js';
import { invalidValue } from '../objects/causes.js';
import { podPrinter } from '../table/pods.js';
import type { ResourceDefinition } from './definition.js';
import { keepPodDefaults, qosClass, setPodDefaults, setPodSpecDefaults } from './pod-defaults.js';
import { objectMeta, podSpec, typeMeta } from './schema/core.js';
import { struct } from './schema/schema.js';
import { validateMetadata, validateSubdomain } from './validation/metadata.js';
import { podSpecWarnings } from './warnings.js';
import { validatePodSpec } from './validation/pod-spec.js';

const terminal = ['Succeeded', 'Failed'];

export const pods: ResourceDefinition<'pods'> = {
  resource: 'pods',
  plural: 'pods',
  kind: 'Pod',
  group: '',
  version: 'v1',
  namespaced: true,
  shortNames: ['po'],
  subresources: ['status', 'log', 'eviction'],
  schema: struct('Pod', { ...typeMeta, metadata: objectMeta, spec: podSpec, status: 'any' }),
  answersDeletedObject: true,
  fieldLabels: {
    'spec.hostNetwork': (pod) => String(pod.spec['hostNetwork'] === true),
    'spec.nodeName': (pod) => pod.spec.nodeName ?? '',
    'spec.restartPolicy': (pod) => pod.spec.restartPolicy,
    'spec.schedulerName': (pod) => String(pod.spec['schedulerName']),
    'spec.serviceAccountName': (pod) => String(pod.spec['serviceAccountName']),
    'status.phase': (pod) => pod.status.phase,
    'status.nominatedNodeName': (pod) => (pod.status['nominatedNodeName'] as string | undefined) ?? '',
    'status.podIP': (pod) => pod.status.podIP ?? '',
  },
  table: podPrinter,
  bookmark: { spec: { containers: null }, status: {} },
  setDefaults(pod) {
    pod.spec ??= {} as typeof pod.spec;
    pod.spec.containers ??= [];
    setPodSpecDefaults(pod.spec);
    pod.spec['enableServiceLinks'] ??= true;
  },
  prepareForCreate(pod) {
    pod.metadata.generation = 1;
    // The volume's name ends in five characters of chance; the uid's own keep it the same for the same ids.
    setPodDefaults(pod, `kube-api-access-${pod.metadata.uid.slice(-5)}`);
    pod.status = { phase: 'Pending', qosClass: qosClass(pod.spec) };
    if ((pod.spec.schedulingGates ?? []).length > 0) {
      pod.status.conditions = [
        {
          type: 'PodScheduled',
          status: 'False',
          lastProbeTime: null,
          lastTransitionTime: pod.metadata.creationTimestamp,
          reason: 'SchedulingGated',
          message: 'Scheduling is blocked due to non-empty scheduling gates',
        },
      ];
    }
  },
  prepareForUpdate: keepPodDefaults,
  validate: (pod) => [
    ...validateMetadata(pod.metadata, validateSubdomain),
    ...validatePodSpec(pod.spec, 'spec'),
  ],
  warnings: ({ spec }) => podSpecWarnings(spec, 'spec'),
  validateUpdate(next, previous) {
    const fixed = ({ containers, ...spec }: typeof next.spec): unknown => ({
      ...spec,
      containers: containers.map((container) => ({ ...container, image: '' })),
      activeDeadlineSeconds: undefined,
      tolerations: undefined,
      schedulingGates: undefined,
    });
    const changed = !sameJson(fixed(next.spec), fixed(previous.spec));
    return [
      ...validateMetadata(next.metadata, validateSubdomain),
      ...validatePodSpec(next.spec, 'spec'),
      ...(changed
        ? [
            {
              ...invalidValue('spec', '', ''),
              reason: 'FieldValueForbidden',
              message:
                'Forbidden: pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)',
            },
          ]
        : []),
    ];
  },
  gracePeriodSeconds: (pod, requested) =>
    // Nothing runs, so there is nothing to wait for (pkg/registry/core/pod/strategy.go).
    pod.spec.nodeName === undefined || terminal.includes(pod.status.phase)
      ? 0
      : (requested ?? pod.spec.terminationGracePeriodSeconds),
};

import { invalidValue, notSupported, required } from '../../objects/causes.js';
import type { Cause } from '../../objects/status.js';
import type { Job, JobSpec } from '../../objects/types.js';
import { jobNameLabel, controllerUidLabel } from '../../objects/labels.js';
import { labelSelectorMatches } from '../../objects/label-match.js';
import {
  validateAnnotations,
  validateLabelName,
  validateLabels,
  validateMetadata,
  validateSubdomain,
} from './metadata.js';
import { validatePodSpec } from './pod-spec.js';
import { validatePodFailurePolicy, validateSuccessPolicy } from './policies.js';

/** `ValidateJobCreate` (pkg/apis/batch/validation), its causes in the real order. */
export function validateJob(job: Job): Cause[] {
  // Labels that only defaulting shows are not stored, and not checked: those of the template are.
  const shown = job.metadata.labels === job.spec.template.metadata.labels;
  const { labels: _, ...unlabelled } = job.metadata;
  return [
    ...validateMetadata(shown ? unlabelled : job.metadata, validateSubdomain),
    ...validateGeneratedSelector(job),
    ...validateJobSpec(job.spec),
    ...validateHostnames(job),
  ];
}

function validateGeneratedSelector({ spec, metadata: { uid, name } }: Job): Cause[] {
  if (spec['manualSelector'] === true) return [];
  const expected = {
    'controller-uid': uid,
    'job-name': name,
    [controllerUidLabel]: uid,
    [jobNameLabel]: name,
  };
  const { labels = {} } = spec.template.metadata;
  return [
    ...Object.entries(expected).flatMap(([key, value]) => {
      const at = `spec.template.metadata.labels[${key}]`;
      if (!Object.hasOwn(labels, key)) return [required(at, `must be '${value}'`)];
      return labels[key] === value ? [] : [invalidValue(at, sorted(labels), `must be '${value}'`)];
    }),
    ...(labelSelectorMatches(spec.selector, expected)
      ? []
      : [invalidValue('spec.selector', spec.selector, '`selector` not auto-generated')]),
  ];
}

const sorted = (labels: object): object =>
  Object.fromEntries(Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1)));

const counts = [
  'parallelism',
  'completions',
  'activeDeadlineSeconds',
  'backoffLimit',
  'ttlSecondsAfterFinished',
  'backoffLimitPerIndex',
  'maxFailedIndexes',
] as const;

export function validateJobSpec(spec: JobSpec): Cause[] {
  const { metadata, spec: pod } = spec.template;
  const isIndexed = spec.completionMode === 'Indexed';
  return [
    ...counts.flatMap((name) => {
      const count = spec[name];
      return count !== undefined && count < 0
        ? [invalidValue(`spec.${name}`, count, 'must be greater than or equal to 0')]
        : [];
    }),
    ...(spec.maxFailedIndexes !== undefined && spec.backoffLimitPerIndex === undefined
      ? [required('spec.backoffLimitPerIndex', 'when maxFailedIndexes is specified')]
      : []),
    ...(spec.managedBy === undefined ? [] : validatePrefixedPath(spec.managedBy, 'spec.managedBy')),
    ...validateCompletionMode(spec),
    ...(spec.podFailurePolicy === undefined ? [] : validatePodFailurePolicy(spec, 'spec.podFailurePolicy')),
    ...(spec.successPolicy === undefined
      ? []
      : isIndexed
        ? validateSuccessPolicy(spec, 'spec.successPolicy')
        : [invalidValue('spec.successPolicy', goPolicy(spec), 'requires indexed completion mode')]),
    ...validateReplacementPolicy(spec),
    // No `.metadata` in this path: so the real one says it.
    ...validateLabels(metadata.labels, 'spec.template.labels'),
    ...validateAnnotations(
      metadata['annotations'] as Record<string, string> | undefined,
      'spec.template.annotations',
    ),
    ...validatePodSpec(pod, 'spec.template.spec'),
    ...validateRestartPolicy(spec),
    ...validateSelector(spec),
  ];
}

/** The policy as Go shows its own form of it. */
const goPolicy = ({ successPolicy }: JobSpec): object => ({
  Rules: (successPolicy?.rules ?? []).map(({ succeededIndexes, succeededCount }) => ({
    SucceededIndexes: succeededIndexes ?? null,
    SucceededCount: succeededCount ?? null,
  })),
});

/** `IsDomainPrefixedPath` (k8s.io/apimachinery/pkg/util/validation) */
function validatePrefixedPath(value: string, field: string): Cause[] {
  if (value === '') return [required(field)];
  const [host = '', ...rest] = value.split('/');
  const path = rest.join('/');
  if (host === '' || path === '') {
    return [invalidValue(field, value, 'must be a domain-prefixed path (such as "acme.io/foo")')];
  }
  const form = "[A-Za-z0-9/\\-._~%!$&'()*+,;=:]+";
  return [
    ...validateSubdomain(host).map((text) => invalidValue(field, host, text)),
    ...(new RegExp(`^${form}$`).test(path)
      ? []
      : [invalidValue(field, path, `Invalid path (regex used for validation is '${form}')`)]),
  ];
}

function validateCompletionMode(spec: JobSpec): Cause[] {
  const { completionMode, completions, backoffLimitPerIndex, maxFailedIndexes, parallelism } = spec;
  const invalid = (name: string, value: unknown, text: string): Cause[] => [
    invalidValue(`spec.${name}`, value, text),
  ];
  switch (completionMode) {
    case 'Indexed':
      return [
        ...(completions === undefined
          ? [required('spec.completions', 'when completion mode is Indexed')]
          : []),
        ...(parallelism > 100_000
          ? invalid(
              'parallelism',
              parallelism,
              'must be less than or equal to 100000 when completion mode is Indexed',
            )
          : []),
        ...(completions !== undefined && maxFailedIndexes !== undefined && maxFailedIndexes > completions
          ? invalid('maxFailedIndexes', maxFailedIndexes, 'must be less than or equal to completions')
          : []),
      ];
    case 'NonIndexed':
      return [
        ...(backoffLimitPerIndex === undefined
          ? []
          : invalid('backoffLimitPerIndex', backoffLimitPerIndex, 'requires indexed completion mode')),
        ...(maxFailedIndexes === undefined
          ? []
          : invalid('maxFailedIndexes', maxFailedIndexes, 'requires indexed completion mode')),
      ];
    default:
      return [notSupported('spec.completionMode', completionMode, ['NonIndexed', 'Indexed'])];
  }
}

function validateReplacementPolicy({ podReplacementPolicy, podFailurePolicy }: JobSpec): Cause[] {
  const supported = podFailurePolicy === undefined ? ['Failed', 'TerminatingOrFailed'] : ['Failed'];
  return supported.includes(podReplacementPolicy)
    ? []
    : [notSupported('spec.podReplacementPolicy', podReplacementPolicy, supported)];
}

function validateRestartPolicy({ template, podFailurePolicy }: JobSpec): Cause[] {
  const field = 'spec.template.spec.restartPolicy';
  const { restartPolicy } = template.spec;
  if (!restartPolicy || restartPolicy === 'Always')
    return [required(field, 'valid values: "OnFailure", "Never"')];
  if (!['OnFailure', 'Never'].includes(restartPolicy)) {
    return [notSupported(field, restartPolicy, ['OnFailure', 'Never'])];
  }
  return podFailurePolicy !== undefined && restartPolicy !== 'Never'
    ? [invalidValue(field, restartPolicy, 'only "Never" is supported when podFailurePolicy is specified')]
    : [];
}

function validateSelector({ selector, template }: JobSpec): Cause[] {
  const { labels } = template.metadata;
  return [
    ...(selector === undefined ? [required('spec.selector')] : []),
    ...(selector !== undefined && labelSelectorMatches(selector, labels ?? {})
      ? []
      : [
          invalidValue(
            'spec.template.metadata.labels',
            labels === undefined ? null : sorted(labels),
            '`selector` does not match template `labels`',
          ),
        ]),
  ];
}

/** The Pods of an Indexed Job get host names that end in their index. */
export function validateHostnames({
  metadata: { name },
  spec: { completionMode, completions = 0 },
}: Job): Cause[] {
  if (completionMode !== 'Indexed' || completions <= 0) return [];
  const longest = `${name}-${completions - 1}`;
  return validateLabelName(longest).length === 0
    ? []
    : [invalidValue('metadata.name', name, `will not able to create pod with invalid DNS label: ${longest}`)];
}

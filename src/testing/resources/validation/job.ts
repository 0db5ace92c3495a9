import { sameJson } from '../../objects/json.js';
import { invalidValue, required } from '../../objects/causes.js';
import type { Cause } from '../../objects/status.js';
import type { Job } from '../../objects/types.js';
import { controllerUidLabel } from '../../objects/labels.js';
import { validateAnnotations, validateLabels, validateMetadata, validateSubdomain } from './metadata.js';
import { validatePodSpec } from './pod-spec.js';

const counts = [
  'parallelism',
  'completions',
  'activeDeadlineSeconds',
  'backoffLimit',
  'ttlSecondsAfterFinished',
];

/** The important half of `ValidateJob` (pkg/apis/batch/validation), its causes in the real order. */
export function validateJob(job: Job): Cause[] {
  const { spec } = job;
  const { metadata, spec: pod } = spec.template;
  // Labels that only defaulting shows are not stored, and not checked: those of the template are.
  const shown = job.metadata.labels === metadata.labels;
  const { labels: _, ...unlabelled } = job.metadata;
  return [
    ...validateMetadata(shown ? unlabelled : job.metadata, validateSubdomain),
    ...validateSelector(job),
    ...counts.flatMap((name) => {
      const count = spec[name];
      return typeof count === 'number' && count < 0
        ? [invalidValue(`spec.${name}`, count, 'must be greater than or equal to 0')]
        : [];
    }),
    // No `.metadata` in this path: so the real one says it.
    ...validateLabels(metadata.labels, 'spec.template.labels'),
    ...validateAnnotations(
      metadata['annotations'] as Record<string, string> | undefined,
      'spec.template.annotations',
    ),
    ...validatePodSpec(pod, 'spec.template.spec'),
    ...(['OnFailure', 'Never'].includes(pod.restartPolicy)
      ? []
      : [required('spec.template.spec.restartPolicy', 'valid values: "OnFailure", "Never"')]),
  ];
}

function validateSelector({ spec, metadata: { uid } }: Job): Cause[] {
  if (spec['manualSelector'] === true) {
    return spec.selector === undefined ? [required('spec.selector')] : [];
  }
  const { matchLabels } = spec.selector;
  if (Object.keys(matchLabels).length === 1 && matchLabels[controllerUidLabel] === uid) return [];
  const { labels = {} } = spec.template.metadata;
  const matches = Object.entries(matchLabels).every(([key, value]) => labels[key] === value);
  const sorted = Object.fromEntries(Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1)));
  return [
    invalidValue('spec.selector', spec.selector, '`selector` not auto-generated'),
    ...(matches
      ? []
      : [
          invalidValue(
            'spec.template.metadata.labels',
            sorted,
            '`selector` does not match template `labels`',
          ),
        ]),
  ];
}

const immutable = [
  'completions',
  'selector',
  'completionMode',
  'podFailurePolicy',
  'successPolicy',
  'managedBy',
];

/** What may change in a Job once made: suspend, parallelism, deadline, TTL and backoffLimit. */
export function validateJobUpdate(next: Job, previous: Job): Cause[] {
  const changed = (a: unknown, b: unknown): boolean => !sameJson(a, b);
  const fixed = 'field is immutable';
  return [
    ...validateMetadata(next.metadata, validateSubdomain),
    ...immutable
      .filter((name) => changed(next.spec[name], previous.spec[name]))
      .map((name) => invalidValue(`spec.${name}`, next.spec[name], fixed)),
    ...(changed(next.spec.template.spec, previous.spec.template.spec)
      ? [invalidValue('spec.template.spec', next.spec.template.spec, fixed)]
      : []),
  ];
}

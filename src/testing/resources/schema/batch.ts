import { objectMeta, podTemplate, typeMeta } from './core.js';
import { all, map, struct } from './schema.js';

/** The fields of a Job (batch/v1). */
export const jobSchema = struct('Job', {
  ...typeMeta,
  metadata: objectMeta,
  spec: struct('JobSpec', {
    ...all('int32', 'parallelism', 'completions', 'backoffLimit', 'ttlSecondsAfterFinished'),
    ...all('int32', 'backoffLimitPerIndex', 'maxFailedIndexes'),
    activeDeadlineSeconds: 'int64',
    ...all('bool', 'manualSelector', 'suspend'),
    ...all('string', 'completionMode', 'podReplacementPolicy', 'managedBy'),
    ...all('any', 'podFailurePolicy', 'successPolicy'),
    selector: struct('LabelSelector', { matchLabels: map('string'), matchExpressions: 'any' }),
    template: podTemplate,
  }),
  status: 'any',
});

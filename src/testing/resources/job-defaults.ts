import { controllerUidLabel, jobNameLabel } from '../objects/labels.js';
import type { Job } from '../objects/types.js';
import { setPodSpecDefaults } from './pod-defaults.js';

/** What `pkg/apis/batch/v1/defaults.go` and the Job's strategy set on creation. */
export function setJobDefaults(job: Job): void {
  const { metadata } = job;
  metadata.generation = 1;
  const spec = (job.spec ??= {} as Job['spec']);
  if (spec.completions === undefined && spec.parallelism === undefined) {
    spec.parallelism = 1;
    spec.completions = 1;
  }
  spec.parallelism ??= 1;
  spec.backoffLimit ??= 6;
  spec['completionMode'] ??= 'NonIndexed';
  spec.suspend ??= false;
  spec.podReplacementPolicy ??= spec['podFailurePolicy'] === undefined ? 'TerminatingOrFailed' : 'Failed';
  spec['manualSelector'] ??= false;
  const template = (spec.template ??= {} as Job['spec']['template']);
  template.metadata ??= {};
  template.spec ??= {} as Job['spec']['template']['spec'];
  template.spec.containers ??= [];
  setPodSpecDefaults(template.spec);
  // A Job without labels takes those of its template; if that has none, even the generated ones.
  const labelled = Object.keys(metadata.labels ?? {}).length > 0;
  if (!labelled && template.metadata.labels !== undefined) metadata.labels = { ...template.metadata.labels };
  if (spec['manualSelector'] !== true) {
    const { uid, name } = metadata;
    template.metadata.labels = {
      ...template.metadata.labels,
      'controller-uid': uid,
      'job-name': name,
      [controllerUidLabel]: uid,
      [jobNameLabel]: name,
    };
    spec.selector = { matchLabels: { ...spec.selector?.matchLabels, [controllerUidLabel]: uid } };
  }
  if (template.metadata.labels !== undefined) metadata.labels ??= { ...template.metadata.labels };
  job.status = {};
}

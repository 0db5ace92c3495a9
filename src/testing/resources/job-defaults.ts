import { controllerUidLabel, jobNameLabel } from '../objects/labels.js';
import type { Job } from '../objects/types.js';
import { setPodSpecDefaults } from './pod-defaults.js';

/** `pkg/apis/batch/v1/defaults.go` */
export function setJobDefaults(job: Job): void {
  const spec = (job.spec ??= {} as Job['spec']);
  if (spec.completions === undefined && spec.parallelism === undefined) {
    spec.parallelism = 1;
    spec.completions = 1;
  }
  spec.parallelism ??= 1;
  spec.backoffLimit ??= spec.backoffLimitPerIndex === undefined ? 6 : 2 ** 31 - 1;
  spec.completionMode ??= 'NonIndexed';
  spec.suspend ??= false;
  spec.podReplacementPolicy ??= spec.podFailurePolicy === undefined ? 'TerminatingOrFailed' : 'Failed';
  spec['manualSelector'] ??= false;
  const template = (spec.template ??= {} as Job['spec']['template']);
  template.metadata ??= {};
  template.spec ??= {} as Job['spec']['template']['spec'];
  template.spec.containers ??= [];
  setPodSpecDefaults(template.spec);
  for (const { onPodConditions = [] } of spec.podFailurePolicy?.rules ?? []) {
    for (const condition of onPodConditions as { status?: string }[]) condition.status ??= 'True';
  }
  setJobLabels(job);
  job.status ??= {};
}

/** What the Job's strategy sets on creation (`pkg/registry/batch/job/strategy.go`). */
export function prepareJob(job: Job): void {
  const { metadata, spec } = job;
  const { template } = spec;
  metadata.generation = 1;
  const given = template.metadata.labels;
  const borrowed = given !== undefined && metadata.labels === given && !metadata['generateName'];
  if (spec['manualSelector'] !== true) {
    const { uid, name } = metadata;
    template.metadata.labels = {
      'controller-uid': uid,
      'job-name': name,
      [controllerUidLabel]: uid,
      [jobNameLabel]: name,
      // Those that were given stay; validation refuses them when they are others.
      ...template.metadata.labels,
    };
    spec.selector = {
      ...spec.selector,
      matchLabels: {
        ...spec.selector?.matchLabels,
        [controllerUidLabel]: spec.selector?.matchLabels?.[controllerUidLabel] ?? uid,
      },
    };
  }
  // Labels taken from the template are the same map to the API server: the generated ones get in too,
  // unless the name is to be generated, for which the API server works on a copy.
  if (borrowed) metadata.labels = { ...template.metadata.labels };
  setJobLabels(job);
  job.status = {};
}

/** A Job without labels takes those of its template: the map itself, not a copy. */
function setJobLabels({ metadata, spec }: Job): void {
  const { labels } = spec.template.metadata;
  if (Object.keys(metadata.labels ?? {}).length === 0 && labels !== undefined) metadata.labels = labels;
}

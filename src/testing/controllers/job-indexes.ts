import { formatIndexes, parseIndexes } from '../objects/indexes.js';
import type { Job, JobStatus, Pod } from '../objects/types.js';
import { endOf, waitAfter } from './job-backoff.js';
import { isActive, isTerminating, isTracked } from './conditions.js';
import { judgeFailure } from './pod-failure-policy.js';

export const indexAnnotation = 'batch.kubernetes.io/job-completion-index';
const failureCount = 'batch.kubernetes.io/job-index-failure-count';
const ignoredCount = 'batch.kubernetes.io/job-index-ignored-failure-count';

export const isIndexed = ({ spec }: Job): boolean => spec.completionMode === 'Indexed';

export const indexOf = ({ metadata }: Pod): number => Number(metadata.annotations?.[indexAnnotation] ?? -1);

const countOf = ({ metadata }: Pod, annotation: string): number =>
  Number(metadata.annotations?.[annotation] ?? 0);

/** How far an Indexed Job is (pkg/controller/job/indexed_job_utils.go). */
export interface IndexProgress {
  readonly succeeded: ReadonlySet<number>;
  readonly failed: ReadonlySet<number>;
  /** Failed Pods that are kept until one takes their place, which inherits their count of failures. */
  readonly awaitingReplacement: ReadonlyMap<number, Pod>;
}

export function indexProgress(
  job: Job,
  status: JobStatus,
  pods: readonly Pod[],
  failedPods: readonly Pod[],
): IndexProgress {
  const { completions = 0, backoffLimitPerIndex } = job.spec;
  const valid = (pod: Pod): boolean => indexOf(pod) >= 0 && indexOf(pod) < completions;
  const succeeded = parseIndexes(status.completedIndexes ?? '');
  for (const pod of pods.filter(valid)) {
    if (pod.status.phase === 'Succeeded' && isTracked(pod)) succeeded.add(indexOf(pod));
  }
  const failed = parseIndexes(status.failedIndexes ?? '');
  const awaitingReplacement = new Map<number, Pod>();
  if (backoffLimitPerIndex === undefined) return { succeeded, failed, awaitingReplacement };
  for (const pod of failedPods.filter(valid)) {
    const { counts, action } = judgeFailure(job, pod);
    if (action === 'FailIndex' || (counts && countOf(pod, failureCount) >= backoffLimitPerIndex)) {
      failed.add(indexOf(pod));
    }
  }
  const active = new Set(pods.filter(isActive).map(indexOf));
  for (const pod of failedPods.filter(valid)) {
    const index = indexOf(pod);
    if (!succeeded.has(index) && !failed.has(index) && !active.has(index))
      awaitingReplacement.set(index, pod);
  }
  return { succeeded, failed, awaitingReplacement };
}

/** The first indexes that nothing works at yet. */
export function pendingIndexes(
  job: Job,
  progress: IndexProgress,
  pods: readonly Pod[],
  count: number,
): number[] {
  const { completions = 0, podReplacementPolicy } = job.spec;
  const busy = new Set(
    pods
      .filter((pod) => isActive(pod) || (podReplacementPolicy === 'Failed' && isTerminating(pod)))
      .map(indexOf),
  );
  const pending: number[] = [];
  for (let index = 0; index < completions && pending.length < count; index++) {
    if (!busy.has(index) && !progress.succeeded.has(index) && !progress.failed.has(index))
      pending.push(index);
  }
  return pending;
}

/** Of the indexes those whose back-off is over; or how long the next of them has to wait, in ms. */
export function readyIndexes(
  indexes: readonly number[],
  { awaitingReplacement }: IndexProgress,
  now: number,
): { readonly ready: readonly number[]; readonly wait: number } {
  const waits = indexes.map((index) => {
    const pod = awaitingReplacement.get(index);
    if (pod === undefined) return 0;
    const failures = countOf(pod, failureCount) + countOf(pod, ignoredCount) + 1;
    return endOf(pod) + waitAfter(failures) - now;
  });
  const ready = indexes.filter((_, at) => (waits[at] ?? 0) <= 0);
  return { ready, wait: ready.length > 0 ? 0 : Math.min(...waits) };
}

/** What makes a Pod that of an index: annotations, label, host name, variable. */
export function indexedTemplate(
  job: Job,
  index: number,
  { awaitingReplacement }: IndexProgress,
): { readonly template: Job['spec']['template']; readonly generateName: string } {
  const { name } = job.metadata;
  const { metadata, spec } = job.spec.template;
  const replaced = awaitingReplacement.get(index);
  const counted = replaced === undefined ? 0 : Number(judgeFailure(job, replaced).counts);
  const failures = replaced === undefined ? 0 : countOf(replaced, failureCount) + counted;
  const ignored = replaced === undefined ? 0 : countOf(replaced, ignoredCount) + 1 - counted;
  const withVariable = <C extends { env?: object[] }>(container: C): C =>
    (container.env as { name: string }[] | undefined)?.some((one) => one.name === 'JOB_COMPLETION_INDEX')
      ? container
      : { ...container, env: [...(container.env ?? []), variable] };
  const suffix = `-${index}-`;
  return {
    template: {
      metadata: {
        ...metadata,
        labels: { ...metadata.labels, [indexAnnotation]: String(index) },
        annotations: {
          ...(metadata['annotations'] as object | undefined),
          [indexAnnotation]: String(index),
          ...(job.spec.backoffLimitPerIndex !== undefined && { [failureCount]: String(failures) }),
          ...(ignored > 0 && { [ignoredCount]: String(ignored) }),
        },
      },
      spec: {
        ...spec,
        hostname: `${name}-${index}`,
        containers: spec.containers.map(withVariable),
        ...(spec.initContainers && { initContainers: spec.initContainers.map(withVariable) }),
      },
    },
    // names.MaxGeneratedNameLength
    generateName: `${name.slice(0, 58 - suffix.length)}${suffix}`,
  };
}

const variable = {
  name: 'JOB_COMPLETION_INDEX',
  valueFrom: { fieldRef: { fieldPath: `metadata.labels['${indexAnnotation}']` } },
};

/** Which rule of the success policy holds: what the condition says then. */
export function metSuccessPolicy({ spec }: Job, succeeded: ReadonlySet<number>): string | undefined {
  for (const [at, { succeededIndexes, succeededCount }] of (spec.successPolicy?.rules ?? []).entries()) {
    const asked = succeededIndexes === undefined ? undefined : [...parseIndexes(succeededIndexes)];
    const found = asked === undefined ? succeeded.size : asked.filter((index) => succeeded.has(index)).length;
    const all = asked !== undefined && asked.length > 0 && found === asked.length;
    if (all || (succeededCount !== undefined && found >= succeededCount))
      return `Matched rules at index ${at}`;
  }
  return undefined;
}

/** Writes into a status what is known of the indexes. */
export function noteIndexes({ spec }: Job, status: JobStatus, { succeeded, failed }: IndexProgress): void {
  status.succeeded = succeeded.size;
  status.completedIndexes = formatIndexes(succeeded);
  if (spec.backoffLimitPerIndex !== undefined) status.failedIndexes = formatIndexes(failed);
}

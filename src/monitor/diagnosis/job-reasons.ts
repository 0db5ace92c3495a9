import type { JobPath } from '../../job-spec/job-manifest.js';
import { otherController } from '../status.js';
import type { Case, Draft } from './case.js';
import { flowLog, jobValue } from './spec-paths.js';
import { at, numberAt, textAt } from './raw.js';

type JobReason = (run: Case) => Omit<Draft, 'evidence'>;

/**
 * Reasons of the condition FailureTarget. Source: k8s.io/api/batch/v1, JobReason…, and
 * k8s.io/kubernetes/pkg/controller/job/job_controller.go
 */
const reasons: Readonly<Record<string, JobReason>> = {
  DeadlineExceeded: deadline,
  BackoffLimitExceeded: (run) => {
    const limit = numberAt(jobValue(run, 'spec', 'backoffLimit')) ?? 6;
    const failed = numberAt(run.input.job, 'status', 'failed');
    const pods = failed === undefined ? '' : `: ${failed} ${failed === 1 ? 'pod' : 'pods'} failed`;
    return {
      category: 'back-off-limit',
      summary: `Job "${run.jobName}" has used up its back-off limit of ${limit}${pods}.`,
      advice: 'Remove the cause of the failures; raise backoffLimit only if a retry can succeed.',
      paths: [['spec', 'backoffLimit']],
    };
  },
  PodFailurePolicy: (run) => {
    const rule = /rule at index (\d+)/.exec(run.message)?.[1];
    const rules: JobPath = ['spec', 'podFailurePolicy', 'rules'];
    return {
      category: 'pod-failure-policy',
      summary: `A rule of the podFailurePolicy ended Job "${run.jobName}": ${run.message}.`,
      advice: 'Remove the cause of the failure, or change the rule if it should not end the Job.',
      paths: [...(rule === undefined ? [] : [[...rules, Number(rule)]]), rules, ['spec', 'podFailurePolicy']],
    };
  },
  FailedIndexes: indexes,
  MaxFailedIndexesExceeded: indexes,
};

/** How the Job controller came to its verdict. */
export function explainVerdict(run: Case): Draft[] {
  if (run.verdict !== 'failed') return [];
  const known = Object.hasOwn(reasons, run.reason) ? reasons[run.reason] : undefined;
  const draft = known?.(run) ?? {
    category: 'job-failed' as const,
    summary: `Job "${run.jobName}" failed with reason ${run.reason || 'none'}: ${run.message}.`,
    advice: 'Look up the reason in the documentation of the controller that runs this Job.',
  };
  return [
    { ...draft, evidence: [`Job condition FailureTarget or Failed, reason ${run.reason}: ${run.message}`] },
  ];
}

function deadline(run: Case): Omit<Draft, 'evidence'> {
  const seconds = jobValue(run, 'spec', 'activeDeadlineSeconds');
  const limit = typeof seconds === 'number' ? ` of ${seconds} s` : '';
  const started = run.pods.some(({ containers }) =>
    containers.some(({ role, hasRun }) => role === 'container' && hasRun),
  );
  return {
    category: started ? 'deadline' : 'deadline-before-start',
    summary: `Job "${run.jobName}" was stopped by its deadline${limit} ${started ? 'while its container ran' : 'before any of its containers had started'}.`,
    advice: started
      ? 'Raise activeDeadlineSeconds (it counts from the start of the Job and includes waiting, pulling and retries), or make the flow faster.'
      : 'Remove what kept the pod from starting, or raise activeDeadlineSeconds: it includes the time spent waiting for a node and for the image.',
    paths: [['spec', 'activeDeadlineSeconds']],
    ...flowLog(
      run,
      run.pods.find(({ hasRun }) => hasRun),
    ),
  };
}

function indexes(run: Case): Omit<Draft, 'evidence'> {
  const failed = textAt(run.input.job, 'status', 'failedIndexes');
  const max = run.reason === 'MaxFailedIndexesExceeded';
  return {
    category: 'failed-indexes',
    summary: `Job "${run.jobName}" failed as ${max ? 'more indexes failed than maxFailedIndexes allows' : 'some indexes used up their back-off limit'}${failed === undefined ? '' : `: ${failed}`}.`,
    advice:
      'See why these indexes fail; raise backoffLimitPerIndex or maxFailedIndexes only if that is acceptable.',
    paths: max
      ? [
          ['spec', 'maxFailedIndexes'],
          ['spec', 'backoffLimitPerIndex'],
        ]
      : [['spec', 'backoffLimitPerIndex']],
  };
}

/** Why a Job that has no verdict does nothing by its own will. */
export function explainIdle(run: Case): Draft[] {
  if (run.verdict !== undefined || run.ending || run.input.job === undefined) return [];
  const { job } = run.input;
  const managedBy = otherController(job);
  if (managedBy !== undefined && at(job, 'status', 'startTime') === undefined)
    return [
      {
        category: 'managed-by',
        summary: `Job "${run.jobName}" is left to the controller "${managedBy}", which has not started it.`,
        advice: 'See that this controller runs in the cluster, or remove managedBy.',
        evidence: [`spec.managedBy: ${managedBy}`, 'status has no startTime'],
        paths: [['spec', 'managedBy']],
        stuck: true,
      },
    ];
  if (run.suspended)
    return [
      {
        category: 'suspended',
        summary: `Job "${run.jobName}" is suspended.`,
        advice: 'Resume it (set spec.suspend to false), or wait for the queueing system that does.',
        evidence: ['Job condition Suspended=True'],
        paths: [['spec', 'suspend']],
        stuck: true,
      },
    ];
  if (jobValue(run, 'spec', 'parallelism') !== 0) return [];
  return [
    {
      category: 'parallelism-zero',
      summary: `Job "${run.jobName}" creates no pods because its parallelism is 0.`,
      advice: 'Set parallelism to 1 or more.',
      evidence: ['spec.parallelism: 0'],
      paths: [['spec', 'parallelism']],
      stuck: true,
    },
  ];
}

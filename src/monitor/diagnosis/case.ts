import type { JobPath } from '../../job-spec/job-manifest.js';
import type { Diagnosis, DiagnosedSpec, DiagnoseInput, DiagnosisCategory } from './diagnosis.js';
import { type PodView, viewPod } from './pod-view.js';
import { at, holds, textAt } from './raw.js';

/** A diagnosis before its texts are redacted and its place in the YAML is looked up. */
export interface Draft extends Pick<Diagnosis, 'summary' | 'advice' | 'evidence'> {
  readonly category: DiagnosisCategory;
  /** Where the value to change may stand; the first that is there counts. */
  readonly paths?: readonly JobPath[];
  /** Whether the pod, or the Job, would wait for ever. */
  readonly stuck?: boolean;
  /** Drafts of the same key tell the same cause again, such as each try of a Job. */
  readonly key?: string;
  /** The container whose last log lines belong to the evidence. */
  readonly log?: { readonly pod: string; readonly container: string };
}

/** All that is known of a run, read once. */
export interface Case {
  readonly input: DiagnoseInput;
  readonly spec: DiagnosedSpec | undefined;
  readonly jobName: string;
  /** The latest first. */
  readonly pods: readonly PodView[];
  readonly verdict: 'succeeded' | 'failed' | undefined;
  /** Reason and message of the condition that decided that the Job failed. */
  readonly reason: string;
  readonly message: string;
  /** The Job itself was deleted, or is on its way out. */
  readonly ending: boolean;
  readonly suspended: boolean;
}

export function openCase(input: DiagnoseInput, spec: DiagnosedSpec | undefined): Case {
  const { job } = input;
  const failure = holds(job, 'FailureTarget') ?? holds(job, 'Failed');
  const success = holds(job, 'SuccessCriteriaMet') ?? holds(job, 'Complete');
  return {
    input,
    spec,
    jobName: textAt(job, 'metadata', 'name') ?? '',
    pods: input.pods.map(viewPod).reverse(),
    verdict: success !== undefined ? 'succeeded' : failure !== undefined ? 'failed' : undefined,
    reason: textAt(failure, 'reason') ?? '',
    message: textAt(failure, 'message') ?? '',
    ending: input.jobGone === true || textAt(job, 'metadata', 'deletionTimestamp') !== undefined,
    suspended: holds(job, 'Suspended') !== undefined || at(job, 'spec', 'suspend') === true,
  };
}

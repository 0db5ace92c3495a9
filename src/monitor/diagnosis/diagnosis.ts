import type { KubernetesObject } from '../../cluster/cluster-api.js';
import type { Position } from '../../errors.js';
import type { JobSpec } from '../../job-spec/job-spec.js';

/** Every cause that a diagnosis can name. The values are stable; `docs/diagnosis.md` explains each. */
export const diagnosisCategories = [
  'image-pull',
  'image-name',
  'image-never-pull',
  'secret-missing',
  'config-map-missing',
  'volume',
  'service-account-missing',
  'priority-class-missing',
  'runtime-class-missing',
  'container-config',
  'container-create',
  'command',
  'out-of-memory',
  'evicted',
  'preempted',
  'node-lost',
  'pod-rejected',
  'unschedulable',
  'scheduling-gated',
  'quota',
  'limit-range',
  'pod-security',
  'admission',
  'namespace-terminating',
  'pod-creation',
  'deadline',
  'deadline-before-start',
  'pod-deadline',
  'liveness-probe',
  'post-start-hook',
  'init-container',
  'sidecar',
  'killed',
  'exit-code',
  'sidecar-keeps-running',
  'pod-deleted',
  'suspended',
  'managed-by',
  'parallelism-zero',
  'pod-failure-policy',
  'failed-indexes',
  'back-off-limit',
  'job-failed',
] as const;

export type DiagnosisCategory = (typeof diagnosisCategories)[number];

/** Why a run failed or does not get on, as plain JSON. */
export interface Diagnosis {
  readonly category: DiagnosisCategory;
  /** One sentence with the facts. */
  readonly summary: string;
  /** What to do. */
  readonly advice: string;
  /** What it rests on: fields, events and log lines, each as a short text. */
  readonly evidence: readonly string[];
  /** Where the value to change stands in the user's YAML, when the spec came from a text. */
  readonly position?: Position;
  /** The Job would wait for ever as things are. Most of these causes pass once they are removed. */
  readonly stuck?: true;
}

export interface DiagnosedPod {
  /** The last state seen. */
  readonly pod: KubernetesObject;
  readonly gone: boolean;
}

/** The last lines of a container's log. */
export interface LogTail {
  readonly pod: string;
  readonly container: string;
  readonly lines: readonly string[];
}

export interface DiagnoseInput {
  /** The last state seen. `undefined` when the Job was never seen. */
  readonly job: KubernetesObject | undefined;
  readonly jobGone?: boolean | undefined;
  /** Pods in the order in which they were seen, with those that went. */
  readonly pods: readonly DiagnosedPod[];
  /** Events on the Job and on its pods. */
  readonly events: readonly KubernetesObject[];
  readonly logTails?: readonly LogTail[] | undefined;
  /** The container that runs the flow. @default the first of the pod's */
  readonly flowContainer?: string | undefined;
  /** The time of the diagnosis, in milliseconds since 1970. */
  readonly now: number;
  /** Hides env values and secrets in a text of the server or of the container. */
  readonly redact: (text: string) => string;
}

/** What a diagnosis needs of the Job's spec: all of it, or nothing. */
export type DiagnosedSpec = Pick<JobSpec, 'json' | 'position'>;

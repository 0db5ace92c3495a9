import { labelValue } from './label-value.js';
import {
  FLOW_RUN_ID_ANNOTATION,
  FLOW_RUN_ID_LABEL,
  IDENTIFIER_ANNOTATION,
  IDENTIFIER_LABEL,
} from './set-labels.js';

/** Which run, and which execution of it, a Job belongs to. */
export interface RunIdentity {
  readonly flowRunId?: string;
  readonly identifier?: string;
}

/**
 * The true ids of a Job's run, from its labels and, where a label holds a changed form, from its annotations (see
 * `setLabels`). Two Jobs are of the same run exactly when their `flowRunId` is the same.
 */
export function runIdentity(job: unknown): RunIdentity {
  const { labels, annotations } = ((job as Job | null | undefined)?.metadata ?? {}) as Metadata;
  const flowRunId = trueId(labels?.[FLOW_RUN_ID_LABEL], annotations?.[FLOW_RUN_ID_ANNOTATION]);
  const identifier = trueId(labels?.[IDENTIFIER_LABEL], annotations?.[IDENTIFIER_ANNOTATION]);
  return {
    ...(flowRunId === undefined ? {} : { flowRunId }),
    ...(identifier === undefined ? {} : { identifier }),
  };
}

interface Job {
  readonly metadata?: unknown;
}

interface Metadata {
  readonly labels?: Readonly<Record<string, unknown>> | null;
  readonly annotations?: Readonly<Record<string, unknown>> | null;
}

function trueId(label: unknown, annotation: unknown): string | undefined {
  if (typeof label !== 'string') return undefined;
  // An annotation that does not fit the label was not written with it: the label, which can be selected by, counts.
  return typeof annotation === 'string' && labelValue(annotation) === label ? annotation : label;
}

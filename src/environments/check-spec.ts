import type { FieldValidation } from '../cluster/job-api.js';
import { JobSpecInvalidError } from '../job-spec/errors.js';
import type { JobSpec } from '../job-spec/job-spec.js';
import type { Finding } from '../job-spec/validation/finding.js';
import { formatFinding } from '../job-spec/validation/format-finding.js';
import { validateJob } from '../job-spec/validation/validate-job.js';
import type { Logger } from '../logger.js';

/** What errors in a Job spec do. */
export type Validation = 'error' | 'warn' | 'off';

export interface CheckSpecOptions {
  readonly validation?: Validation | undefined;
  readonly fieldValidation?: FieldValidation | undefined;
  readonly flowContainer?: string | undefined;
  readonly uniqueJobName?: boolean | undefined;
}

/**
 * Checks a spec before it is used, and tells the logger of what is no reason to refuse it.
 *
 * @throws JobSpecInvalidError with all findings
 */
export function checkSpec(spec: JobSpec, options: CheckSpecOptions, logger: Logger): readonly Finding[] {
  const { validation = 'error', fieldValidation = 'Strict' } = options;
  if (validation === 'off') return [];
  // Who lets the server take unknown fields means them.
  const takesUnknown = fieldValidation !== 'Strict';
  const findings = validateJob(spec, options).map((finding) =>
    takesUnknown && isUnknownField(finding) ? { ...finding, severity: 'warning' as const } : finding,
  );
  if (validation === 'error' && findings.some(({ severity }) => severity === 'error')) {
    throw new JobSpecInvalidError(findings, spec);
  }
  for (const finding of findings) logger.warn(formatFinding(finding, spec));
  return Object.freeze(findings);
}

function isUnknownField({ code }: Finding): boolean {
  return code === 'unknown-field' || code === 'misplaced-field';
}

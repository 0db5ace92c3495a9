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
  const { validation = 'error' } = options;
  if (validation === 'off') return [];
  const findings = checkedFor(spec, options);
  if (validation === 'error' && findings.some(({ severity }) => severity === 'error')) {
    throw new JobSpecInvalidError(findings, spec);
  }
  for (const finding of findings) logger.warn(formatFinding(finding, spec));
  return Object.freeze(findings);
}

/** What is found in a spec. Who lets the server take unknown fields means them: they are warnings then. */
export function checkedFor(spec: JobSpec, options: CheckSpecOptions): Finding[] {
  const { fieldValidation = 'Strict' } = options;
  return validateJob(spec, options).map((finding) =>
    fieldValidation !== 'Strict' && isUnknownField(finding) ? { ...finding, severity: 'warning' } : finding,
  );
}

function isUnknownField({ code }: Finding): boolean {
  return code === 'unknown-field' || code === 'misplaced-field';
}

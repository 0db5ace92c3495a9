import { isApiResponseError } from '../cluster/failures/api-failure.js';
import { ApiResponseError } from '../cluster/errors.js';
import { formatFinding } from '../job-spec/validation/format-finding.js';
import { locateRefusal, locateWarning, type SentJob } from '../job-spec/validation/locate.js';

/** A refusal of the API server, with the lines of the YAML that it speaks of; any other error as it is. */
export function explainRefusal(error: unknown, sent: SentJob): unknown {
  if (!isApiResponseError(error) || ![400, 403, 422].includes(error.status)) return error;
  const findings = locateRefusal(sent, error).filter(({ path }) => path !== '');
  if (findings.length === 0) return error;
  const lines = findings.map((finding) => formatFinding(finding, sent.spec));
  const { status, reason, causes, details, retryAfterSeconds, cause } = error;
  const facts = { status, reason, causes, retryAfterSeconds, findings, ...(details && { details }) };
  return new ApiResponseError(
    `${error.message}\n${lines.join('\n')}`,
    facts,
    cause === undefined ? undefined : { cause },
  );
}

/** A warning of the API server, with the line of the YAML that it speaks of. */
export function explainWarning(text: string, sent: SentJob): string {
  const finding = locateWarning(sent, text);
  const about = `The API server warns about Job "${sent.job.metadata?.name ?? ''}": ${text}`;
  return finding.path === '' ? about : `${about}\n${formatFinding(finding, sent.spec)}`;
}

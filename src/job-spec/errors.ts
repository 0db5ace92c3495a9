import { KubernetesJobEnvironmentError, formatPosition, type Position } from '../errors.js';
import type { JobSpec } from './job-spec.js';
import type { Finding } from './validation/finding.js';
import { formatFinding } from './validation/format-finding.js';

/** The file of the Job spec can not be read: missing, a directory, no permission, too large, not text. */
export class JobSpecUnreadableError extends KubernetesJobEnvironmentError {
  readonly code = 'JOB_SPEC_UNREADABLE';
  declare readonly file?: string;

  constructor(message: string, { file, cause }: { file?: string | undefined; cause?: unknown } = {}) {
    super(message, cause === undefined ? undefined : { cause });
    if (file !== undefined) this.file = file;
  }
}

/** An error that points into the text of a Job spec. */
abstract class PositionedError extends KubernetesJobEnvironmentError {
  /** Absent when the spec was given as an object. */
  declare readonly position?: Position;

  constructor(message: string, position?: Position, options?: { cause?: unknown }) {
    super(position === undefined ? message : `${formatPosition(position)}: ${message}`, options);
    if (position !== undefined) this.position = position;
  }
}

/** The text of the Job spec is not YAML, or holds what this library refuses to read (see docs/your-yaml.md). */
export class JobSpecSyntaxError extends PositionedError {
  readonly code = 'JOB_SPEC_SYNTAX';
}

/** The text is YAML, but does not hold exactly one Job. */
export class JobSpecDocumentError extends PositionedError {
  readonly code = 'JOB_SPEC_DOCUMENT';
}

/** A part of the Job spec that has to be filled in has a shape into which nothing can be filled. */
export class JobSpecShapeError extends PositionedError {
  readonly code = 'JOB_SPEC_SHAPE';
  /** Where in the Job, as `spec.template.spec.containers[0].env`. */
  readonly path: string;

  constructor(path: string, message: string, position?: Position) {
    super(message, position);
    this.path = path;
  }
}

/** The Job spec is a Job, but one that the API server would refuse; see docs/validation.md. */
export class JobSpecInvalidError extends KubernetesJobEnvironmentError {
  readonly code = 'JOB_SPEC_INVALID';
  /** All that was found, warnings too, in the order of the text. */
  readonly findings: readonly Finding[];

  constructor(findings: readonly Finding[], spec?: Pick<JobSpec, 'excerpt'>) {
    super(describeFindings(findings, spec));
    this.findings = findings;
  }
}

/** More findings than these are counted, not shown. */
const MAX_SHOWN = 20;

function describeFindings(findings: readonly Finding[], spec?: Pick<JobSpec, 'excerpt'>): string {
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  const shown = findings.slice(0, MAX_SHOWN).map((finding) => formatFinding(finding, spec));
  if (findings.length > MAX_SHOWN) shown.push(`and ${findings.length - MAX_SHOWN} more`);
  const newer = findings.some(({ severity, code }) => severity === 'error' && code === 'unknown-field');
  const help = newer
    ? "\nIf your cluster is newer than this library and knows the field, set validation: 'warn'."
    : '';
  return `The Job spec has ${errors} ${errors === 1 ? 'error' : 'errors'}.\n${shown.join('\n')}${help}`;
}

/** Every failure this library can name. The list is closed: adding to it is a minor, removing a major change. */
export type ErrorCode =
  | 'INVALID_ARGUMENT'
  | 'JOB_SPEC_UNREADABLE'
  | 'JOB_SPEC_SYNTAX'
  | 'JOB_SPEC_DOCUMENT'
  | 'JOB_SPEC_SHAPE'
  | 'JOB_SPEC_INVALID'
  | 'TRANSFORM_FAILED'
  | 'IMAGE_UNKNOWN'
  | 'API_KEY_MISSING'
  | 'NAMESPACE_CONFLICT'
  | 'KUBECONFIG'
  | 'CREDENTIALS'
  | 'API_CLOSED'
  | 'API_CONNECTION'
  | 'API_RESPONSE'
  | 'JOB_CONFLICT'
  | 'JOB_TOO_LARGE'
  | 'SUBMIT_FAILED'
  | 'SUBMIT_ABORTED'
  | 'FLOW_LOAD'
  | 'FLOW_FAILED'
  | 'MONITOR_CLOSED';

const brand = Symbol.for('kubernetes-job-environment.error');

/**
 * The base of every error this library throws. `code` says which failure it is, the fields of the subclasses
 * hold the facts, `message` is a full sentence that says what is wrong, where, and what to do.
 * No message, field or JSON form holds an env value, a key or a token.
 */
export abstract class KubernetesJobEnvironmentError extends Error {
  abstract readonly code: ErrorCode;

  constructor(message: string, options?: { cause?: unknown }) {
    super(message, options);
    Object.defineProperty(this, brand, { value: true });
    Object.defineProperty(this, 'name', { value: new.target.name, configurable: true, writable: true });
  }

  /** The error as plain JSON: name, code, message and the facts; of the cause only its name, code and message. */
  toJSON(): Record<string, unknown> {
    const { cause, name, message, ...facts } = this as KubernetesJobEnvironmentError & { cause?: unknown };
    return { name, message, ...facts, ...(cause === undefined ? {} : { cause: summary(cause) }) };
  }
}

function summary(cause: unknown): unknown {
  if (isKubernetesJobEnvironmentError(cause)) return cause.toJSON();
  if (!(cause instanceof Error)) return { message: String(cause) };
  const { code } = cause as { code?: unknown };
  return { name: cause.name, message: cause.message, ...(typeof code === 'string' ? { code } : {}) };
}

/** Whether a value is an error of this library, also when it comes from another copy of the package. */
export function isKubernetesJobEnvironmentError(value: unknown): value is KubernetesJobEnvironmentError {
  return typeof value === 'object' && value !== null && (value as Record<symbol, unknown>)[brand] === true;
}

/** Where something stands in a text. Lines and columns count from 1. */
export interface Position {
  readonly file?: string;
  readonly line: number;
  readonly column: number;
}

/** `job_spec.yaml:17:11`, the form that editors and terminals make a link of. */
export function formatPosition({ file, line, column }: Position): string {
  return `${file ?? 'job spec'}:${line}:${column}`;
}

/** An argument or option that can not be right. */
export class InvalidArgumentError extends KubernetesJobEnvironmentError {
  readonly code = 'INVALID_ARGUMENT';
  readonly argument: string;

  constructor(argument: string, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.argument = argument;
  }
}

import {
  type ErrorCode,
  type Finding,
  type FindingCode,
  isKubernetesJobEnvironmentError,
  type JobSpec,
  type Position,
  validateJob,
} from '../../index.js';
import { readJobSpecFile } from '../../job-spec/read-job-spec-file.js';
import { formatPosition } from '../../errors.js';

/** A finding, or the reason why a file could not be looked into. */
export interface FileFinding extends Omit<Finding, 'code' | 'file'> {
  readonly file: string;
  readonly code: FindingCode | ErrorCode;
}

/** What was found in a file, and the spec to show its lines with, when it is one. */
export interface CheckedFile {
  readonly file: string;
  readonly spec?: JobSpec;
  readonly findings: readonly FileFinding[];
}

/** Asks a server about a spec: what it found beside what is found offline. */
export type AskServer = (file: string, spec: JobSpec) => Promise<readonly Finding[]>;

/** Checks a file offline; then, when it is a Job, by a server. A file that is no Job spec is a finding itself. */
export async function checkFile(
  file: string,
  flowContainer: string | undefined,
  askServer?: AskServer,
): Promise<CheckedFile> {
  let spec: JobSpec;
  try {
    spec = readJobSpecFile(file);
  } catch (error) {
    return { file, findings: [unreadable(file, error)] };
  }
  const offline = validateJob(spec, { flowContainer });
  const server = (await askServer?.(file, spec)) ?? [];
  return { file, spec, findings: [...offline, ...server].map((finding) => ({ ...finding, file })) };
}

function unreadable(file: string, error: unknown): FileFinding {
  if (!isKubernetesJobEnvironmentError(error)) throw error;
  const { position, path } = error as { readonly position?: Position; readonly path?: string };
  const prefix = position === undefined ? '' : `${formatPosition(position)}: `;
  return {
    severity: 'error',
    code: error.code,
    path: path ?? '',
    file,
    ...(position === undefined ? {} : { line: position.line, column: position.column }),
    message: error.message.startsWith(prefix) ? error.message.slice(prefix.length) : error.message,
  };
}

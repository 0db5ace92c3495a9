import { readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { InvalidArgumentError } from '../errors.js';
import { JobSpecUnreadableError } from './errors.js';
import type { JobSpec } from './job-spec.js';
import { MAX_SPEC_BYTES } from './limits.js';
import { readJobSpec } from './read-job-spec.js';
import { tooLarge } from './source.js';

/**
 * Reads a Job spec from a file, once and synchronously: what becomes of the file later changes nothing.
 *
 * @param file a path (a relative one counts from the working directory) or a `file:` URL
 * @throws JobSpecUnreadableError when the file is missing, not a file, not permitted, not UTF-8 text, or larger than
 * 1.5 MiB; InvalidArgumentError when it is neither path nor URL; and what {@link readJobSpec} throws
 */
export function readJobSpecFile(file: string | URL): JobSpec {
  const path = pathOf(file);
  return readJobSpec(decode(readBytes(path), path), { file: path });
}

function pathOf(file: string | URL): string {
  if (typeof file === 'string') {
    // Neither shown nor given to the file system, whose errors repeat it: it is the spec itself.
    if (/[\n\0]/.test(file)) {
      throw new JobSpecUnreadableError(
        'The path of the Job spec holds line breaks: this is YAML, not a path. Pass it as text (jobSpec).',
      );
    }
    return file;
  }
  if (!(file instanceof URL)) {
    throw new InvalidArgumentError('file', 'The Job spec must be given as a path or as a file: URL.');
  }
  if (file.protocol !== 'file:') {
    throw new JobSpecUnreadableError(
      `The Job spec can not be read from a ${file.protocol} URL. Fetch it yourself and pass its text (jobSpec).`,
    );
  }
  return fileURLToPath(file);
}

function readBytes(path: string): Buffer {
  try {
    const stats = statSync(path);
    if (stats.isDirectory()) throw unreadable(path, 'is a directory. Name the YAML file in it.');
    // A pipe or device may never end.
    if (!stats.isFile())
      throw unreadable(path, 'is no regular file. Read it yourself and pass its text (jobSpec).');
    if (stats.size > MAX_SPEC_BYTES) throw tooLarge(stats.size, path);
    return readFileSync(path);
  } catch (error) {
    if (error instanceof JobSpecUnreadableError) throw error;
    const code = String((error as NodeJS.ErrnoException).code);
    throw unreadable(path, (reasons[code] ?? (() => `could not be read (${code}).`))(path), error);
  }
}

const reasons: Readonly<Record<string, (path: string) => string>> = {
  ENOENT: (path) =>
    `does not exist (looked for ${resolve(path)}). Correct the path, or the working directory.`,
  ENOTDIR: () => 'does not exist: a part of its path is a file. Correct the path.',
  EACCES: () => 'may not be read by this process. Give its user the right to read it.',
  EPERM: () => 'may not be read by this process. Give its user the right to read it.',
  ELOOP: () => 'is a symbolic link that leads back to itself. Correct the link.',
  ENAMETOOLONG: () =>
    'has a path longer than the system allows. Was the text of the spec given in place of its path?',
};

function decode(bytes: Buffer, path: string): string {
  if (/^(fffe|feff)/.test(bytes.toString('hex', 0, 2)))
    throw unreadable(path, 'is UTF-16. Save it as UTF-8.');
  if (bytes.includes(0)) throw unreadable(path, 'is binary, not text. Name the YAML file.');
  try {
    // The byte order mark is left for the reader of the text.
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw unreadable(path, 'is not UTF-8 text. Save it as UTF-8, or name the YAML file.');
  }
}

function unreadable(path: string, problem: string, cause?: unknown): JobSpecUnreadableError {
  return new JobSpecUnreadableError(`The Job spec ${path === '' ? '""' : path} ${problem}`, {
    file: path,
    cause,
  });
}

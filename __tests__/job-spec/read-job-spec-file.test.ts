import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { inspect } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { JobSpecUnreadableError } from '../../src/job-spec/errors.js';
import { readJobSpecFile } from '../../src/job-spec/read-job-spec-file.js';

const job = 'apiVersion: batch/v1\nkind: Job\nmetadata: {name: größe}\n';
let folder = '';
const at = (name: string) => join(folder, name);

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'job-spec-'));
  // So that another user gets as far as the file.
  chmodSync(folder, 0o755);
});
afterAll(() => rmSync(folder, { recursive: true }));

function failure(file: string | URL): JobSpecUnreadableError {
  try {
    readJobSpecFile(file);
  } catch (error) {
    expect(error).toMatchObject({ code: 'JOB_SPEC_UNREADABLE' });
    return error as JobSpecUnreadableError;
  }
  throw new Error('The file was read.');
}

describe('a file is read', () => {
  test.each([
    ['UTF-8', Buffer.from(job)],
    ['UTF-8 with a byte order mark', Buffer.from(`\ufeff${job}`)],
    ['CRLF line ends', Buffer.from(job.replaceAll('\n', '\r\n'))],
  ])('in %s', (name, bytes) => {
    writeFileSync(at('job.yaml'), bytes);
    const spec = readJobSpecFile(at('job.yaml'));
    expect(spec.json.metadata).toEqual({ name: 'größe' });
    expect(spec.file).toBe(at('job.yaml'));
    expect(spec.position(['kind'])).toEqual({
      file: at('job.yaml'),
      line: 2,
      column: 7,
      endLine: 2,
      endColumn: 10,
    });
    expect(name).toBeDefined();
  });

  test('by a relative path, a file URL and a symbolic link', () => {
    writeFileSync(at('a b.yaml'), job);
    symlinkSync(at('a b.yaml'), at('link.yaml'));
    const path = relative(process.cwd(), at('a b.yaml'));
    expect(readJobSpecFile(path).file).toBe(path);
    expect(readJobSpecFile(pathToFileURL(at('a b.yaml'))).file).toBe(at('a b.yaml'));
    expect(readJobSpecFile(at('link.yaml')).json.kind).toBe('Job');
  });

  test('once: a later change or loss of the file changes nothing', () => {
    writeFileSync(at('once.yaml'), job);
    const spec = readJobSpecFile(at('once.yaml'));
    rmSync(at('once.yaml'));
    expect(spec.json.metadata?.name).toBe('größe');
    expect(spec.position(['metadata', 'name'])).toMatchObject({ line: 3, column: 18 });
  });

  test('and its errors name it', () => {
    writeFileSync(at('bad.yaml'), `${job}metadata: {}\n`);
    expect(() => readJobSpecFile(at('bad.yaml'))).toThrow(
      `${at('bad.yaml')}:4:1: The key "metadata" stands twice`,
    );
  });
});

describe('what can not be read is named, and says what to do', () => {
  test('a missing file', () => {
    const path = relative(process.cwd(), at('missing.yaml'));
    const error = failure(path);
    expect(error.message).toBe(
      `The Job spec ${path} does not exist (looked for ${at('missing.yaml')}). Correct the path, or the working directory.`,
    );
    expect(error.file).toBe(path);
    expect(error.cause).toMatchObject({ code: 'ENOENT' });
  });

  test('an empty path', () => expect(failure('').message).toContain('The Job spec "" does not exist'));

  test('a path through a file', () => {
    writeFileSync(at('file'), '');
    expect(failure(at('file/job.yaml')).message).toBe(
      `The Job spec ${at('file/job.yaml')} does not exist: a part of its path is a file. Correct the path.`,
    );
  });

  test('a directory', () => {
    mkdirSync(at('directory'));
    expect(failure(at('directory')).message).toBe(
      `The Job spec ${at('directory')} is a directory. Name the YAML file in it.`,
    );
  });

  test('a pipe, which might never end', () => {
    execFileSync('mkfifo', [at('pipe')]);
    expect(failure(at('pipe')).message).toContain(
      'is no regular file. Read it yourself and pass its text (jobSpec).',
    );
  });

  test('a link that leads to itself', () => {
    symlinkSync(at('loop'), at('loop'));
    expect(failure(at('loop')).message).toContain('is a symbolic link that leads back to itself.');
  });

  test('a path that is far too long', () => {
    expect(failure('x'.repeat(10_000)).message).toContain(
      'Was the text of the spec given in place of its path?',
    );
  });

  test('a file without the right to read it', () => {
    writeFileSync(at('secret.yaml'), job, { mode: 0o000 });
    const message = asUnprivileged(() => failure(at('secret.yaml')).message);
    expect(message).toBe(
      `The Job spec ${at('secret.yaml')} may not be read by this process. Give its user the right to read it.`,
    );
  });

  test.each([
    ['binary', Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 1]), 'is binary, not text. Name the YAML file.'],
    ['Latin-1', Buffer.from(job, 'latin1'), 'is not UTF-8 text. Save it as UTF-8, or name the YAML file.'],
    ['UTF-16', Buffer.from(`\ufeff${job}`, 'utf16le'), 'is UTF-16. Save it as UTF-8.'],
  ])('a file in %s', (name, bytes, message) => {
    writeFileSync(at(name), bytes);
    expect(failure(at(name)).message).toBe(`The Job spec ${at(name)} ${message}`);
  });

  test('a file of 3 MB', () => {
    writeFileSync(at('large.yaml'), `${job}# ${'x'.repeat(3_000_000)}`);
    expect(failure(at('large.yaml')).message).toMatch(
      /large\.yaml is too large: 30000\d\d bytes, .* \(1\.5 MiB, the limit of etcd\)/,
    );
  });

  test('a URL that is no file', () => {
    expect(failure(new URL('https://user:hunter2@example.com/job.yaml')).message).toBe(
      'The Job spec can not be read from a https: URL. Fetch it yourself and pass its text (jobSpec).',
    );
  });

  test('neither path nor URL', () => {
    expect(() => readJobSpecFile(5 as unknown as string)).toThrow(
      expect.objectContaining({ code: 'INVALID_ARGUMENT' }),
    );
  });

  test('YAML in place of a path, of which nothing is shown', () => {
    const error = failure(`${job}env: hunter2\n`);
    expect(error.message).toBe(
      'The path of the Job spec holds line breaks: this is YAML, not a path. Pass it as text (jobSpec).',
    );
    expect(inspect(error) + JSON.stringify(error)).not.toContain('hunter2');
  });
});

/** As root every file can be read: for the moment of the work, be nobody. */
function asUnprivileged<T>(work: () => T): T {
  if (process.geteuid?.() !== 0) return work();
  process.seteuid?.(65534);
  try {
    return work();
  } finally {
    process.seteuid?.(0);
  }
}

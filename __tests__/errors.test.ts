import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import type * as library from '../src/index.js';
import {
  ApiResponseError,
  InvalidArgumentError,
  isKubernetesJobEnvironmentError,
  JobSpecSyntaxError,
  KubernetesJobEnvironmentError,
  readJobSpec,
  SubmitFailedError,
} from '../src/index.js';
import { builtPackage } from './support/built-package.js';

describe('an error of this library', () => {
  test('is known by its code and its class, and has a name', () => {
    const error = new InvalidArgumentError('name', 'A flow needs a name.');
    expect(error).toBeInstanceOf(KubernetesJobEnvironmentError);
    expect(error).toBeInstanceOf(Error);
    expect([error.name, error.code, error.argument]).toEqual([
      'InvalidArgumentError',
      'INVALID_ARGUMENT',
      'name',
    ]);
    expect(String(error)).toBe('InvalidArgumentError: A flow needs a name.');
  });

  test('is known to the type guard of another copy of the package, and nothing else is', async () => {
    const { directory } = await builtPackage();
    const file = join(directory, 'node_modules/kubernetes-job-environment/dist/index.js');
    const copy = (await import(pathToFileURL(file).href)) as typeof library;
    const theirs = new copy.InvalidArgumentError('name', 'A flow needs a name.');
    expect(theirs).not.toBeInstanceOf(KubernetesJobEnvironmentError);
    expect(isKubernetesJobEnvironmentError(theirs)).toBe(true);
    expect(copy.isKubernetesJobEnvironmentError(new InvalidArgumentError('name', 'x'))).toBe(true);
    for (const other of [new Error('x'), { code: 'INVALID_ARGUMENT' }, null, undefined, 'x']) {
      expect(isKubernetesJobEnvironmentError(other)).toBe(false);
    }
  });

  test('keeps its cause, of which its JSON tells only name, code and message', () => {
    const socket = Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET', secret: 'not shown' });
    const cause = new ApiResponseError('The server refused.', { status: 500 }, { cause: socket });
    const facts = { namespace: 'n', jobName: 'j', flowRunId: 'r', jobMayExist: true };
    const error = new SubmitFailedError('Nothing worked.', facts, { cause });
    expect(error.cause).toBe(cause);
    expect(JSON.parse(JSON.stringify(error))).toEqual({
      name: 'SubmitFailedError',
      message: 'Nothing worked.',
      code: 'SUBMIT_FAILED',
      ...facts,
      cause: {
        name: 'ApiResponseError',
        message: 'The server refused.',
        code: 'API_RESPONSE',
        status: 500,
        causes: [],
        findings: [],
        cause: { name: 'Error', message: 'read ECONNRESET', code: 'ECONNRESET' },
      },
    });
  });

  test('that speaks of the YAML has file, line and column, in fields and in front of its message', () => {
    let error: unknown;
    try {
      readJobSpec('a: [1', { file: 'job_spec.yaml' });
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(JobSpecSyntaxError);
    const { position, message } = error as JobSpecSyntaxError;
    expect(position).toMatchObject({
      file: 'job_spec.yaml',
      line: expect.any(Number),
      column: expect.any(Number),
    });
    expect(message).toMatch(/^job_spec\.yaml:\d+:\d+: /);
  });
});

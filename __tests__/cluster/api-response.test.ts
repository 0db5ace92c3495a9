import { describe, expect, test } from '@jest/globals';
import { toApiResponseError } from '../../src/cluster/failures/api-response.js';

const create = {
  verb: 'create',
  resource: 'jobs',
  namespace: 'ns',
  name: 'one',
  server: '10.0.0.1:6443',
} as const;

function status(code: number, reason: string | undefined, message: string, details?: object): string {
  return JSON.stringify({
    kind: 'Status',
    apiVersion: 'v1',
    status: 'Failure',
    code,
    reason,
    message,
    details,
  });
}

describe('an answer that refuses', () => {
  test('names the server, the verb, the resource, the namespace, the reason and the server’s words', () => {
    const body = status(409, 'AlreadyExists', 'jobs.batch "one" already exists', {
      name: 'one',
      group: 'batch',
      kind: 'jobs',
    });
    const error = toApiResponseError(409, {}, body, create);
    expect(error.message).toBe(
      'The API server 10.0.0.1:6443 refused to create jobs "one" in namespace "ns": 409 AlreadyExists, jobs.batch "one" already exists.',
    );
    expect(error).toMatchObject({
      code: 'API_RESPONSE',
      status: 409,
      reason: 'AlreadyExists',
      causes: [],
      details: { kind: 'jobs', name: 'one' },
    });
  });

  test('keeps each cause with its field', () => {
    const causes = [
      { reason: 'FieldValueRequired', message: 'Required value', field: 'spec.template.spec.containers' },
      { message: 'denied by policy' },
    ];
    const error = toApiResponseError(422, {}, status(422, 'Invalid', 'is invalid', { causes }), create);
    expect(error.causes).toEqual(causes);
  });

  test('redacts what the server quotes, in the message and in the causes, in JSON and in plain text', () => {
    const redact = (text: string): string => text.replaceAll('hunter2', '[hidden]');
    const body = status(422, 'Invalid', 'Invalid value: "hunter2"', {
      causes: [{ reason: 'FieldValueInvalid', message: 'Invalid value: "hunter2"', field: 'spec.x' }],
    });
    for (const text of [body, 'bad hunter2', '<html>hunter2</html>']) {
      const error = toApiResponseError(422, {}, text, create, redact);
      expect(JSON.stringify(error) + String(error.stack)).not.toContain('hunter2');
      expect(error.message).toContain('[hidden]');
    }
  });

  test.each([
    ['in seconds', { 'retry-after': '7' }, 7],
    [
      'as a date, by the clock of the server',
      { 'retry-after': 'Mon, 02 Mar 2026 10:00:30 GMT', date: 'Mon, 02 Mar 2026 10:00:00 GMT' },
      30,
    ],
    ['that makes no sense', { 'retry-after': 'soon' }, undefined],
    ['that is negative', { 'retry-after': '-5' }, undefined],
  ])('reads a Retry-After %s', (_, headers, expected) => {
    expect(toApiResponseError(429, headers, 'Too many requests', create).retryAfterSeconds).toBe(expected);
  });

  test('takes retryAfterSeconds of the Status when there is no header', () => {
    const body = status(504, 'Timeout', 'Too large resource version', { retryAfterSeconds: 1 });
    expect(toApiResponseError(504, {}, body, create).retryAfterSeconds).toBe(1);
  });

  test('takes a plain text body, as overload sends it, and a HTML page of a proxy as the words', () => {
    const text = 'Too many requests, please try again later.\n';
    expect(toApiResponseError(429, {}, text, create).message).toBe(
      'The API server 10.0.0.1:6443 refused to create jobs "one" in namespace "ns": 429, Too many requests, please try again later. Try again later.',
    );
    const page = '<html><body><h1>502 Bad\n Gateway</h1></body></html>';
    expect(toApiResponseError(502, {}, page, create).message).toContain(': 502, 502 Bad Gateway.');
  });

  test.each([['null'], ['[]'], ['"text"'], [''], ['{"message": 7, "details": {"causes": {"a": 1}}}']])(
    'survives the body %j',
    (body) => {
      const error = toApiResponseError(500, {}, body, create);
      expect(error).toMatchObject({ status: 500, causes: [] });
    },
  );

  test('shortens a text that would fill screens', () => {
    const message = toApiResponseError(422, {}, status(422, 'Invalid', 'x'.repeat(100_000)), create).message;
    expect(message.length).toBeLessThan(3000);
  });

  test('judges a megabyte of angle brackets at once', () => {
    expect(toApiResponseError(502, {}, '<'.repeat(1 << 20), create).status).toBe(502);
  });
});

describe('the advice', () => {
  const forbidden = (message: string, causes?: object[]): string =>
    toApiResponseError(403, {}, status(403, 'Forbidden', message, { causes }), create).message;

  test('of missing rights names the verb, the resource and where to grant it', () => {
    const message = forbidden(
      'jobs.batch is forbidden: User "u" cannot create resource "jobs" in API group "batch"',
    );
    expect(message).toContain('the verb "create" on "jobs" (API group "batch") by a Role in namespace "ns"');
  });

  test('to whom the server does not know is to prove who they are, and no Role', () => {
    const message = forbidden(
      'jobs.batch is forbidden: User "system:anonymous" cannot create resource "jobs"',
    );
    expect(message).toContain('found no credentials in the request');
    expect(message).not.toContain('Role');
  });

  test('of a list over all namespaces is a ClusterRole', () => {
    const body = status(403, 'Forbidden', 'pods is forbidden: User "u" cannot list resource "pods"');
    const error = toApiResponseError(403, {}, body, { verb: 'list', resource: 'pods' });
    expect(error.message).toContain('the verb "list" on "pods" (API group "") by a ClusterRole');
    expect(error.message).toContain('list pods in all namespaces');
  });

  test('tells a quota, a namespace that goes and an admission webhook from missing rights', () => {
    expect(forbidden('jobs.batch "a" is forbidden: exceeded quota: no-jobs')).toContain('quota raised');
    expect(
      forbidden('is forbidden: unable to create new content', [{ reason: 'NamespaceTerminating' }]),
    ).toContain('is being deleted');
    expect(forbidden('admission webhook "x" denied the request: no')).not.toContain('Role');
  });

  test('of 401 is to log in again', () => {
    expect(toApiResponseError(401, {}, undefined, create).message).toMatch(/credentials were not accepted/);
  });

  test('of a namespace that is not there is to create it', () => {
    const body = status(404, 'NotFound', 'namespaces "ns" not found', { name: 'ns', kind: 'namespaces' });
    expect(toApiResponseError(404, {}, body, create).message).toContain('Create the namespace "ns"');
  });

  test('of answers that no API server gives is to check the address', () => {
    expect(toApiResponseError(404, {}, '404 page not found', create).message).toContain('check the address');
    expect(toApiResponseError(302, {}, '', create).message).toContain('check the address');
  });
});

import { inspect } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import { ApiException } from '@kubernetes/client-node';
import { isKubernetesJobEnvironmentError } from '../../src/errors.js';
import type { JobManifest } from '../../src/job-spec/job-manifest.js';
import {
  type Answer,
  JobServer,
  answer,
  lostAfter,
  lostBefore,
  pass,
  status,
} from '../support/job-server.js';
import { SECRET, clientOf, failureOf, jobOf, kinds, plainClient, submitting } from '../support/submit.js';

const flowRunId = 'run';
const fail = (api: Parameters<typeof submitting>[0], job = jobOf('run'), options: object = {}) =>
  failureOf(submitting(api, job, { flowRunId, ...options }).handle);
// Clients throw all sorts of things.
// eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors
const rejected = (reason: unknown): Promise<never> => Promise.reject(reason);
const existing = (run: string, metadata: object = {}) => {
  const job = jobOf(run);
  return { ...job, metadata: { ...job.metadata, name: 'train', uid: 'uid-old', ...metadata } };
};

describe.each(kinds)('through %s, a name that is taken', (kind) => {
  test("by another run's Job is a conflict that names both runs and says how to get unique names", async () => {
    await using server = await JobServer.start();
    await using api = clientOf(kind, server);
    server.jobs.set('ns/train', existing('earlier'));
    const error = await fail(api);
    expect(error).toMatchObject({
      name: 'JobConflictError',
      namespace: 'ns',
      jobName: 'train',
      flowRunId: 'run',
      existingFlowRunId: 'earlier',
      existingUid: 'uid-old',
      terminating: false,
    });
    for (const part of ['"train"', '"ns"', '"earlier"', '"run"', 'uniqueJobName: true']) {
      expect(error.message).toContain(part);
    }
  });

  test("by a Job that is no run's is a conflict that says so", async () => {
    await using server = await JobServer.start();
    await using api = clientOf(kind, server);
    server.jobs.set('ns/train', { metadata: { name: 'train', uid: 'u' } });
    const error = await fail(api);
    expect(error).toMatchObject({ name: 'JobConflictError' });
    expect(error).not.toHaveProperty('existingFlowRunId');
    expect(error.message).toContain('does not belong to a flow run');
  });

  test.each(['run', 'earlier'])(
    'by a Job of run "%s" that is being deleted is never adopted',
    async (owner) => {
      await using server = await JobServer.start();
      await using api = clientOf(kind, server);
      server.jobs.set('ns/train', existing(owner, { deletionTimestamp: '2026-11-23T21:13:39Z' }));
      const error = await fail(api);
      expect(error).toMatchObject({ name: 'JobConflictError', terminating: true, existingFlowRunId: owner });
      expect(error.message).toContain('Wait until it is gone');
      expect(error.message.includes('uniqueJobName')).toBe(owner === 'earlier');
    },
  );

  test('and can not be read for lack of rights is a conflict that says so, after a second look', async () => {
    const forbidden = answer(
      status(403, 'Forbidden', 'jobs.batch "train" is forbidden: User "u" cannot get resource'),
    );
    await using server = await JobServer.start(pass, forbidden, forbidden);
    await using api = clientOf(kind, server);
    server.jobs.set('ns/train', existing('run'));
    const error = await fail(api);
    expect(error).toMatchObject({
      name: 'JobConflictError',
      cause: { name: 'ApiResponseError', status: 403 },
    });
    expect(error.message).toContain('cannot get resource');
    expect(server.seen).toHaveLength(3);
  });
});

test('a client that can not read says so when the name is taken', async () => {
  await using server = await JobServer.start();
  const { createNamespacedJob } = plainClient(server);
  server.jobs.set('ns/train', existing('run'));
  const error = await fail({ createNamespacedJob });
  expect(error).toMatchObject({ name: 'JobConflictError', terminating: false, cause: { status: 409 } });
  expect(error.message).toContain('no readNamespacedJob');
});

test.each([
  ['a thrown status without a body', { statusCode: 409 }],
  ["an error of client-node's 0.x", { response: { statusCode: 409 }, body: { reason: 'AlreadyExists' } }],
  ["client-node's ApiException", new ApiException(409, 'x', '{"reason":"AlreadyExists"}', {})],
  ['an error with a status', Object.assign(new Error('Conflict'), { status: 409 })],
])('%s is understood', async (_, thrown) => {
  const api = {
    createNamespacedJob: () => rejected(thrown),
    readNamespacedJob: () => Promise.resolve(existing('run')),
  };
  const handle = await submitting(api, jobOf('run'), { flowRunId }).handle;
  expect(handle).toMatchObject({ created: false, uid: 'uid-old' });
});

describe.each(kinds)('through %s, a refusal', (kind) => {
  test.each<[string, Answer, string]>([
    [
      '400',
      status(400, 'BadRequest', 'strict decoding error: unknown field "spec.retries"'),
      'unknown field "spec.retries"',
    ],
    ['401', status(401, 'Unauthorized', 'Unauthorized'), 'credentials'],
    [
      '404',
      status(404, 'NotFound', 'namespaces "ns" not found', { name: 'ns', kind: 'namespaces' }),
      'Create the namespace "ns"',
    ],
    ['422', status(422, 'Invalid', 'Job.batch "train" is invalid: spec: Required value'), 'Required value'],
    ['429 without end', { status: 429, body: 'Too many requests' }, '10 tries failed'],
  ])('of %s is told with verb, resource and advice', async (code, reply, text) => {
    await using server = await JobServer.start(...Array<ReturnType<typeof answer>>(12).fill(answer(reply)));
    await using api = clientOf(kind, server);
    const error = await fail(api);
    expect(error.message).toContain('create jobs "train" in namespace "ns"');
    expect(error.message).toContain(text);
    expect(server.seen).toHaveLength(code.startsWith('429') ? 10 : 1);
    expect(error).toMatchObject(
      code.startsWith('429')
        ? { name: 'SubmitFailedError', jobMayExist: false }
        : { name: 'ApiResponseError' },
    );
  });

  test('of 403 is believed at the second look, 2 s later at the earliest', async () => {
    const forbidden = answer(
      status(403, 'Forbidden', 'jobs.batch is forbidden: User "u" cannot create resource "jobs"'),
    );
    await using server = await JobServer.start(forbidden, forbidden, pass);
    await using api = clientOf(kind, server);
    const { handle, waits } = submitting(api, jobOf('run'), { flowRunId, random: () => 0 });
    const error = await failureOf(handle);
    expect(error).toMatchObject({ name: 'ApiResponseError', status: 403 });
    expect(error.message).toContain('the verb "create" on "jobs"');
    expect(waits).toEqual([2000]);
    expect(server.seen).toHaveLength(2);
  });

  test('after a lost answer leaves open whether the Job exists', async () => {
    const unauthorized = answer(status(401, 'Unauthorized', 'Unauthorized'));
    await using server = await JobServer.start(lostAfter, unauthorized);
    await using api = clientOf(kind, server);
    const error = await fail(api);
    expect(error).toMatchObject({ name: 'SubmitFailedError', jobMayExist: true, cause: { status: 401 } });
    expect(error.message).toContain('submit flow run "run" again');
    expect(server.created).toBe(1);
  });

  test('of a server that never answers ends after ten tries, and may have made the Job', async () => {
    await using server = await JobServer.start(...Array<typeof lostBefore>(12).fill(lostBefore));
    await using api = clientOf(kind, server);
    const { handle, waits, lines } = submitting(api, jobOf('run'), { flowRunId, random: () => 1 });
    const error = await failureOf(handle);
    expect(error).toMatchObject({
      name: 'SubmitFailedError',
      jobMayExist: true,
      cause: { name: 'ApiConnectionError' },
    });
    expect(server.seen).toHaveLength(10);
    expect(waits).toEqual([500, 1000, 2000, 4000, 8000, 15_000, 15_000, 15_000, 15_000]);
    expect(lines.filter((line) => line.includes('Next try'))).toHaveLength(9);
  });

  test('of a closed port did certainly not make the Job', async () => {
    const server = await JobServer.start();
    await using api = clientOf(kind, { url: server.url, kubeConfig: server.kubeConfig });
    await server[Symbol.asyncDispose]();
    const error = await fail(api);
    expect(error).toMatchObject({ name: 'SubmitFailedError', jobMayExist: false });
    expect(error.message).toContain('ECONNREFUSED');
  });

  test('waits as long as Retry-After asks', async () => {
    const busy = answer({ status: 429, headers: { 'retry-after': '7' }, body: 'busy' });
    await using server = await JobServer.start(busy);
    await using api = clientOf(kind, server);
    const { handle, waits } = submitting(api, jobOf('run'), { flowRunId, random: () => 0 });
    await handle;
    // A client that keeps the headers to itself gets the back-off alone.
    expect(waits).toEqual([kind === 'a plain object' ? 0 : 7000]);
  });
});

describe('a Job that is too large', () => {
  const big = (bytes: number): JobManifest =>
    jobOf('run', {
      spec: { template: { spec: { containers: [{ name: 'm', args: ['x'.repeat(bytes)] }] } } },
    });
  const nonsense = status(422, 'Invalid', 'Job.batch "train" is invalid', {
    causes: [
      {
        reason: 'FieldValueInvalid',
        message: 'must be',
        field: 'spec.template.metadata.labels[controller-uid]',
      },
      { reason: 'FieldValueInvalid', message: '`selector` not auto-generated', field: 'spec.selector' },
    ],
  });

  test.each<[string, number, Answer]>([
    ['is told by a 413', 10, status(413, 'RequestEntityTooLarge', 'limit is 3145728')],
    ['is told by a 422 about labels that nobody wrote', 1_600_000, nonsense],
    ["is told by etcd's own words", 10, status(500, 'InternalError', 'etcdserver: request is too large')],
  ])('%s', async (_, bytes, reply) => {
    await using server = await JobServer.start(answer(reply));
    await using api = clientOf('connect()', server);
    const job = big(bytes);
    const error = await fail(api, job);
    expect(error).toMatchObject({
      name: 'JobTooLargeError',
      bytes: Buffer.byteLength(JSON.stringify(job)),
      cause: { name: 'ApiResponseError' },
    });
    expect(error.message).toContain('Move large values');
    expect(server.seen).toHaveLength(1);
  });

  test('beyond what any API server reads is not even sent', async () => {
    await using server = await JobServer.start();
    await using api = clientOf('connect()', server);
    expect(await fail(api, big(3 * 1024 * 1024))).toMatchObject({ name: 'JobTooLargeError' });
    expect(server.seen).toEqual([]);
  });

  test('is not what a small Job with the same 422 is', async () => {
    await using server = await JobServer.start(answer(nonsense));
    await using api = clientOf('connect()', server);
    expect(await fail(api)).toMatchObject({ name: 'ApiResponseError', status: 422 });
  });
});

describe('no secret of the Job', () => {
  const goQuoted = SECRET.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
  const quoting = `Invalid value: "${goQuoted}" in ${JSON.stringify({ value: SECRET })}`;
  // Node writes headers as Latin-1; an API server writes UTF-8.
  const utf8 = (header: string): string => Buffer.from(header).toString('latin1');
  const refusal = (code: number, reason: string) =>
    answer({
      ...status(code, reason, quoting, {
        causes: [{ reason: 'FieldValueInvalid', message: quoting, field: 'spec' }],
      }),
      headers: { 'x-echo': 'kn4ry', warning: utf8(`299 - ${JSON.stringify(quoting)}`) },
    });
  const warned = answer({
    status: 201,
    headers: { warning: utf8(`299 - ${JSON.stringify(quoting)}`) },
    body: { metadata: { uid: 'u' } },
  });

  describe.each(kinds)('through %s', (kind) => {
    test.each([
      ['a refusal', [refusal(422, 'Invalid')]],
      ['refusals without end', Array<ReturnType<typeof answer>>(12).fill(refusal(500, 'InternalError'))],
      ['a conflict that can not be looked at', [refusal(409, 'AlreadyExists'), refusal(400, 'BadRequest')]],
      ['a text', [answer({ status: 400, body: quoting })]],
      ['a lost answer and a refusal', [lostBefore, refusal(422, 'Invalid')]],
      [
        'an answer that is none',
        Array<ReturnType<typeof answer>>(12).fill(answer({ status: 200, body: quoting })),
      ],
      ['a warning', [warned]],
    ])('is shown by %s', async (_, script) => {
      await using server = await JobServer.start(...script);
      await using api = clientOf(kind, server);
      const { handle, lines } = submitting(api, jobOf('run'), { flowRunId });
      const result: unknown = await handle.catch((error: unknown) => error);
      if (result instanceof Error) expect(isKubernetesJobEnvironmentError(result)).toBe(true);
      const shown = [
        inspect(result, { depth: 20, showHidden: true }),
        JSON.stringify(result),
        String((result as Error).stack),
        ...lines,
      ].join('\n');
      expect(shown).not.toContain('kn4ry');
      expect(shown).not.toContain('kubeconfig-token');
      expect(shown).not.toContain('p%ss');
    });
  });

  test.each([
    [
      'an ApiException, whose message holds body and headers',
      new ApiException(422, 'x', quoting, { auth: SECRET }),
    ],
    ['an error with the request on it', Object.assign(new Error(quoting), { request: { body: SECRET } })],
    ['an error with causes', new Error('a', { cause: new Error(quoting, { cause: SECRET }) })],
    ['a text', quoting],
    ['an object', { statusCode: 500, body: { message: quoting, env: SECRET } }],
  ])('is shown when a client throws %s', async (_, thrown) => {
    const { handle, lines } = submitting({ createNamespacedJob: () => rejected(thrown) }, jobOf('run'), {
      flowRunId,
    });
    const error = await failureOf(handle);
    expect(
      [inspect(error, { depth: 20, showHidden: true }), JSON.stringify(error), ...lines].join(),
    ).not.toContain('kn4ry');
  });
});

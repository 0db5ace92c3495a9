import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { JobApi } from '../../src/cluster/job-api.js';
import { setLabels } from '../../src/job/set-labels.js';
import { EmbeddedCluster, type Fault } from '../../src/testing/index.js';
import {
  JobServer,
  type Step,
  answer,
  halfAnswered,
  halfAnsweredChunked,
  lostAfter,
  lostBefore,
  pass,
  status,
} from '../support/job-server.js';
import { clientOf, failureOf, jobOf, kinds, submitting } from '../support/submit.js';

const busy = answer({
  status: 429,
  headers: { 'retry-after': '3' },
  body: 'Too many requests, please try again later.',
});
const restarting = answer(
  status(403, 'Forbidden', 'jobs.batch is forbidden: User "u" cannot create resource "jobs"'),
);
const overQuotaRace = answer(
  status(
    409,
    'Conflict',
    'Operation cannot be fulfilled on resourcequotas "q": the object has been modified',
  ),
);
const unavailable = answer({ status: 503, body: 'no endpoints available' });
/** A proxy that gave up waiting; the server has done it. */
const gatewayTimeout: Step = async ({ response, handle }) => {
  await handle();
  response.writeHead(504, { 'content-type': 'text/html' }).end('<html>504</html>');
};
/** The connection is reset when the server has the first bytes of the body, if there is one. */
const lostWhileReading: Step = ({ request }) => {
  if (request.method === 'GET') request.socket.resetAndDestroy();
  else request.once('data', () => request.socket.resetAndDestroy());
};

type Story = [string, Step[], { created: boolean; requests: string[] }];
const POST = 'POST';
const GET = 'GET';

describe.each(kinds)('through %s, exactly one Job is made', (kind) => {
  const stories: Story[] = [
    ['nothing happens', [], { created: true, requests: [POST] }],
    [
      'the connection is lost before the server reads',
      [lostBefore],
      { created: true, requests: [POST, POST] },
    ],
    [
      'the connection is lost while the server reads',
      [lostWhileReading],
      { created: true, requests: [POST, POST] },
    ],
    ['the answer is lost', [lostAfter], { created: false, requests: [POST, POST, GET] }],
    ['half of the answer is lost', [halfAnswered], { created: false, requests: [POST, POST, GET] }],
    [
      'half of a chunked answer is lost',
      [halfAnsweredChunked],
      { created: false, requests: [POST, POST, GET] },
    ],
    ['a proxy gives up too early', [gatewayTimeout], { created: false, requests: [POST, POST, GET] }],
    [
      'a login page answers first',
      [answer({ status: 200, body: '<html>' })],
      { created: true, requests: [POST, POST] },
    ],
    [
      'the server is overloaded',
      [busy, busy, unavailable],
      { created: true, requests: [POST, POST, POST, POST] },
    ],
    ['the server restarts', [lostBefore, restarting], { created: true, requests: [POST, POST, POST] }],
    ['a quota was changed meanwhile', [overQuotaRace], { created: true, requests: [POST, POST] }],
    ['two answers are lost', [lostAfter, lostAfter], { created: false, requests: [POST, POST, POST, GET] }],
    [
      'the answer is lost, and then the look at the Job, twice',
      [lostAfter, pass, lostBefore, halfAnswered],
      { created: false, requests: [POST, POST, GET, GET, GET] },
    ],
    [
      'the answer is lost, and the look at the Job meets a restarting server',
      [lostAfter, pass, unavailable, restarting, busy],
      { created: false, requests: [POST, POST, GET, GET, GET, GET] },
    ],
  ];

  test.each(stories)('when %s', async (_, script, { created, requests }) => {
    await using server = await JobServer.start(...script);
    await using api = clientOf(kind, server);
    const handle = await submitting(api, jobOf('run'), { flowRunId: 'run' }).handle;
    expect(server.created).toBe(1);
    expect(handle).toEqual({
      namespace: 'ns',
      name: 'train',
      uid: 'uid-1',
      flowRunId: 'run',
      identifier: 'identifier-of-run',
      created,
    });
    expect(server.seen.map((line) => line.slice(0, line.indexOf(' ')))).toEqual(requests);
  });

  test('when the Job that had the name goes between the refusal and the look at it', async () => {
    const refuse = answer(status(409, 'AlreadyExists', 'jobs.batch "train" already exists'));
    await using server = await JobServer.start(refuse);
    await using api = clientOf(kind, server);
    const handle = await submitting(api, jobOf('run'), { flowRunId: 'run' }).handle;
    expect(handle).toMatchObject({ created: true, uid: 'uid-1' });
    expect(server.seen.map((line) => line.slice(0, 4))).toEqual(['POST', 'GET ', 'POST']);
  });

  test('when the run was submitted by another process before, whose identifier the handle then has', async () => {
    await using server = await JobServer.start();
    await using api = clientOf(kind, server);
    // No valid label value: the label holds a changed form, the annotation the true id.
    const flowRunId = 'run of 2026/11/23 №1';
    const again = setLabels({ flowRunId, identifier: 'of the second/process' })(jobOf(flowRunId));
    const first = await submitting(api, jobOf(flowRunId), { flowRunId }).handle;
    const second = await submitting(api, again, { flowRunId }).handle;
    expect(second).toEqual({ ...first, created: false });
    expect(second.identifier).toBe(`identifier-of-${flowRunId}`);
    expect(server.created).toBe(1);
  });

  test('or none, never two, whatever happens to whichever request', async () => {
    const steps = {
      pass,
      lostBefore,
      lostWhileReading,
      lostAfter,
      halfAnsweredChunked,
      gatewayTimeout,
      busy,
      unavailable,
    };
    const step = fc.constantFrom(...(Object.keys(steps) as (keyof typeof steps)[]));
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (script) => {
        await using server = await JobServer.start(...script.map((name) => steps[name]));
        await using api = clientOf(kind, server);
        const result = await submitting(api, jobOf('run'), { flowRunId: 'run' }).handle.catch(
          (error: unknown) => error,
        );
        expect(server.created).toBeLessThanOrEqual(1);
        if (result instanceof Error) {
          expect(result).toMatchObject({ code: 'SUBMIT_FAILED' });
          // "No Job" is a promise; "may exist" is none.
          if (server.created === 1) expect(result).toMatchObject({ jobMayExist: true });
          expect(server.seen.length).toBe(10);
        } else {
          expect(result).toMatchObject({ uid: 'uid-1' });
        }
      }),
      { numRuns: 40 },
    );
  });
});

describe.each(kinds)('on an embedded cluster, through %s, exactly one Job is made', (kind) => {
  const jobs = { method: 'POST', resource: 'jobs' } as const;
  const look = { verb: 'get', resource: 'jobs' } as const;
  const stories: [string, Fault[], boolean][] = [
    ['the request is lost', [{ ...jobs, drop: 'before-handling' }], true],
    ['the answer is lost', [{ ...jobs, drop: 'after-handling' }], false],
    ['the connection breaks in the head of the answer', [{ ...jobs, resetAfterBytes: 0 }], false],
    ['the connection breaks in the answer', [{ ...jobs, resetAfterBytes: 100 }], false],
    ['the server is unavailable', [{ ...jobs, respond: { status: 503 }, times: 5 }], true],
    [
      'the server is overloaded',
      [{ ...jobs, respond: { status: 429, headers: { 'retry-after': '1' } }, times: 3 }],
      true,
    ],
    [
      'the server restarts',
      [
        { ...jobs, drop: 'after-handling' },
        { ...jobs, respond: { status: 403 } },
      ],
      false,
    ],
    [
      'the answer is lost, and the looks at the Job fail in three ways',
      [
        { ...jobs, drop: 'after-handling' },
        { ...look, drop: 'before-handling' },
        { ...look, resetAfterBytes: 30 },
        { ...look, respond: { status: 500 } },
      ],
      false,
    ],
  ];

  test.each(stories)('when %s', async (_, faults, created) => {
    await using cluster = await EmbeddedCluster.start({ namespaces: ['ns'] });
    for (const fault of faults) cluster.faults.add(fault);
    await using api = clientOf(kind, cluster);
    const handle = await submitting(api, jobOf('run'), { flowRunId: 'run' }).handle;
    const [job, ...more] = cluster.jobs();
    expect(more).toEqual([]);
    expect(handle).toMatchObject({ created, uid: job?.metadata.uid, name: 'train', namespace: 'ns' });
  });

  test('when two requests arrive at the same moment', async () => {
    await using cluster = await EmbeddedCluster.start({ namespaces: ['ns'] });
    const held = cluster.faults.add({ ...jobs, hold: 'before-handling', times: 2 });
    await using one = clientOf(kind, cluster);
    await using two = clientOf(kind, cluster);
    const handles = [submit(one, 'a'), submit(two, 'b')];
    await arrived(cluster, 2);
    held.release();
    const [first, second] = await Promise.all(handles);
    expect(cluster.jobs()).toHaveLength(1);
    expect([first?.created, second?.created].sort()).toEqual([false, true]);
    expect(first?.uid).toBe(second?.uid);
    expect(first?.identifier).toBe(second?.identifier);
  });

  test('when twenty submit the run at once while answers are lost', async () => {
    await using cluster = await EmbeddedCluster.start({ namespaces: ['ns'] });
    cluster.faults.add({ ...jobs, drop: 'after-handling', skip: 1, times: 4 });
    cluster.faults.add({ ...jobs, respond: { status: 503 }, times: 5 });
    cluster.faults.add({ ...look, drop: 'after-handling', times: 5 });
    await using api = clientOf(kind, cluster);
    const handles = await Promise.all(Array.from({ length: 20 }, (_, i) => submit(api, `process-${i}`)));
    const [job, ...more] = cluster.jobs();
    expect(more).toEqual([]);
    expect(new Set(handles.map(({ uid }) => uid))).toEqual(new Set([job?.metadata.uid]));
    expect(new Set(handles.map(({ identifier }) => identifier))).toEqual(
      new Set([job?.metadata.labels?.['identifier']]),
    );
    expect(handles.filter(({ created }) => created).length).toBeLessThanOrEqual(1);
  });

  test('when twenty runs want the same name: one gets it, nineteen are told whose it is', async () => {
    await using cluster = await EmbeddedCluster.start({ namespaces: ['ns'] });
    await using api = clientOf(kind, cluster);
    const results = await Promise.all(
      Array.from({ length: 20 }, (_, i) =>
        submitting(api, jobOf(`run-${i}`), { flowRunId: `run-${i}` }).handle.catch((error: unknown) => error),
      ),
    );
    expect(cluster.jobs()).toHaveLength(1);
    const winner = results.find((result) => !(result instanceof Error)) as { flowRunId: string };
    const losers = results.filter((result) => result instanceof Error);
    expect(losers).toHaveLength(19);
    for (const error of losers) {
      expect(error).toMatchObject({
        code: 'JOB_CONFLICT',
        existingFlowRunId: winner.flowRunId,
        terminating: false,
      });
    }
  });
});

function submit(api: JobApi, identifier: string) {
  const job = setLabels({ flowRunId: 'run', identifier })(jobOf('run'));
  return submitting(api, job, { flowRunId: 'run' }).handle;
}

/** Resolves when so many requests have reached the cluster. */
async function arrived(cluster: EmbeddedCluster, count: number): Promise<void> {
  while (cluster.requests.length < count) await new Promise((resolve) => setImmediate(resolve));
}

test("a lost answer and a name that is another run's is a conflict, not a run that may exist", async () => {
  await using server = await JobServer.start(lostBefore);
  await using api = clientOf('connect()', server);
  server.jobs.set('ns/train', {
    ...jobOf('other'),
    metadata: { ...jobOf('other').metadata, name: 'train', uid: 'x' },
  });
  const error = await failureOf(submitting(api, jobOf('run'), { flowRunId: 'run' }).handle);
  expect(error).toMatchObject({ name: 'JobConflictError', existingFlowRunId: 'other', existingUid: 'x' });
});

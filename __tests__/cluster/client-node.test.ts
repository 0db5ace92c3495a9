import { describe, expect, jest, test } from '@jest/globals';
import { BatchV1Api, CoreV1Api, type Configuration } from '@kubernetes/client-node';
import { callThroughHook, isBatchV1Api } from '../../src/cluster/submit/client-node.js';
import { answer, halfAnswered, JobServer, pass, status } from '../support/job-server.js';
import { batchV1Api, failureOf, jobOf, plainClient } from '../support/submit.js';

const request = { verb: 'create', resource: 'jobs', namespace: 'ns', name: 'train' } as const;
const plain = (text: string): string => text;
const call = (changes: object = {}) => ({
  request,
  signal: new AbortController().signal,
  redact: plain,
  timeout: 60_000,
  ...changes,
});
const configurationOf = (api: BatchV1Api): Configuration =>
  (api as unknown as { api: { configuration: Configuration } }).api.configuration;

const create = (api: BatchV1Api, options: Parameters<typeof callThroughHook>[1]) =>
  callThroughHook((hook) => api.createNamespacedJob({ namespace: 'ns', body: {} }, hook), options);

describe('a BatchV1Api', () => {
  test('is known by its inside, not by its class, so that a subclass and another copy count', async () => {
    await using server = await JobServer.start();
    const api = batchV1Api(server.kubeConfig);
    class Mine extends BatchV1Api {}
    expect(isBatchV1Api(api)).toBe(true);
    expect(isBatchV1Api(new Mine(configurationOf(api)))).toBe(true);
  });

  test('is not what only looks like one: a mock of the class, a plain object, another API', async () => {
    await using server = await JobServer.start();
    const mock = Object.create(BatchV1Api.prototype) as BatchV1Api;
    expect(isBatchV1Api(mock)).toBe(false);
    expect(isBatchV1Api(plainClient(server))).toBe(false);
    expect(isBatchV1Api(new CoreV1Api(configurationOf(batchV1Api(server.kubeConfig))))).toBe(false);
  });
});

describe('a call through the hook', () => {
  test('sends the body byte for byte, with all that client-node itself puts into the request', async () => {
    await using server = await JobServer.start();
    const api = batchV1Api(server.kubeConfig);
    const body =
      '{"metadata":{"name":"a","__proto__":{"x":null}},"unknown":{"é":[1,"1","0.50",1.0]}, "spaces" : 1}';
    await callThroughHook(
      (options) => api.createNamespacedJob({ namespace: 'ns', body: {} }, options),
      call({ body }),
    );
    expect(server.bodies).toEqual([body]);
    expect(server.headers[0]).toMatchObject({
      'content-type': 'application/json',
      'content-length': String(Buffer.byteLength(body)),
      authorization: 'Bearer kubeconfig-token',
    });
  });

  test('gives the answer as raw JSON: fields and dates that the types do not know', async () => {
    const reply = {
      metadata: { uid: 'u', creationTimestamp: '2026-01-01T00:00:00Z', newField: 1 },
      alien: [null],
    };
    await using server = await JobServer.start(answer({ status: 201, body: reply }));
    const api = batchV1Api(server.kubeConfig);
    const got = callThroughHook(
      (options) => api.readNamespacedJob({ namespace: 'ns', name: 'a' }, options),
      call(),
    );
    expect(await got).toEqual(reply);
  });

  test('runs beside the middleware that the client was made with, which can still read the answer', async () => {
    await using server = await JobServer.start();
    const read: string[] = [];
    const made = configurationOf(batchV1Api(server.kubeConfig));
    const api = new BatchV1Api({
      ...made,
      middleware: [
        {
          pre: (context) => {
            context.setHeaderParam('x-mine', 'yes');
            return { toPromise: () => Promise.resolve(context) } as never;
          },
          post: (response) =>
            ({
              toPromise: async () => {
                read.push(await response.body.text(), (await response.body.binary()).toString());
                return response;
              },
            }) as never,
        },
      ],
    });
    await callThroughHook(
      (options) => api.createNamespacedJob({ namespace: 'ns', body: {} }, options),
      call({ body: '{"metadata":{"name":"a"}}' }),
    );
    expect(server.headers[0]).toMatchObject({ 'x-mine': 'yes' });
    expect(read).toHaveLength(2);
    expect(read.map((text) => JSON.parse(text).metadata.uid)).toEqual(['uid-1', 'uid-1']);
  });

  test('gives warnings, each on its own and unquoted', async () => {
    const warning = [
      '299 - "unknown field \\"spec.retries\\""',
      '299 - "größer, \\"b\\"" "Mon, 01 Jan 2026 00:00:00 GMT"',
    ];
    const headers = { warning: warning.map((text) => Buffer.from(text).toString('latin1')) };
    await using server = await JobServer.start(
      answer({ status: 201, headers, body: { metadata: { uid: 'u' } } }),
    );
    const api = batchV1Api(server.kubeConfig);
    const onWarning = jest.fn();
    await callThroughHook(
      (options) => api.createNamespacedJob({ namespace: 'ns', body: {} }, options),
      call({ onWarning }),
    );
    expect(onWarning.mock.calls).toEqual([['unknown field "spec.retries"'], ['größer, "b"']]);
  });

  test('counts an answer that the typed reader of client-node can not take', async () => {
    const reply = { metadata: { uid: 'u' }, spec: { template: { spec: { containers: 7 } } } };
    await using server = await JobServer.start(answer({ status: 201, body: reply }));
    const api = batchV1Api(server.kubeConfig);
    const got = callThroughHook(
      (options) => api.createNamespacedJob({ namespace: 'ns', body: {} }, options),
      call(),
    );
    expect(await got).toEqual(reply);
  });

  test('keeps the text of a 401, which client-node throws away', async () => {
    await using server = await JobServer.start(
      answer(status(401, 'Unauthorized', 'token expired an hour ago')),
    );
    const api = batchV1Api(server.kubeConfig);
    const error = await failureOf(
      callThroughHook((options) => api.createNamespacedJob({ namespace: 'ns', body: {} }, options), call()),
    );
    expect(error).toMatchObject({ name: 'ApiResponseError', status: 401, reason: 'Unauthorized' });
    expect(error.message).toContain('token expired an hour ago');
  });

  test('does not show the token in a refusal that quotes it', async () => {
    await using server = await JobServer.start(
      answer(status(401, 'Unauthorized', 'kubeconfig-token is unknown')),
    );
    const error = await failureOf(create(batchV1Api(server.kubeConfig), call()));
    expect(error.message).toContain('*** is unknown');
  });

  test.each([
    ['a login page', { status: 200, body: '<html>Log in</html>' }],
    ['an empty object', { status: 201, body: {} }],
    ['null', { status: 201, body: null }],
    ['nothing', { status: 201, body: '' }],
  ])('takes %s with a status of success for no answer', async (_, reply) => {
    await using server = await JobServer.start(answer(reply));
    const api = batchV1Api(server.kubeConfig);
    const error = await failureOf(
      callThroughHook((options) => api.createNamespacedJob({ namespace: 'ns', body: {} }, options), call()),
    );
    expect(error).toMatchObject({ name: 'ApiConnectionError' });
  });

  test('says that credentials failed when nothing was sent', async () => {
    await using server = await JobServer.start();
    const made = configurationOf(batchV1Api(server.kubeConfig));
    const api = new BatchV1Api({
      ...made,
      authMethods: {
        default: {
          getName: () => 'broken',
          applySecurityAuthentication: () => Promise.reject(new Error('spawn aws ENOENT')),
        },
      },
    });
    const error = await failureOf(
      callThroughHook((options) => api.createNamespacedJob({ namespace: 'ns', body: {} }, options), call()),
    );
    expect(error).toMatchObject({ name: 'CredentialsError', cause: { message: 'spawn aws ENOENT' } });
    expect(server.seen).toEqual([]);
  });

  test('is an error, and makes no Job, when somebody swallows the options', async () => {
    const refusal = answer(status(422, 'Invalid', 'Job.batch "" is invalid: metadata.name: Required value'));
    await using server = await JobServer.start(
      refusal,
      answer({ status: 201, body: { metadata: { uid: 'u' } } }),
      pass,
    );
    const api = batchV1Api(server.kubeConfig);
    for (const _answered of ['refused', 'taken']) {
      const error = await failureOf(
        callThroughHook(() => api.createNamespacedJob({ namespace: 'ns', body: {} }), call({ body: '{}' })),
      );
      expect(error).toMatchObject({ name: 'InvalidArgumentError', argument: 'api' });
    }
  });

  test('ends the HTTP request when the signal fires', async () => {
    let closed = (): void => undefined;
    const clientWentAway = new Promise<void>((resolve) => (closed = resolve));
    const stop = new AbortController();
    await using server = await JobServer.start(({ request: { socket } }) => {
      socket.once('close', closed);
      stop.abort();
    });
    const api = batchV1Api(server.kubeConfig);
    await failureOf(
      callThroughHook(
        (options) => api.createNamespacedJob({ namespace: 'ns', body: {} }, options),
        call({ signal: stop.signal, body: JSON.stringify(jobOf('r')) }),
      ),
    );
    await clientWentAway;
    expect(server.jobs.size).toBe(0);
  });

  test('is given up when no answer comes', async () => {
    await using server = await JobServer.start(() => undefined);
    const api = batchV1Api(server.kubeConfig);
    const error = await failureOf(
      callThroughHook(
        (options) => api.createNamespacedJob({ namespace: 'ns', body: {} }, options),
        call({ timeout: 1 }),
      ),
    );
    expect(error).toMatchObject({ name: 'ApiConnectionError' });
    expect(error.message).toContain('no answer within 0.001 s');
  });

  test('fails when half of an answer comes, on which node-fetch 2 waits for ever', async () => {
    await using server = await JobServer.start(halfAnswered);
    const api = batchV1Api(server.kubeConfig);
    const error = await failureOf(
      callThroughHook(
        (options) => api.createNamespacedJob({ namespace: 'ns', body: {} }, options),
        call({ body: JSON.stringify(jobOf('r')) }),
      ),
    );
    // In 1.4 it is told by this library, in 2.x by undici.
    const { code } = { ...(error.cause as object), ...error } as { code?: unknown };
    expect(['ECONNRESET', 'UND_ERR_SOCKET']).toContain(code);
    expect(server.created).toBe(1);
  });
});

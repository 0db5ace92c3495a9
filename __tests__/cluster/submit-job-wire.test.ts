import { describe, expect, test } from '@jest/globals';
import type { JobManifest } from '../../src/job-spec/job-manifest.js';
import { JobServer, answer } from '../support/job-server.js';
import { clientOf, failureOf, jobOf, kinds, submitting } from '../support/submit.js';

/** Everything a typed client would drop, reorder, or choke on. The order of keys is on purpose. */
const odd = JSON.parse(`{
  "unknownTop": {"__proto__": {"polluted": true}, "constructor": 1},
  "spec": {
    "zebra": 1,
    "ttlSecondsAfterFinished": null,
    "backoffLimit": "30",
    "activeDeadlineSeconds": 1e21,
    "parallelism": -0.5,
    "template": {
      "unknownInTemplate": [],
      "spec": {
        "schedulingGroup": {"podGroupName": "of-a-newer-version"},
        "volumes": [{"name": "v", "emptyDir": null}, {"name": "w", "emptyDir": {}}],
        "containers": [
          {
            "resources": {"limits": {"cpu": 1, "memory": "1e3Mi", "nvidia.com/gpu": "1"}, "requests": {"cpu": "0.50"}},
            "name": "main",
            "command": {"a": 1},
            "args": "not a list",
            "env": [{"value": 1, "name": "N"}, {"name": "E", "value": "é 😀 \\u2028 \\u0000 </script>"}],
            "ports": [{"containerPort": "http"}],
            "comand": ["typo"]
          }
        ],
        "initContainers": {},
        "aardvark": null
      },
      "metadata": {"annotations": {"__proto__": "own key", "z": "1", "a": "2"}, "creationTimestamp": null}
    }
  },
  "apiVersion": "batch/v1",
  "kind": "Job",
  "10": "integer-like key"
}`) as JobManifest;

describe.each(kinds)('the request of %s', (kind) => {
  test('carries the Job byte for byte: unknown fields, nulls, spellings, key order, __proto__', async () => {
    await using server = await JobServer.start();
    await using api = clientOf(kind, server);
    const job = jobOf('run', odd);
    const handle = await submitting(api, job, { flowRunId: 'run' }).handle;
    expect(handle.uid).toBe('uid-1');
    expect(server.bodies).toEqual([JSON.stringify(job)]);
    for (const part of [
      '"__proto__":"own key"',
      '"backoffLimit":"30"',
      '"command":{"a":1}',
      '"memory":"1e3Mi"',
    ]) {
      expect(server.bodies[0]).toContain(part);
    }
  });

  test('asks for strict field validation unless told otherwise', async () => {
    await using server = await JobServer.start();
    await using api = clientOf(kind, server);
    for (const [i, fieldValidation] of [undefined, 'Warn', 'Ignore'].entries()) {
      const job = jobOf('run', { name: `job-${i}` });
      await submitting(api, job, { flowRunId: 'run', fieldValidation: fieldValidation as 'Warn' | undefined })
        .handle;
    }
    const paths = server.seen.map((line) => new URL(line.replace('POST ', ''), server.url));
    expect(paths.map(({ pathname }) => pathname)).toEqual(Array(3).fill('/apis/batch/v1/namespaces/ns/jobs'));
    expect(paths.map(({ searchParams }) => searchParams.get('fieldValidation'))).toEqual([
      'Strict',
      'Warn',
      'Ignore',
    ]);
  });

  test('carries the very same bytes when it is repeated', async () => {
    const busy = answer({ status: 503, body: 'busy' });
    await using server = await JobServer.start(async (exchange) => {
      await exchange.handle();
      server.jobs.clear();
      exchange.response.writeHead(502).end();
    }, busy);
    await using api = clientOf(kind, server);
    const job = jobOf('run', odd);
    await submitting(api, job, { flowRunId: 'run' }).handle;
    expect(server.bodies).toEqual([JSON.stringify(job), JSON.stringify(job)]);
  });
});

describe('warnings of the API server', () => {
  const headers = { warning: ['299 - "unknown field \\"spec.retries\\""', '299 - "duplicate name \\"A\\""'] };
  const warned = answer({ status: 201, headers, body: { metadata: { uid: 'u' } } });

  test.each(['connect()', "client-node's BatchV1Api"] as const)(
    'reach the logger through %s',
    async (kind) => {
      await using server = await JobServer.start(warned);
      await using api = clientOf(kind, server);
      const { handle, lines } = submitting(api, jobOf('run'), { flowRunId: 'run' });
      await handle;
      expect(lines.filter((line) => line.includes('warns'))).toEqual([
        'The API server warns about Job "train": unknown field "spec.retries"',
        'The API server warns about Job "train": duplicate name "A"',
      ]);
    },
  );

  test('reach onWarning in place of the logger, with env values hidden', async () => {
    const quoting = { warning: '299 - "value \\"canary-value\\" is odd"' };
    await using server = await JobServer.start(
      answer({ status: 201, headers: quoting, body: { metadata: { uid: 'u' } } }),
    );
    await using api = clientOf('connect()', server);
    const env = [{ name: 'A', value: 'canary-value' }];
    const job = jobOf('run', { spec: { template: { spec: { containers: [{ env }] } } } });
    const warnings: string[] = [];
    const { handle, lines } = submitting(api, job, {
      flowRunId: 'run',
      onWarning: (text) => warnings.push(text),
    });
    await handle;
    expect(warnings).toEqual(['value "***" is odd']);
    expect(lines.join()).not.toContain('odd');
  });
});

describe('an object with only createNamespacedJob', () => {
  test('gets namespace, body and field validation, the body being the Job itself', async () => {
    const calls: unknown[] = [];
    const job = jobOf('run');
    const api = { createNamespacedJob: async (request: unknown) => void calls.push(request) };
    await submitting(api, job, { flowRunId: 'run' }).handle;
    expect(calls).toEqual([{ namespace: 'ns', body: job, fieldValidation: 'Strict' }]);
    expect((calls[0] as { body: unknown }).body).toBe(job);
  });

  test.each([
    ['nothing', undefined, ''],
    ['null', null, ''],
    ['an empty object', {}, ''],
    ['a text', 'ok', ''],
    ['a Job', { metadata: { uid: 'u-1' } }, 'u-1'],
    ['a uid that is no text', { metadata: { uid: 7 } }, ''],
  ])('may answer %s', async (_, reply, uid) => {
    const api = { createNamespacedJob: () => Promise.resolve(reply) };
    expect(await submitting(api, jobOf('run'), { flowRunId: 'run' }).handle).toEqual({
      namespace: 'ns',
      name: 'train',
      uid,
      flowRunId: 'run',
      identifier: 'identifier-of-run',
      created: true,
    });
  });

  test('fails once, at once, when it throws something that is no answer and no network', async () => {
    let calls = 0;
    const api = {
      createNamespacedJob() {
        calls += 1;
        throw new TypeError('client.create is not a function');
      },
    };
    const error = await failureOf(submitting(api, jobOf('run'), { flowRunId: 'run' }).handle);
    expect(calls).toBe(1);
    expect(error).toMatchObject({
      name: 'SubmitFailedError',
      jobMayExist: true,
      cause: { name: 'TypeError', message: 'client.create is not a function' },
    });
  });
});

describe('a Job that can not be submitted', () => {
  const nobody = { createNamespacedJob: () => Promise.reject(new Error('called')) };
  const circle: Record<string, unknown> = {};
  circle['self'] = circle;

  test.each([
    ['has no name', jobOf('run', { name: '' }), 'metadata.name'],
    ['is labelled with another run', jobOf('other'), 'that of run "other"'],
    ['has no labels', { metadata: { name: 'a' } }, 'missing'],
    ['holds a BigInt', jobOf('run', { spec: { big: 1n } }), 'BigInt'],
    ['holds a circle', jobOf('run', { spec: circle }), 'circle'],
  ])('because it %s is refused before anything is sent', async (_, job, text) => {
    const error = await failureOf(submitting(nobody, job, { flowRunId: 'run' }).handle);
    expect(error.name).toBe('InvalidArgumentError');
    expect(error.message).toContain(text);
  });

  test('for want of a namespace is refused before anything is sent', async () => {
    const error = await failureOf(
      submitting(nobody, jobOf('run'), { flowRunId: 'run', namespace: '' }).handle,
    );
    expect(error).toMatchObject({ name: 'InvalidArgumentError', argument: 'namespace' });
  });
});

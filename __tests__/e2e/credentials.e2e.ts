import { mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ApiConnectionError, ApiResponseError, connect, submitJob } from 'kubernetes-job-environment';
import type { ClusterApi } from 'kubernetes-job-environment';
import { certificateUser } from '../../e2e/cluster/pki/kube-config-text.js';
import { createCertificate } from '../../src/testing/pki/certificate.js';
import type { RealCluster } from '../../e2e/cluster/real-cluster.js';
import { jobOf } from '../support/submit.js';
import { startTestCluster } from './support/test-cluster.js';

const namespace = 'default';
/** Who may do what the tests do, however he proves who he is. */
const group = 'runners';

let cluster: RealCluster;
let folder: string;
let runs = 0;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'credentials-'));
  cluster = await startTestCluster({ node: false });
  const role = ['create', 'role', 'runner', '--verb=create,get,list', '--resource=jobs.batch'];
  await cluster.runKubectl(...role);
  const subjects = [`--group=${group}`, '--group=token-users', '--serviceaccount=default:runner'];
  await cluster.runKubectl('create', 'serviceaccount', 'runner');
  await cluster.runKubectl('create', 'rolebinding', 'runner', '--role=runner', ...subjects);
});
afterAll(async () => {
  await cluster?.stop();
  rmSync(folder, { recursive: true, force: true });
});

describe('a real API server lets in', () => {
  test('a client certificate', async () => {
    await expect(submitAs(certificateOf({ commonName: 'jane', organizations: [group] }))).resolves.toBe(true);
  });

  test('a client certificate in files', async () => {
    const { certificate, privateKey } = cluster.issueCertificate({
      commonName: 'jane',
      organizations: [group],
      use: 'client',
    });
    const files = {
      'client-certificate': file('jane.crt', certificate),
      'client-key': file('jane.key', privateKey),
    };
    await expect(submitAs(files)).resolves.toBe(true);
  });

  test('a bearer token', async () => {
    await expect(submitAs({ token: cluster.tokens.user })).resolves.toBe(true);
  });

  test('a token of a ServiceAccount', async () => {
    await expect(submitAs({ token: await serviceAccountToken() })).resolves.toBe(true);
  });

  test('what a token file holds at the moment, though the token before it is no longer good', async () => {
    const tokenFile = file('token', cluster.tokens.user);
    await using api = connect(cluster.kubeConfigFor({ tokenFile }));
    await expect(submit(api)).resolves.toBe(true);

    replace(tokenFile, 'not-a-token');
    await expect(submit(api)).rejects.toMatchObject({ status: 401 });

    // As the kubelet rotates it: another file in its place.
    replace(tokenFile, await serviceAccountToken());
    await expect(submit(api)).resolves.toBe(true);
  });

  test('a token that an exec plug-in prints', async () => {
    const { exec, calls } = plugIn([{ token: cluster.tokens.user }]);
    await using api = connect(cluster.kubeConfigFor({ exec }));

    await expect(Promise.all([submit(api), submit(api)])).resolves.toEqual([true, true]);
    await expect(submit(api)).resolves.toBe(true);
    expect(calls()).toBe(1);
  });

  test('a client certificate that an exec plug-in prints', async () => {
    const { certificate, privateKey } = cluster.issueCertificate({
      commonName: 'jane',
      organizations: [group],
      use: 'client',
    });
    const { exec } = plugIn([{ clientCertificateData: certificate, clientKeyData: privateKey }]);
    await expect(submitAs({ exec })).resolves.toBe(true);
  });

  test('the next token of an exec plug-in when the first is refused, and makes one Job of it', async () => {
    const { exec, calls } = plugIn([{ token: 'expired' }, { token: cluster.tokens.user }]);
    await expect(submitAs({ exec })).resolves.toBe(true);
    expect(calls()).toBe(2);
  });

  test('the next token of an exec plug-in when the time of the first is over', async () => {
    const { exec, calls } = plugIn([
      { token: cluster.tokens.user, expirationTimestamp: new Date(0).toISOString() },
      { token: await serviceAccountToken() },
    ]);
    await using api = connect(cluster.kubeConfigFor({ exec }));
    await expect(submit(api)).resolves.toBe(true);
    await expect(submit(api)).resolves.toBe(true);
    expect(calls()).toBe(2);
  });
});

describe('a real API server refuses, and the error says why:', () => {
  const secret = 'kn4ry-not-a-token';
  const stranger = createCertificate({ commonName: 'the authority', use: 'authority' });
  const unknown: Record<string, () => Record<string, unknown>> = {
    'a wrong token': () => ({ token: secret }),
    'a wrong token in a file': () => ({ tokenFile: file('wrong', secret) }),
    'a wrong token of an exec plug-in, asked twice': () => ({
      exec: plugIn([{ token: secret }, { token: secret }]).exec,
    }),
    'an expired certificate': () =>
      certificateOf({ commonName: 'jane', organizations: [group], notAfter: new Date(Date.now() - 1000) }),
    'a certificate that is not yet valid': () =>
      certificateOf({
        commonName: 'jane',
        organizations: [group],
        notBefore: new Date(Date.now() + 3_600_000),
      }),
    'a certificate of another authority': () =>
      certificateUser(
        createCertificate({ commonName: 'jane', organizations: [group], use: 'client' }, stranger),
      ),
  };

  test.each(Object.keys(unknown))('%s (401)', async (name) => {
    const error = await failureOf(submitAs(unknown[name]?.() ?? {}));

    expect(error).toBeInstanceOf(ApiResponseError);
    expect(error).toMatchObject({ status: 401, reason: 'Unauthorized' });
    expect(error.message).toContain('create jobs');
    expect(error.message).toContain('The credentials were not accepted');
    expect(inspected(error)).not.toContain(secret);
  });

  test('a token of a ServiceAccount whose object is gone (401)', async () => {
    await cluster.runKubectl('create', 'serviceaccount', 'leaver');
    const token = (await cluster.runKubectl('create', 'token', 'leaver')).trim();
    await cluster.runKubectl('delete', 'serviceaccount', 'leaver');

    const error = await failureOf(submitAs({ token }));
    expect(error).toMatchObject({ constructor: ApiResponseError, status: 401 });
    expect(inspected(error)).not.toContain(token);
  });

  const nobody = {
    'no credentials': {},
    'a password, which is none': { username: 'jane', password: secret },
  };
  test.each(Object.entries(nobody))('%s (403, as system:anonymous)', async (_, user) => {
    const error = await failureOf(submitAs(user));

    expect(error).toMatchObject({ constructor: ApiResponseError, status: 403, reason: 'Forbidden' });
    expect(error.message).toContain('User "system:anonymous" cannot create resource "jobs"');
    expect(error.message).toContain('found no credentials in the request');
    expect(inspected(error)).not.toContain(secret);
  });

  test('who is known and has no right, with the verb and the resource that is missing (403)', async () => {
    await using api = connect(cluster.kubeConfigFor(certificateOf({ commonName: 'john' })));
    const requests = {
      'the verb "create" on "jobs" (API group "batch")': () => submit(api),
      'the verb "list" on "jobs" (API group "batch")': () => api.list('jobs', { namespace }),
      'the verb "list" on "pods" (API group "")': () => api.list('pods', { namespace }),
      'the verb "get" on "jobs" (API group "batch")': () => api.readNamespacedJob({ namespace, name: 'a' }),
      'the verb "delete" on "jobs" (API group "batch")': () =>
        api.deleteNamespacedJob({ namespace, name: 'a', propagationPolicy: 'Background' }),
      'the verb "patch" on "jobs" (API group "batch")': () =>
        api.patchNamespacedJob({ namespace, name: 'a', patch: {} }),
    };
    for (const [advice, request] of Object.entries(requests)) {
      const error = await failureOf(request());
      expect(error).toMatchObject({ constructor: ApiResponseError, status: 403, reason: 'Forbidden' });
      expect(error.message).toContain('User "john" cannot');
      expect(error.message).toContain(`${advice} by a Role in namespace "default"`);
    }
  });

  test('a server that another authority vouches for, before anything is sent to it', async () => {
    const other = Buffer.from(stranger.certificate).toString('base64');
    const kubeConfig = cluster.kubeConfig.replace(
      /certificate-authority-data: .*/,
      `certificate-authority-data: ${other}`,
    );
    await using api = connect(kubeConfig);
    await expect(submit(api)).rejects.toBeInstanceOf(ApiConnectionError);
  });
});

async function submitAs(user: Record<string, unknown>): Promise<boolean> {
  await using api = connect(cluster.kubeConfigFor(user));
  return await submit(api);
}

/** Whether this call made the Job. */
async function submit(api: ClusterApi): Promise<boolean> {
  runs += 1;
  const flowRunId = `run-${runs}`;
  // Who is refused is refused for ever here: the second look at a 403 need not wait.
  const sleep = () => Promise.resolve();
  const job = jobOf(flowRunId, { name: flowRunId });
  return (await submitJob(api, job, { namespace, flowRunId, sleep })).created;
}

function certificateOf(request: {
  commonName: string;
  organizations?: string[];
  notBefore?: Date;
  notAfter?: Date;
}) {
  return certificateUser(cluster.issueCertificate({ ...request, use: 'client' }));
}

async function serviceAccountToken(): Promise<string> {
  return (await cluster.runKubectl('create', 'token', 'runner')).trim();
}

/** A plug-in that prints one credential after the other, and how often it was called. */
function plugIn(credentials: readonly object[]) {
  const place = mkdtempSync(join(folder, 'plug-in-'));
  const script = join(place, 'plug-in.cjs');
  writeFileSync(
    script,
    `const fs = require('node:fs');
     fs.appendFileSync(${JSON.stringify(join(place, 'calls'))}, 'x');
     const call = fs.statSync(${JSON.stringify(join(place, 'calls'))}).size;
     const { apiVersion } = JSON.parse(process.env.KUBERNETES_EXEC_INFO);
     const status = ${JSON.stringify(credentials)}[call - 1];
     console.log(JSON.stringify({ apiVersion, kind: 'ExecCredential', status }));`,
  );
  const exec = {
    apiVersion: 'client.authentication.k8s.io/v1',
    interactiveMode: 'Never',
    command: process.execPath,
    args: [script],
  };
  return { exec, calls: () => readFileSync(join(place, 'calls'), 'utf8').length };
}

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);

  return path;
}

function replace(path: string, text: string): void {
  writeFileSync(`${path}.new`, text);
  renameSync(`${path}.new`, path);
}

/** All that a log could show of an error. */
function inspected(error: Error): string {
  return inspect(error, { depth: Infinity, showHidden: true });
}

async function failureOf(promise: Promise<unknown>): Promise<Error> {
  return promise.then(
    () => Promise.reject(new Error('It was taken.')),
    (error: unknown) => error as Error,
  );
}

import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { BatchV1Api, KubeConfig } from '@kubernetes/client-node';
import {
  type ClusterApi,
  connect,
  DockerStorage,
  Flow,
  type JobApi,
  KubernetesJobEnvironment,
  readJobSpec,
} from '../../src/index.js';
import { fixture, fixtures } from '../support/fixtures.js';
import { untouched } from '../support/untouched.js';

/** An API server that takes every Job and remembers the bytes it got. */
const received: { url: string; headers: IncomingHttpHeaders; body: string }[] = [];
const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const body = Buffer.concat(chunks).toString('utf8');
    received.push({ url: request.url ?? '', headers: request.headers, body });
    const job = JSON.parse(body);
    response.writeHead(201, { 'content-type': 'application/json' });
    response.end(
      JSON.stringify({ ...job, metadata: { ...job.metadata, uid: 'uid-1', resourceVersion: '1' } }),
    );
  });
});

let connected: ClusterApi;
const apis: Record<string, () => JobApi> = {
  'connect()': () => connected,
  'BatchV1Api of client-node': () => kubeConfig().makeApiClient(BatchV1Api),
  "a user's fake with only createNamespacedJob": () => ({
    createNamespacedJob: ({ namespace, body }) => {
      received.push({
        url: `/apis/batch/v1/namespaces/${namespace}/jobs`,
        headers: {},
        body: JSON.stringify(body),
      });
      return Promise.resolve({});
    },
  }),
};

function kubeConfig(): KubeConfig {
  const config = new KubeConfig();
  const { port } = server.address() as AddressInfo;
  config.loadFromClusterAndUser(
    { name: 'test', server: `http://127.0.0.1:${port}`, skipTLSVerify: true },
    { name: 'test' },
  );
  return config;
}

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  connected = connect(kubeConfig());
});

afterAll(async () => {
  await connected.close();
  await new Promise((resolve) => server.close(resolve));
});

const storage = new DockerStorage({
  registryUrl: 'gcr.io/dev/',
  imageName: 'k8s-job-flow',
  imageTag: '0.1.0',
});
const one = (text: string) =>
  text.split(/^---.*\n/m).find((document) => /^kind: Job$/m.test(document)) ?? text;

async function send(jobSpec: string, api: JobApi): Promise<{ url: string; body: string }> {
  received.length = 0;
  const environment = new KubernetesJobEnvironment({
    jobSpec,
    api,
    validation: 'off',
    generateId: () => 'id-1',
  });
  const flow = new Flow({ name: 'my flow', environment, storage });
  const run = { id: 'run-1', namespace: environment.jobSpec.json.metadata?.namespace ?? 'flows' };
  await environment.execute(flow, { ...run, cloud: { graphql: 'g', apiKey: 'k' } });
  const [request, ...more] = received;
  expect(more).toEqual([]);
  expect(request?.body).toBe(
    JSON.stringify(environment.buildJob(flow, { ...run, cloud: { graphql: 'g', apiKey: 'k' } })),
  );
  return { url: request?.url ?? '', body: request?.body ?? '' };
}

describe.each(Object.keys(apis))(
  'through %s, what reaches the server is the Job as it was written',
  (name) => {
    const files = fixtures('job-manifests', '.yaml');

    test('there are manifests', () => expect(files.length).toBeGreaterThan(20));

    test.each(files)('%s', async (file) => {
      const jobSpec = one(fixture(file));
      const { json } = readJobSpec(jobSpec);
      const { body } = await send(jobSpec, (apis[name] as () => JobApi)());
      // What the YAML has not at all is made: metadata, its labels, the policy, the name.
      const sent: any = untouched(JSON.parse(body));
      const written: any = structuredClone(json);
      written.metadata ??= {};
      written.metadata.labels ??= {};
      written.metadata.name ??= sent.metadata.name;
      written.spec.template.metadata ??= {};
      written.spec.template.metadata.labels ??= {};
      written.spec.template.spec.restartPolicy ??= 'Never';
      expect(sent).toEqual(untouched(written));
    });

    test('unknown fields, nulls, and the spelling of numbers and quantities survive', async () => {
      const { body, url } = await send(
        [
          'apiVersion: batch/v1',
          'kind: Job',
          'x-top: {deep: [1, null, {a: ~}]}',
          'metadata: {name: a, x-meta: "1", annotations: {__proto__: own}}',
          'spec:',
          '  ttlSecondsAfterFinished: null',
          '  notYetInvented: 1.50',
          '  template:',
          '    x-template: true',
          '    spec:',
          '      schedulingGroup: {name: g}',
          '      containers:',
          '        - {name: c, x-container: 0644, resources: {limits: {cpu: 2, memory: "4G"}}}',
          '        - {name: odd, command: {a: 1}, args: text}',
        ].join('\n'),
        (apis[name] as () => JobApi)(),
      );
      expect(url).toMatch(/^\/apis\/batch\/v1\/namespaces\/flows\/jobs/);
      expect(body).toContain('"x-top":{"deep":[1,null,{"a":null}]}');
      expect(body).toContain('"x-meta":"1"');
      expect(body).toContain('"__proto__":"own"');
      expect(body).toContain('"ttlSecondsAfterFinished":null,"notYetInvented":1.5');
      expect(body).toContain('"x-template":true');
      expect(body).toContain('"schedulingGroup":{"name":"g"}');
      expect(body).toContain('"x-container":420,"resources":{"limits":{"cpu":2,"memory":"4G"}}');
      expect(body).toContain('{"name":"odd","command":{"a":1},"args":"text"}');
    });
  },
);

test('a real request asks for strict field validation and says who asks', async () => {
  await send(fixture('prefect-contract/manifests/seed/seed-2.yaml'), connected);
  expect(received[0]?.url).toContain('fieldValidation=Strict');
  expect(received[0]?.headers['user-agent']).toMatch(/^kubernetes-job-environment/);
  expect(received[0]?.headers['content-type']).toMatch(/^application\/json/);
});

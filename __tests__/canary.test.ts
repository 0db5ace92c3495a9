import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { inspect } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { BatchV1Api, KubeConfig } from '@kubernetes/client-node';
import {
  type ClusterApi,
  connect,
  DockerStorage,
  Flow,
  isKubernetesJobEnvironmentError,
  type JobApi,
  type JobManifest,
  JobMonitor,
  KubernetesJobEnvironment,
  type KubernetesJobEnvironmentOptions,
  submitJob,
} from '../src/index.js';
import { EmbeddedCluster } from '../src/testing/index.js';

/** One for each place a secret can be in. None may ever be seen outside the request. */
const secrets = {
  apiKey: 'canary-key-4f9a"\\<>&',
  authToken: 'canary-token-77',
  envValue: 'canary-env: "quoted" $x',
  sidecarEnv: 'canary-sidecar\nsecond line',
  initEnv: 'canary-init-3',
  token: 'canary-bearer-token',
};

const jobSpec = `
apiVersion: batch/v1
kind: Job
metadata: {name: canary}
spec:
  template:
    spec:
      restartPolicy: Never
      initContainers:
        - {name: init, image: i, env: [{name: A, value: ${JSON.stringify(secrets.initEnv)}}]}
      containers:
        - {name: flow, env: [{name: B, value: ${JSON.stringify(secrets.envValue)}}]}
        - {name: sidecar, image: s, env: [{name: C, value: ${JSON.stringify(secrets.sidecarEnv)}}]}
`;

/** What a server or proxy may answer, quoting what it was sent in every way. */
type Answer = (body: string, response: ServerResponse, url: string) => void;
const status = (code: number, reason: string, message: (body: string) => string, more: object = {}): Answer =>
  function answer(body, response) {
    response.writeHead(code, {
      'content-type': 'application/json',
      warning: warning(message(body)),
    });
    response.end(
      JSON.stringify({ kind: 'Status', status: 'Failure', code, reason, message: message(body), ...more }),
    );
  };
/** As an API server writes it: no text with control characters (k8s.io/apimachinery/pkg/util/net, NewWarningHeader). */
const warning = (text: string) =>
  /[^ -~]/.test(text) ? '299 - "not shown"' : `299 - "${text.replace(/[\\"]/g, '\\$&')}"`;
const goSyntax = (body: string) => {
  const values = [...body.matchAll(/"value":("(?:[^"\\]|\\.)*")/g)].map(([, value]) => value ?? '');
  return `Invalid value: core.EnvVar{Value:${values.join('}, {Value:')}}: must be valid`;
};
const goRaw = (body: string) => {
  const values = [...body.matchAll(/"value":("(?:[^"\\]|\\.)*")/g)].map(([, value]) =>
    String(JSON.parse(value ?? '')),
  );
  return `${goSyntax(body)}; got ${values.join(' and ')}`;
};

const answers: Record<string, Answer> = {
  '400 with the body': status(400, 'BadRequest', (body) => `the object provided is unrecognized: ${body}`),
  '401': status(401, 'Unauthorized', () => `token ${secrets.token} is not known`),
  '403 with values': status(403, 'Forbidden', goRaw),
  '409 of another reason': status(409, 'Conflict', goSyntax),
  '422 with values': status(422, 'Invalid', goRaw, {
    details: {
      causes: [
        { reason: 'FieldValueInvalid', message: goSyntax('{"value":"canary-init-3"}'), field: 'spec' },
      ],
    },
  }),
  '429 as text': (body, response) => response.writeHead(429, { 'content-type': 'text/plain' }).end(body),
  '500 with the body': status(500, 'InternalError', (body) => `failed calling webhook: ${body}`),
  '200 that is no JSON': (body, response) => response.writeHead(200).end(`<html>${body}`),
  '201 with a warning': (body, response) => {
    response.writeHead(201, {
      'content-type': 'application/json',
      warning: warning(goSyntax(body)),
    });
    response.end(body);
  },
  'a reset': (_, response) => response.socket?.resetAndDestroy(),
  'half an answer': (body, response) => {
    response.writeHead(201, { 'content-type': 'application/json', 'content-length': '99999' });
    response.write(body, () => response.socket?.destroy());
  },
  "another run's Job": (body, response, url) => {
    const other = {
      metadata: { name: 'canary', uid: 'u', labels: { flow_run_id: 'other' } },
      spec: JSON.parse(body || '{}'),
    };
    if (url.includes('/jobs/'))
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(other));
    else status(409, 'AlreadyExists', goSyntax)(body, response, url);
  },
};

let answer: Answer;
const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => answer(Buffer.concat(chunks).toString(), response, request.url ?? ''));
});

function kubeConfig(): KubeConfig {
  const config = new KubeConfig();
  const { port } = server.address() as AddressInfo;
  config.loadFromClusterAndUser(
    { name: 'test', server: `http://127.0.0.1:${port}`, skipTLSVerify: true },
    { name: 'test', token: secrets.token },
  );
  return config;
}

let connected: ClusterApi;
const apis: Record<string, () => JobApi> = {
  'connect()': () => connected,
  BatchV1Api: () => kubeConfig().makeApiClient(BatchV1Api),
  'a fake that throws what it got': () => ({
    createNamespacedJob: ({ body }) =>
      Promise.reject(Object.assign(new Error(JSON.stringify(body)), { body })),
  }),
};

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  connected = connect(kubeConfig());
});
afterAll(async () => {
  await connected.close();
  await new Promise((resolve) => server.close(resolve));
});

let heard: string[] = [];
afterEach(() => {
  heard = [];
});
const listen = (text: string) => void heard.push(text);
const logger = { debug: listen, info: listen, warn: listen, error: listen };

/** Every form in which an error can be seen, with all its causes. */
function seen(error: unknown): string[] {
  const forms = [inspect(error, { depth: 20, showHidden: true }), JSON.stringify(error), String(error)];
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause) {
    forms.push(cause.message, cause.stack ?? '', JSON.stringify(cause), inspect(cause, { depth: 20 }));
  }
  return forms;
}

function expectNoCanary(texts: readonly (string | undefined)[]): void {
  const all = texts.join('\n');
  // The marks that all secrets have, in whatever way the rest of them was escaped.
  expect(all).not.toMatch(/canary-(key|token|env|sidecar|init|bearer)|second line/);
}

const flowWith = (options: Partial<KubernetesJobEnvironmentOptions>) =>
  new Flow({
    name: 'canary',
    environment: new KubernetesJobEnvironment({ jobSpec, ...options, jobSpecFile: undefined }),
    storage: new DockerStorage({ imageName: 'x', imageTag: 'y' }),
  });
const run = {
  id: 'run-1',
  namespace: 'flows',
  cloud: { graphql: 'g', apiKey: secrets.apiKey, authToken: secrets.authToken },
};

describe.each(Object.keys(apis))('no secret is seen when %s meets', (name) => {
  test.each(Object.keys(answers))('%s', async (which) => {
    answer = answers[which] as Answer;
    const flow = flowWith({ logger });
    const job = flow.environment.buildJob(flow, run);
    const errors: unknown[] = [];
    const submitted = submitJob((apis[name] as () => JobApi)(), job, {
      namespace: 'flows',
      flowRunId: 'run-1',
      logger,
      onWarning: listen,
      sleep: () => Promise.resolve(),
    });
    await submitted.catch((error: unknown) => errors.push(error));
    for (const error of errors) expect(isKubernetesJobEnvironmentError(error)).toBe(true);
    expect(errors.length + heard.length).toBeGreaterThan(0);
    expectNoCanary([...errors.flatMap(seen), ...heard]);
  });
});

describe('no secret is seen when', () => {
  const broken: Record<string, (job: string) => string> = {
    'the YAML has a tab': (job) => job.replace('      containers', '\t   containers'),
    'the YAML ends in a quote': (job) => `${job}\n        - {name: d, value: "${secrets.envValue}`,
    'a key stands twice': (job) => job.replace('value:', 'value: 1, value:'),
    'env is a map': (job) => job.replace(/env: \[\{name: B, value: (".*?[^\\]")\}\]/, 'env: {B: $1}'),
    'the kind is missing': (job) => job.replace('kind: Job\n', ''),
    'an alias is unknown': (job) => job.replace('name: B', 'name: *canary-env'),
    'a tag is unknown': (job) => job.replace('name: B', 'name: !canary-env B'),
    'there are two documents': (job) => `${job}\n---\n${job}`,
  };
  test.each(Object.keys(broken))('%s', (which) => {
    let error: unknown;
    try {
      flowWith({ jobSpec: (broken[which] as (job: string) => string)(jobSpec) });
    } catch (thrown) {
      error = thrown;
    }
    expect(isKubernetesJobEnvironmentError(error)).toBe(true);
    expectNoCanary(seen(error));
  });

  test('a run, a transform or the namespace is wrong', () => {
    const throwing = (job: JobManifest): JobManifest => {
      throw new TypeError(`no place in ${job.kind}`);
    };
    const attempts = [
      () => flowWith({}).environment.buildJob(flowWith({}), { ...run, id: '' }),
      () => flowWith({ transforms: [throwing] }).environment.buildJob(flowWith({}), run),
      () =>
        flowWith({ transforms: [() => undefined as unknown as JobManifest] }).environment.buildJob(
          flowWith({}),
          run,
        ),
      () =>
        flowWith({
          jobSpec: jobSpec.replace('{name: canary}', '{name: c, namespace: n}'),
        }).environment.buildJob(flowWith({}), run),
      () => flowWith({ flowContainer: 'none' }),
    ];
    for (const attempt of attempts) {
      let error: unknown;
      try {
        attempt();
      } catch (thrown) {
        error = thrown;
      }
      expect(isKubernetesJobEnvironmentError(error)).toBe(true);
      expectNoCanary(seen(error));
    }
  });

  test('Prefect would change the key: the warning does not show it', () => {
    const flow = flowWith({ logger });
    flow.environment.buildJob(flow, { ...run, cloud: { graphql: 'g', apiKey: '~canary-key$HOME' } });
    expect(heard.length).toBeGreaterThan(0);
    expectNoCanary(heard);
  });

  test('an environment or its flow is printed, serialised or logged', () => {
    const flow = flowWith({ logger });
    const printed = [
      inspect(flow, { depth: 20, showHidden: true }),
      JSON.stringify(flow),
      flow.environment.toString(),
    ];
    expectNoCanary([...printed, JSON.stringify(flow.environment.serialize())]);
  });
});

test('no secret is seen in what a monitor tells of a run that fails', async () => {
  await using cluster = await EmbeddedCluster.start({ images: { '*': () => 3 } });
  await using api = connect(cluster.kubeConfig);
  await using monitor = new JobMonitor(api, { logger });
  const flow = flowWith({ logger, api });
  const job = await flow.environment.execute(flow, { ...run, namespace: 'default' });
  const told: string[] = [JSON.stringify(job)];
  for await (const event of monitor.events(job)) {
    told.push(JSON.stringify(event));
    if (event.type === 'finished') break;
  }
  told.push(JSON.stringify(await monitor.cancel(job)), JSON.stringify(await monitor.find('run-1')));
  expect(told.length).toBeGreaterThan(4);
  expectNoCanary([...told, ...heard]);
});

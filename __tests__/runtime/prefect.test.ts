import { describe, expect, test } from '@jest/globals';
import type { CloudOptions } from '../../src/flow.js';
import type { EnvVar } from '../../src/job-spec/job-manifest.js';
import { prefectRuntime } from '../../src/runtime/prefect.js';
import type { FlowStart, RuntimeContext } from '../../src/runtime/runtime.js';
import { slugify } from '../../src/slug.js';
import { fixture } from '../support/fixtures.js';

const API_KEY = 'PREFECT__CLOUD__API_KEY';
const RUN_ID = '3f0d7c5e-6a9b-4c1d-8e2f-000000000017';
const SERVICE = 'https://api.prefect.io/graphql';

function context(
  given: Partial<RuntimeContext> & { cloud?: CloudOptions; id?: string } = {},
): RuntimeContext {
  const { cloud, id = RUN_ID, ...rest } = given;
  return {
    flow: { name: 'my flow', slug: 'my-flow' },
    run: cloud === undefined ? { id } : { id, cloud },
    image: 'gcr.io/dev/k8s-job-flow:0.1.0',
    namespace: 'flows',
    flowPath: '/opt/prefect/flows/my-flow.prefect',
    containerEnv: [],
    ...rest,
  };
}

function start(cloud: CloudOptions, containerEnv: readonly EnvVar[] = []): FlowStart {
  return prefectRuntime().start(context({ cloud, containerEnv }));
}

function names({ env }: FlowStart): string[] {
  return env.map(({ name }) => name);
}

describe('the contract', () => {
  test.each(['seed-1', 'seed-2'])(
    'command, args and variables of %s are byte for byte those of Prefect',
    (file) => {
      const { run, body } = JSON.parse(fixture(`prefect-contract/seed/${file}.json`));
      const container = body.spec.template.spec.containers[0];
      const own = (entry: EnvVar): boolean => entry.name.startsWith('PREFECT__');
      const started = prefectRuntime().start({
        flow: { name: run.flowName, slug: slugify(run.flowName) },
        run: { id: run.flowRunId, cloud: { graphql: '{{graphql}}', apiKey: '{{apiKey}}' } },
        image: container.image,
        namespace: run.namespace,
        flowPath: `/opt/prefect/flows/${slugify(run.flowName)}.prefect`,
        containerEnv: container.env.filter((entry: EnvVar) => !own(entry)),
      });
      expect(started.command).toEqual(container.command);
      expect(started.args).toEqual(container.args);
      expect(JSON.stringify(started.env)).toBe(JSON.stringify(container.env.filter(own)));
      expect(started.env).toHaveLength(10);
    },
  );

  test('api, authToken and tenantId come after the ten, each only when given', () => {
    const all = start({ graphql: SERVICE, apiKey: 'k', tenantId: 't', authToken: 'a', api: 'https://x' });
    expect(all.env.slice(10)).toEqual([
      { name: 'PREFECT__CLOUD__API', value: 'https://x' },
      { name: 'PREFECT__CLOUD__AUTH_TOKEN', value: 'a' },
      { name: 'PREFECT__CLOUD__TENANT_ID', value: 't' },
    ]);
    expect(names(start({ graphql: SERVICE, apiKey: 'k', tenantId: 't' })).slice(10)).toEqual([
      'PREFECT__CLOUD__TENANT_ID',
    ]);
  });

  test('extraLoggers arrive as a Python list', () => {
    const { env } = prefectRuntime({ extraLoggers: ['boto3', "it's"] }).start(
      context({ cloud: { graphql: SERVICE, apiKey: 'k' } }),
    );
    expect(env.at(-1)).toEqual({
      name: 'PREFECT__LOGGING__EXTRA_LOGGERS',
      value: String.raw`['boto3', 'it\'s']`,
    });
  });

  test('a run without cloud gets the command and no variables', () => {
    const started = prefectRuntime().start(context());
    expect(started.env).toEqual([]);
    expect(started.command).toEqual(['/bin/sh', '-c']);
    expect(started.args).toHaveLength(1);
  });
});

describe('the API key', () => {
  test('a Secret is referred to, so that the key never stands in the manifest', () => {
    const { env } = start({ graphql: SERVICE, apiKey: { secretName: 'prefect', key: 'api-key' } });
    expect(env[1]).toEqual({
      name: API_KEY,
      valueFrom: { secretKeyRef: { name: 'prefect', key: 'api-key' } },
    });
  });

  test('left out, the one in the YAML stays', () => {
    const inYaml = { name: API_KEY, valueFrom: { secretKeyRef: { name: 'mine', key: 'k' } } };
    expect(names(start({ graphql: SERVICE }, [inYaml]))).not.toContain(API_KEY);
    expect(names(start({ graphql: SERVICE }, [{ name: API_KEY, value: 'clear' }]))).not.toContain(API_KEY);
  });

  test.each([
    [[]],
    [[{ name: 'OTHER', value: 'x' }]],
    [[{ name: API_KEY }]],
    [[{ name: API_KEY, value: '' }]],
  ])('neither in the run nor in the YAML (%j) is an error that says what to do', (containerEnv: EnvVar[]) => {
    expect(() => start({ graphql: SERVICE }, containerEnv)).toThrow(
      expect.objectContaining({ code: 'API_KEY_MISSING', message: expect.stringContaining('cloud.apiKey') }),
    );
  });

  test('an authToken alone is enough: it is what Prefect 0.12 to 0.14 know', () => {
    expect(names(start({ graphql: SERVICE, authToken: 'a' }))).not.toContain(API_KEY);
    const inYaml = { name: 'PREFECT__CLOUD__AUTH_TOKEN', value: 'a' };
    expect(names(start({ graphql: SERVICE }, [inYaml]))).not.toContain(API_KEY);
  });

  test.each([
    ['cloud.graphql', { graphql: '', apiKey: 'k' }],
    ['cloud.graphql', { apiKey: 'k' }],
    ['cloud.apiKey', { graphql: SERVICE, apiKey: '' }],
    ['cloud.apiKey', { graphql: SERVICE, apiKey: null }],
    ['cloud.apiKey.secretName', { graphql: SERVICE, apiKey: { key: 'k' } }],
    ['cloud.apiKey.key', { graphql: SERVICE, apiKey: { secretName: 's', key: '' } }],
    ['cloud.api', { graphql: SERVICE, apiKey: 'k', api: '' }],
    ['cloud.authToken', { graphql: SERVICE, authToken: '' }],
    ['cloud.tenantId', { graphql: SERVICE, apiKey: 'k', tenantId: 7 }],
  ])('%s that is empty or no text is an error that names it', (argument, cloud) => {
    expect(() => start(cloud as CloudOptions)).toThrow(
      expect.objectContaining({ code: 'INVALID_ARGUMENT', argument }),
    );
  });
});

describe('warnings', () => {
  test('there are none when all is well', () => {
    expect(start({ graphql: SERVICE, apiKey: 'JLx8YqWbT2-pk_Zk0' }).warnings).toEqual([]);
    expect(start({ graphql: SERVICE, apiKey: '1234567890' }).warnings).toEqual([]);
    expect(start({ graphql: 'https://x/g', api: 'https://x/g', apiKey: 'k' }).warnings).toEqual([]);
  });

  test('without cloud, Prefect needs a flow run id from the YAML', () => {
    expect(prefectRuntime().start(context()).warnings).toEqual([
      expect.stringContaining('PREFECT__CONTEXT__FLOW_RUN_ID'),
    ]);
    const containerEnv = [{ name: 'PREFECT__CONTEXT__FLOW_RUN_ID', value: 'x' }];
    expect(prefectRuntime().start(context({ containerEnv })).warnings).toEqual([]);
  });

  test.each([
    ['a$(NAME)b', 'Kubernetes'],
    ['a$$', 'Kubernetes'],
    ['a$HOME', 'Prefect'],
    ['a${backend}b', 'Prefect'],
    ['~/secret', 'Prefect'],
    ['1e5', 'Python'],
    ['0x10', 'Python'],
    ['1_000', 'Python'],
    ['None', 'Python'],
    ['True', 'Python'],
    ["'quoted'", 'Python'],
    ['["list"]', 'Python'],
  ])('%s would not arrive as it is: said by name, without the value', (value, who) => {
    const given: [string, FlowStart][] = [
      [API_KEY, start({ graphql: SERVICE, apiKey: value })],
      ['PREFECT__CLOUD__API', start({ graphql: SERVICE, apiKey: 'k', api: value })],
      ['PREFECT__CLOUD__AUTH_TOKEN', start({ graphql: SERVICE, authToken: value })],
      ['PREFECT__CLOUD__TENANT_ID', start({ graphql: SERVICE, apiKey: 'k', tenantId: value })],
      ['PREFECT__CLOUD__GRAPHQL', start({ graphql: value, apiKey: 'k', api: 'https://x' })],
      [
        'PREFECT__CONTEXT__FLOW_RUN_ID',
        prefectRuntime().start(context({ id: value, cloud: { graphql: SERVICE, apiKey: 'k' } })),
      ],
    ];
    for (const [name, { warnings = [] }] of given) {
      expect(warnings).toEqual([expect.stringContaining(`The value of ${name} `)]);
      expect(warnings[0]).toContain(who);
      // "True" and "None" stand in the sentence itself, as examples.
      if (!['True', 'None'].includes(value)) expect(warnings[0]).not.toContain(value);
    }
  });

  test('digits are safe in a key, but a flow run id of digits becomes a number', () => {
    const cloud = { graphql: SERVICE, apiKey: '42' };
    expect(prefectRuntime().start(context({ cloud, id: '42' })).warnings).toEqual([
      expect.stringContaining('PREFECT__CONTEXT__FLOW_RUN_ID'),
    ]);
  });

  test('with an API key Prefect 0.15 does not read an address of your own in graphql', () => {
    const graphql = 'https://prefect.example.com/graphql';
    const warned = [expect.stringContaining('cloud.api')];
    const inYaml = (name: string): EnvVar[] => [{ name, value: 'x' }];
    expect(start({ graphql, apiKey: 'k' }).warnings).toEqual(warned);
    expect(start({ graphql, apiKey: 'k', authToken: 'k' }).warnings).toEqual(warned);
    expect(start({ graphql, apiKey: { secretName: 's', key: 'k' } }).warnings).toEqual(warned);
    expect(start({ graphql }, inYaml(API_KEY)).warnings).toEqual(warned);
    expect(start({ graphql, authToken: 'k' }).warnings).toEqual([]);
    expect(start({ graphql, apiKey: 'k' }, inYaml('PREFECT__CLOUD__API')).warnings).toEqual([]);
  });
});

import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { parse } from 'yaml';
import {
  DockerStorage,
  Flow,
  type FlowRun,
  type JobManifest,
  KubernetesJobEnvironment,
} from '../../src/index.js';

const page = readFileSync(new URL('../../docs/your-yaml.md', import.meta.url), 'utf8');

/** What the page shows as before and after. */
const [containers, env, labels] = [...page.matchAll(/^```yaml\n# before\n(.*?)\n# after\n(.*?)^```$/gms)].map(
  ([, before = '', after = '']) => ({ before: parse(before), after: parse(after) }),
);
const cloud = {
  graphql: 'https://prefect.example/graphql',
  apiKey: { secretName: 'prefect', key: 'api-key' },
};

function built(
  metadata: object,
  containers: unknown[],
  run: Partial<FlowRun> = {},
  unique = false,
): JobManifest {
  const environment = new KubernetesJobEnvironment({
    jobSpec: {
      apiVersion: 'batch/v1',
      kind: 'Job',
      metadata,
      spec: { template: { spec: { containers } } },
    } as object,
    uniqueJobName: unique,
    generateId: () => labels?.after.metadata.labels.identifier,
  });
  const storage = new DockerStorage({
    registryUrl: 'gcr.io/dev/',
    imageName: 'k8s-job-flow',
    imageTag: '0.1.0',
  });
  return environment.buildJob(new Flow({ name: 'My flow', environment, storage }), { id: 'run-1', ...run });
}

const main = [{ name: 'main' }];

test('the flow container becomes what the page on YAML shows', () => {
  const job = built({ name: 'a' }, containers?.before.containers);
  expect(job.spec?.template?.spec?.containers).toEqual(containers?.after.containers);
});

test('so does its env', () => {
  const job = built({ name: 'a' }, [{ name: 'main', env: env?.before.env }], { cloud });
  const variables = job.spec?.template?.spec?.containers?.[0]?.env ?? [];
  expect(variables.slice(0, 3)).toEqual(env?.after.env);
  expect(variables).toHaveLength(3 + 8);
});

test('and so do labels', () => {
  const job = built({ name: 'a', ...labels?.before.metadata }, main);
  expect(job.metadata?.labels).toEqual(labels?.after.metadata.labels);
});

const names = [...page.matchAll(/^\| (`.*?|neither.*?)\| `([^`]*)` *\| `([^`]*)` *\|$/gm)].map(
  ([, yaml = '', byDefault, unique]) => ({ yaml: yaml.replaceAll('`', ''), byDefault, unique }),
);

test.each(names)('the name of a Job with $yaml is that of the table', ({ yaml, byDefault, unique }) => {
  const metadata = yaml.startsWith('neither') ? {} : parse(yaml);
  expect(built(metadata, main).metadata?.name).toBe(byDefault);
  expect(built(metadata, main, {}, true).metadata?.name).toBe(unique);
});

test('the table has three rows', () => expect(names).toHaveLength(3));

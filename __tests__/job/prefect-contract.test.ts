import { describe, expect, test } from '@jest/globals';
import { parseAllDocuments } from 'yaml';
import { DockerStorage, Flow, type JobManifest, KubernetesJobEnvironment } from '../../src/index.js';
import { fixture, fixtures } from '../support/fixtures.js';

/**
 * What three real Prefect releases make of each manifest, less the declared differences: the expected values of
 * `buildJob`. Placeholders stand for what a run makes anew.
 */
interface Contract {
  manifest: string;
  document?: number;
  run: {
    flowRunId: string;
    flowName: string;
    registryUrl: string;
    imageName: string;
    imageTag: string;
    namespace: string;
  };
  body: JobManifest;
}

/** Not built, but refused: what the library says instead. */
const refused: Record<string, string> = {
  'prefect-contract/edge/not-a-job.json': 'JOB_SPEC_DOCUMENT',
};

/** Prefect reads YAML with PyYAML, this library as kubectl does; the values that differ, as kubectl has them. */
const asKubectlReads: Record<string, (body: any) => void> = {
  'prefect-contract/edge/odd-scalars.json': (body) => {
    body.metadata.annotations = {
      'a-date': '2020-05-19',
      'a-time': '2020-05-19T12:34:56Z',
      sexagesimal: '1:30',
      octal: 420,
      octal12: 420,
      true: true,
      empty: null,
      float: 1000,
      float2: 1,
      underscore: 1000,
      '1': 'number-key',
      quoted: '2020-05-19',
    };
    body.spec.activeDeadlineSeconds = '1:30';
  },
};

const files = ['seed', 'edge', 'public'].flatMap((folder) => fixtures(`prefect-contract/${folder}`, '.json'));

describe('buildJob makes what real Prefect made, less the declared differences', () => {
  test('the contract is complete', () => expect(files.length).toBeGreaterThanOrEqual(43));

  test.each(files)('%s', (file) => {
    const contract = JSON.parse(fixture(file)) as Contract;
    const build = (): JobManifest => {
      const environment = new KubernetesJobEnvironment({
        jobSpec: manifestText(file, contract),
        generateId: () => 'id-of-this-execution',
      });
      const { flowName: name, registryUrl, imageName, imageTag } = contract.run;
      const storage = new DockerStorage({ registryUrl, imageName, imageTag });
      return environment.buildJob(new Flow({ name, environment, storage }), {
        id: contract.run.flowRunId,
        namespace: contract.run.namespace,
        cloud: { graphql: '{{graphql}}', apiKey: '{{apiKey}}' },
      });
    };
    const code = refused[file];
    if (code !== undefined) {
      expect(build).toThrow(expect.objectContaining({ code }));
      return;
    }
    expect(withPlaceholders(build())).toEqual(expectedBody(file, contract));
  });
});

function manifestText(file: string, { manifest, document }: Contract): string {
  const folder = file.split('/')[1] ?? '';
  const text = fixture(
    folder === 'public' ? `job-manifests/${manifest}` : `prefect-contract/manifests/${folder}/${manifest}`,
  );
  const number = document ?? Number(/\.doc(\d+)\.json$/.exec(file)?.[1] ?? Number.NaN);
  if (Number.isNaN(number)) return text;
  const documents = parseAllDocuments(text);
  if (!Array.isArray(documents)) throw new Error('no documents');
  return String(documents[number - 1]);
}

function expectedBody(file: string, { body }: Contract): unknown {
  const expected: any = structuredClone(body);
  asKubectlReads[file]?.(expected);
  // Prefect makes a container without a name, which no API server takes.
  expected.spec.template.spec.containers[0].name ??= 'flow-container';
  return expected;
}

function withPlaceholders(job: JobManifest): unknown {
  const built: any = structuredClone(job);
  for (const labels of [built.metadata.labels, built.spec.template.metadata.labels]) {
    expect(labels.identifier).toBe('id-of-this-execution');
    labels.identifier = '{{identifier}}';
  }
  if (/-[0-9a-f]{10}$/.test(built.metadata.name as string)) built.metadata.name = '{{name}}';
  return built;
}

import { describe, expect, test } from '@jest/globals';
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
  // The keys `yes` and `y` are both `true`, as kubectl reads them; PyYAML takes `y` for text.
  'prefect-contract/edge/odd-scalars.json': 'JOB_SPEC_SYNTAX',
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
        // Some of the manifests are none that an API server takes.
        validation: 'off',
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
    expect(withPlaceholders(build())).toEqual(expectedBody(contract));
  });
});

function manifestText(file: string, contract: Contract): string {
  const { manifest } = contract;
  const folder = file.split('/')[1] ?? '';
  const text = fixture(
    folder === 'public' ? `job-manifests/${manifest}` : `prefect-contract/manifests/${folder}/${manifest}`,
  );
  const number = contract.document ?? Number(/\.doc(\d+)\.json$/.exec(file)?.[1] ?? Number.NaN);
  if (Number.isNaN(number)) return text;
  const document = text.split(/^---.*\n/m).filter((part) => part.replace(/^#.*$/gm, '').trim() !== '')[
    number - 1
  ];
  if (document === undefined) throw new Error(`${manifest} has no document ${number}`);
  return document;
}

function expectedBody({ body }: Contract): unknown {
  const expected: any = structuredClone(body);
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

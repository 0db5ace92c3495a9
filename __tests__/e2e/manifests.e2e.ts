import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  connect,
  DockerStorage,
  Flow,
  JobSpecInvalidError,
  KubernetesJobEnvironment,
} from 'kubernetes-job-environment';
import type { ClusterApi } from 'kubernetes-job-environment';
import type { RealCluster } from '../../e2e/cluster/real-cluster.js';
import { fixture, fixtures } from '../support/fixtures.js';
import { jobDocument } from '../support/job-document.js';
import { untouched } from '../support/untouched.js';
import { lost } from './support/lost.js';
import { grantRightsEverywhere, kubeConfigWithRights } from './support/rbac.js';
import { startTestCluster } from './support/test-cluster.js';

const files = [
  ...fixtures('prefect-contract/manifests/seed', '.yaml'),
  ...fixtures('job-manifests', '.yaml'),
];
const seed = 'prefect-contract/manifests/seed/seed-1.yaml';

/** What no API server takes as it is written (a name that waits for sed), and the field that it names. */
const refused: Record<string, string> = {
  'job-manifests/gke--ai-ml-gke-ray-rayserve-llm-tpu-components-model-downloader-job.yaml':
    'spec.template.spec.serviceAccountName',
};

const storage = new DockerStorage({
  registryUrl: 'gcr.io/dev/',
  imageName: 'k8s-job-flow',
  imageTag: '0.1.0',
});

// No pod of them runs: devices, queues and images are not there. So no node is needed.
describe('a real API server', () => {
  let cluster: RealCluster;
  let api: ClusterApi;
  beforeAll(async () => {
    cluster = await startTestCluster({ node: false });
    await grantRightsEverywhere(cluster);
    api = connect(await kubeConfigWithRights(cluster));
  });
  afterAll(async () => {
    await api?.close();
    await cluster?.stop();
  });

  test('is asked about all the manifests', () => expect(files.length).toBeGreaterThanOrEqual(26));

  const taken = files.filter((file) => refused[file] === undefined);
  test.each(taken)('stores what was sent, and so what the YAML says: %s', async (file) => {
    const { job, json, execute } = await prepared(file);
    const handle = await execute();

    const stored = await api.readNamespacedJob(handle);
    expect(handle).toMatchObject({ created: true, uid: stored.metadata.uid });
    expect(lost(job, stored)).toEqual([]);
    expect(lost(untouched(withLabels(json)), untouched(stored))).toEqual([]);
  });

  test.each(Object.keys(refused))('refuses, as the check before it does: %s', async (file) => {
    const jobSpec = jobDocument(fixture(file));
    expect(() => new KubernetesJobEnvironment({ jobSpec })).toThrow(JobSpecInvalidError);

    const { execute } = await prepared(file);
    const causes = [expect.objectContaining({ field: refused[file] })];
    await expect(execute()).rejects.toMatchObject({ status: 422, causes: expect.arrayContaining(causes) });
  });

  test('is asked by a dry run, and stores nothing then', async () => {
    const namespace = 'dry';
    await cluster.runKubectl('create', 'namespace', namespace);
    const body = { ...(await prepared(seed)).job, metadata: { name: 'dry' } };
    const answer = await api.createNamespacedJob({
      namespace,
      body,
      fieldValidation: 'Strict',
      dryRun: 'All',
    });

    expect(lost(body, answer)).toEqual([]);
    expect(await api.list('jobs', { namespace })).toMatchObject({ items: [] });
  });

  async function prepared(file: string) {
    const environment = new KubernetesJobEnvironment({
      jobSpec: jobDocument(fixture(file)),
      api,
      generateId: () => 'this-execution',
      validation: refused[file] === undefined ? 'error' : 'off',
    });
    const flow = new Flow({ name: 'the flow', environment, storage });
    const { json } = environment.jobSpec;
    const id = `run-${files.indexOf(file)}`;
    const namespace = json.metadata?.namespace ?? id;
    const run = { id, namespace, cloud: { graphql: 'http://api', apiKey: 'key' } };
    await cluster
      .runKubectl('create', 'namespace', namespace)
      .catch((error: Error) => expect(error.message).toContain('AlreadyExists'));
    return { job: environment.buildJob(flow, run), json, execute: () => environment.execute(flow, run) };
  }
});

/** What the YAML need not have, and every built Job does. */
function withLabels(json: object): any {
  const job = structuredClone(json) as any;
  (job.metadata ??= {}).labels ??= {};
  (job.spec.template.metadata ??= {}).labels ??= {};
  return job;
}

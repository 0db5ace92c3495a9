// A Job through the BatchV1Api of client-node: a field that client-node does not know arrives.
import { BatchV1Api, KubeConfig } from '@kubernetes/client-node';
import { DockerStorage, Flow, KubernetesJobEnvironment } from 'kubernetes-job-environment';
import { EmbeddedCluster } from 'kubernetes-job-environment/testing';
import assert from 'node:assert/strict';

const cluster = await EmbeddedCluster.start({ images: { 'my-flow:1': () => 0 } });
const kubeConfig = new KubeConfig();
kubeConfig.loadFromString(cluster.kubeConfig);

const environment = new KubernetesJobEnvironment({
  jobSpecFile: 'job_spec.yaml',
  api: kubeConfig.makeApiClient(BatchV1Api),
  fieldValidation: 'Ignore',
  transforms: [(job) => ({ ...job, spec: { ...job.spec, newField: 'kept' } })],
});
const storage = new DockerStorage({ imageName: 'my-flow', imageTag: '1' });
const flow = new Flow({ name: 'my flow', environment, storage });
const cloud = { graphql: 'http://localhost:4200', apiKey: 'key' };
assert.equal((await environment.execute(flow, { id: 'run-1', cloud })).created, true);
const created = cluster.requests.find(({ method }) => method === 'POST');
assert.match(String(created?.body), /"newField":"kept"/);

await cluster.stop();

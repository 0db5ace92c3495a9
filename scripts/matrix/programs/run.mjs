// A run on an embedded cluster, through the library's own client.
import {
  connect,
  DockerStorage,
  Flow,
  JobMonitor,
  KubernetesJobEnvironment,
} from 'kubernetes-job-environment';
import { EmbeddedCluster } from 'kubernetes-job-environment/testing';
import assert from 'node:assert/strict';

const cluster = await EmbeddedCluster.start({
  images: {
    'my-flow:1': ({ log }) => {
      log('hello');
      return 0;
    },
  },
});
const api = connect(cluster.kubeConfig);
const monitor = new JobMonitor(api);

const environment = new KubernetesJobEnvironment({ jobSpecFile: 'job_spec.yaml', api });
const storage = new DockerStorage({ imageName: 'my-flow', imageTag: '1' });
const flow = new Flow({ name: 'my flow', environment, storage });
const cloud = { graphql: 'http://localhost:4200', apiKey: 'key' };
const job = await environment.execute(flow, { id: 'run-1', cloud });
const lines = [];
for await (const { text } of monitor.logs(job)) lines.push(text);
assert.deepEqual(lines, ['hello']);
assert.equal((await monitor.wait(job)).status, 'succeeded');
assert.equal((await environment.execute(flow, { id: 'run-1', cloud })).created, false);

await monitor.close();
await api.close();
await cluster.stop();

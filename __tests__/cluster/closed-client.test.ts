import { expect, test } from '@jest/globals';
import { connect, type JobManifest, setLabels, submitJob } from '../../src/index.js';
import { EmbeddedCluster } from '../../src/testing/index.js';

const job: JobManifest = setLabels({ identifier: 'id-1', flowRunId: 'run-1' })({ metadata: { name: 'a' } });

test('submitting through a client that was closed fails at once and says so', async () => {
  await using cluster = await EmbeddedCluster.start();
  const api = connect(cluster.kubeConfig);
  await api.close();
  const waits: number[] = [];
  const submitted = submitJob(api, job, {
    namespace: 'default',
    flowRunId: 'run-1',
    sleep: (ms) => Promise.resolve(void waits.push(ms)),
  });
  await expect(submitted).rejects.toMatchObject({ code: 'SUBMIT_FAILED', cause: { code: 'API_CLOSED' } });
  expect(waits).toEqual([]);
});

test('a client that is closed in the midst of a submission leaves open whether the Job exists', async () => {
  await using cluster = await EmbeddedCluster.start();
  const api = connect(cluster.kubeConfig);
  const held = cluster.faults.add({ method: 'POST', resource: 'jobs', hold: 'before-handling' });
  const submitted = submitJob(api, job, { namespace: 'default', flowRunId: 'run-1' });
  await held.reached;
  await api.close();
  await expect(submitted).rejects.toMatchObject({ code: 'SUBMIT_FAILED', jobMayExist: true });
});

import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { connect, JobMonitor, type LogLine, submitJob } from 'kubernetes-job-environment';
import type { RealCluster } from '../../e2e/cluster/real-cluster.js';
import { setLabels } from '../../src/job/set-labels.js';
import { grantRights, kubeConfigWithRights } from './support/rbac.js';
import { startTestCluster } from './support/test-cluster.js';

const namespace = 'default';

let cluster: RealCluster;
let kubeConfig: string;
beforeAll(async () => {
  cluster = await startTestCluster();
  await grantRights(cluster, namespace);
  kubeConfig = await kubeConfigWithRights(cluster);
});
afterAll(() => cluster?.stop());

/**
 * Its first run fails, with last words that have no newline; the second one succeeds, and lasts longer than anything here
 * is away: a kubelet removes the log of the first one soon after the end of the pod.
 */
const script = `
if [ -e /state/again ]; then echo again; sleep 30; exit 0; fi
touch /state/again
echo first
sleep 3
printf 'fatal: x'
exit 1`;

function jobNamed(name: string) {
  const container = {
    name: 'main',
    image: 'localhost/busybox:1',
    command: ['sh', '-c', script],
    volumeMounts: [{ name: 'state', mountPath: '/state' }],
  };
  return setLabels({ flowRunId: name, identifier: `identifier-of-${name}` })({
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name },
    spec: {
      backoffLimit: 3,
      template: {
        spec: {
          restartPolicy: 'OnFailure',
          containers: [container],
          volumes: [{ name: 'state', emptyDir: {} }],
        },
      },
    },
  });
}

test.each([
  ['while it is followed', () => Promise.resolve()],
  [
    'while the API server is away',
    async () => {
      await cluster.killApiServer();
      // The container is started again meanwhile, of which the kubelet can tell nobody.
      await new Promise((resolve) => setTimeout(resolve, 5_000));
      await cluster.restartApiServer();
    },
  ],
])(
  'each line of a container that is restarted %s comes once, in order, with no gap',
  async (how, meanwhile) => {
    await using api = connect(kubeConfig);
    await using monitor = new JobMonitor(api);
    const name = how.replaceAll(' ', '-').toLowerCase();
    const job = await submitJob(api, jobNamed(name), { namespace, flowRunId: name });
    const lines: Pick<LogLine, 'text' | 'incomplete'>[] = [];
    for await (const { text, incomplete } of monitor.logs(job)) {
      lines.push({ text, ...(incomplete && { incomplete }) });
      if (text === 'first') await meanwhile();
    }
    expect(lines).toEqual([{ text: 'first' }, { text: 'fatal: x' }, { text: 'again' }]);
    expect(await monitor.wait(job)).toMatchObject({ status: 'succeeded' });
  },
);

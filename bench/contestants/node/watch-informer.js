import { BatchV1Api, CoreV1Api, KubeConfig, makeInformer } from '@kubernetes/client-node';
import { serveWatch } from './watch.js';

const namespace = 'default';

/** Jobs and Pods, as the library watches them. `jobs-only`: what is needed to know that a Job has ended. */
const jobsOnly = process.argv[2] === 'jobs-only';

serveWatch((text, runs, onSettled) => {
  const kubeConfig = new KubeConfig();
  kubeConfig.loadFromString(text);
  const [batch, core] = [kubeConfig.makeApiClient(BatchV1Api), kubeConfig.makeApiClient(CoreV1Api)];
  const labelSelector = 'identifier,flow_run_id';
  const waiting = new Set(runs.map(({ uid }) => uid));
  const look = ({ metadata, status }) => {
    const ended = status?.conditions?.some(
      ({ type, status }) => status === 'True' && /Complete|Failed/.test(type),
    );
    if (ended && waiting.delete(metadata.uid)) onSettled(metadata.uid);
  };
  const jobs = makeInformer(
    kubeConfig,
    `/apis/batch/v1/namespaces/${namespace}/jobs`,
    () => batch.listNamespacedJob({ namespace, labelSelector }),
    labelSelector,
  );
  for (const verb of ['add', 'update']) jobs.on(verb, look);
  const pods = makeInformer(
    kubeConfig,
    `/api/v1/namespaces/${namespace}/pods`,
    () => core.listNamespacedPod({ namespace, labelSelector: 'identifier' }),
    'identifier',
  );
  const informers = jobsOnly ? [jobs] : [jobs, pods];
  for (const informer of informers) {
    informer.on('error', (error) => void process.stderr.write(`${error.stack}\n`));
    informer.start();
  }
  return () => informers.forEach((informer) => informer.stop());
});

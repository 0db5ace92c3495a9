import { connect, JobMonitor, submitJob } from '../../../dist/index.js';
import { EmbeddedCluster } from '../../../dist/testing/index.js';
import { serve } from './serve.js';

/** Client and cluster are in this one process, as in a test. */
serve({
  async start() {
    const started = performance.now();
    const cluster = await EmbeddedCluster.start();
    const milliseconds = performance.now() - started;
    await cluster.stop();
    return { milliseconds };
  },
  /** Creates so many Jobs. */
  create: ({ job, count }) => onCluster({}, count, (api, number) => submit(api, job, number)),
  /** Creates so many Jobs, and waits until all have run and their ends are known. */
  run: ({ job, image, count }) =>
    onCluster({ [image]: async () => undefined }, count, (api, number, monitor) =>
      submit(api, job, number).then((handle) => monitor.wait(handle)),
    ),
});

/** Does something for each number, 16 at a time. */
async function onCluster(images, count, one) {
  const cluster = await EmbeddedCluster.start({ images });
  const api = connect(cluster.kubeConfig);
  const monitor = new JobMonitor(api);
  const started = performance.now();
  let next = 0;
  const worker = async () => {
    while (next < count) await one(api, next++, monitor);
  };
  await Promise.all(Array.from({ length: 16 }, worker));
  const perSecond = (count * 1000) / (performance.now() - started);
  await monitor.close();
  await api.close();
  await cluster.stop();
  return { perSecond };
}

function submit(api, job, number) {
  const { metadata } = job;
  const name = `run-${number}`;
  const named = {
    ...job,
    metadata: { ...metadata, name, labels: { ...metadata.labels, flow_run_id: name } },
  };
  return submitJob(api, named, { namespace: 'default', flowRunId: name });
}

import { EmbeddedCluster } from '../../../dist/testing/index.js';
import { serve } from './serve.js';

let cluster;

serve({
  async start() {
    const started = performance.now();
    const another = await EmbeddedCluster.start();
    const milliseconds = performance.now() - started;
    await another.stop();
    return { milliseconds };
  },
  /** A cluster that runs an image, for callers of another process. */
  async serve({ image }) {
    cluster = await EmbeddedCluster.start({ images: { [image]: async () => undefined } });
    return { kubeConfig: cluster.kubeConfig };
  },
  /** Ends it; gives how many Jobs there were, and how many of them have ended. */
  async stop() {
    const jobs = cluster.jobs();
    await cluster.stop();
    return { jobs: jobs.length, ended: jobs.filter(({ status }) => status?.completionTime).length };
  },
});

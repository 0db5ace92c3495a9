import { setInterval } from 'node:timers';
import { EmbeddedCluster } from '../../../dist/testing/index.js';
import { serve } from './serve.js';

/** An EmbeddedCluster with which something goes wrong in one request of fifty. */
const image = process.argv[2];
const cluster = await EmbeddedCluster.start({ images: { [image]: async () => undefined } });
const seldom = (what) =>
  cluster.faults.add({ times: Infinity, where: () => Math.random() < 1 / 200, ...what });
seldom({ drop: 'before-handling' });
seldom({ drop: 'after-handling' });
seldom({ respond: { status: 503 } });
seldom({ respond: { status: 429, headers: { 'retry-after': '1' } } });
// Watches live long: most of them break in their midst.
cluster.faults.add({
  times: Infinity,
  verb: 'watch',
  where: () => Math.random() < 0.5,
  resetAfterBytes: 500_000,
});
// What was asked is kept for tests that look at it.
setInterval(() => cluster.requests.splice(0), 1_000);

serve({ kubeConfig: () => ({ kubeConfig: cluster.kubeConfig }) });

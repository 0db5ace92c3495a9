import { setTimeout as sleep } from 'node:timers/promises';
import { BatchV1Api, KubeConfig } from '@kubernetes/client-node';
import { serveWatch } from './watch.js';

serveWatch((text, runs, onSettled) => {
  const kubeConfig = new KubeConfig();
  kubeConfig.loadFromString(text);
  const polling = poll(kubeConfig.makeApiClient(BatchV1Api), runs, onSettled);
  return () => polling;
});

/** Lists the Jobs each second: of all ways to ask each second, the one of the fewest requests. */
async function poll(api, runs, onSettled) {
  const waiting = new Set(runs.map(({ uid }) => uid));
  while (waiting.size > 0) {
    const asked = performance.now();
    const { items } = await api.listNamespacedJob({
      namespace: 'default',
      labelSelector: 'identifier,flow_run_id',
    });
    for (const { metadata, status } of items) {
      const ended = status?.conditions?.some(
        ({ type, status }) => status === 'True' && /Complete|Failed/.test(type),
      );
      if (ended && waiting.delete(metadata.uid)) onSettled(metadata.uid);
    }
    await sleep(asked + 1000 - performance.now());
  }
}

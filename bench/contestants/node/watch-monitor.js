// It reads the kubeconfig: loaded before anything is measured, as in the others.
import '@kubernetes/client-node';
import { connect, JobMonitor } from '../../../dist/index.js';
import { serveWatch } from './watch.js';

serveWatch((kubeConfig, runs, onSettled) => {
  const monitor = new JobMonitor(connect(kubeConfig));
  for (const run of runs)
    monitor.wait(run).then(
      () => onSettled(run.uid),
      () => undefined,
    );
  return () => monitor.close();
});

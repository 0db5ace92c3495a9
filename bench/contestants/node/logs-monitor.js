import { connect, JobMonitor } from '../../../dist/index.js';
import { serveLogs } from './logs.js';

serveLogs(async (kubeConfig, runs) => {
  const api = connect(kubeConfig);
  const monitor = new JobMonitor(api);
  let lines = 0;
  const read = async (run) => {
    for await (const { text } of monitor.logs(run)) if (text.length > 0) lines += 1;
  };
  await Promise.all(runs.map(read));
  await monitor.close();
  await api.close();
  return { lines };
});

import { connect, submitJob } from '../../../dist/index.js';
import { serveCreates, target } from './creates.js';

const api = connect(target.kubeConfig);

serveCreates(async (job) => {
  const { name } = job.metadata;
  return (await submitJob(api, job, { namespace: 'default', flowRunId: name })).uid;
});

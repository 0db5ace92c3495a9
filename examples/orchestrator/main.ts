import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import {
  connect,
  DockerStorage,
  Flow,
  JobMonitor,
  KubernetesJobEnvironment,
  nodeRuntime,
} from 'kubernetes-job-environment';
import { orchestrate } from './orchestrator.js';
import { Queue } from './queue.js';

const usage = `Usage: node main.js FOLDER [--add ID]... [--at-once N]

Works off the queue in FOLDER on the cluster of your kubeconfig. --add puts runs into it before. Kill it whenever you
like, and start it again: no run is lost, and none is done twice.`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    add: { type: 'string', multiple: true, default: [] },
    'at-once': { type: 'string', default: '3' },
    help: { type: 'boolean', short: 'h' },
  },
});
const [folder] = positionals;
if (values.help === true || folder === undefined) {
  console.log(usage);
  process.exit(values.help === true ? 0 : 2);
}

const queue = new Queue(folder);
for (const id of values.add) queue.add(id);

await using api = connect();
await using monitor = new JobMonitor(api);
const flow = new Flow({
  name: 'orchestrated',
  storage: new DockerStorage({ imageName: 'my-flow', imageTag: '1' }),
  environment: new KubernetesJobEnvironment({
    jobSpecFile: fileURLToPath(new URL('job_spec.yaml', import.meta.url)),
    api,
    // Each run has a Job of its own.
    uniqueJobName: true,
    runtime: nodeRuntime({ flowFile: '/app/flow.js' }),
  }),
});

const stop = new AbortController();
process.once('SIGINT', () => stop.abort(new Error('Stopped; the runs go on.')));
try {
  const print = (id: string, text: string): void => console.log(`${id} ${text}`);
  const atOnce = Number(values['at-once']);
  await orchestrate({ queue, flow, monitor, atOnce, print, signal: stop.signal });
} catch (error) {
  if (!stop.signal.aborted) throw error;
  console.log('Stopped; the runs go on.');
}

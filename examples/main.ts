import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import {
  type ClusterApi,
  connect,
  type CreateOptions,
  isKubernetesJobEnvironmentError,
  type JobApi,
  JobMonitor,
  type RequestOptions,
} from 'kubernetes-job-environment';
import { EmbeddedCluster, localProcess } from 'kubernetes-job-environment/testing';
import { stringify } from 'yaml';
import { makeFlow } from './flow.js';
import { sideBySide } from './side-by-side.js';

const usage = `Usage: npm start -- [--context NAME] [--image IMAGE]

Runs the flow of examples/flow.ts as a Kubernetes Job: on an embedded cluster in this process, or
  --context NAME   on the cluster of this context of your kubeconfig
  --image IMAGE    in this image, where it is not gcr.io/dev/k8s-job-flow:0.1.0 (see examples/Dockerfile)`;

const here = fileURLToPath(new URL('.', import.meta.url));

/** How long a run on a real cluster may take: an image that can not be pulled would be waited for without end. */
const PATIENCE_MS = 10 * 60_000;

async function main(signal: AbortSignal): Promise<void> {
  const { values } = parseArgs({
    options: {
      context: { type: 'string' },
      image: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help === true) return console.log(usage);

  await using cluster = values.context === undefined ? await embeddedCluster(values.image) : undefined;
  await using api = connect(cluster?.kubeConfig, { context: values.context });
  // A look first: submitting would try again for a while where no cluster answers.
  await api.list('jobs', { namespace: await api.contextNamespace(), limit: 1 }, { signal });
  await run(api, values.image, signal);
}

/** A Kubernetes API in this process. Its node runs the image's containers as processes here, in the built examples. */
function embeddedCluster(image = 'gcr.io/dev/k8s-job-flow:0.1.0'): Promise<EmbeddedCluster> {
  return EmbeddedCluster.start({ images: { [image]: localProcess({ cwd: here }) } });
}

async function run(api: ClusterApi, image: string | undefined, signal: AbortSignal): Promise<void> {
  const flow = makeFlow(showing(api), image);
  await flow.environment.setup(flow);
  const job = await flow.environment.execute(flow, { id: randomUUID() }, { signal });

  heading('The run');
  console.log(`Job ${job.namespace}/${job.name} was ${job.created ? 'created' : 'adopted'} (uid ${job.uid})`);

  await using monitor = new JobMonitor(api);
  for await (const line of monitor.logs(job, { signal })) console.log(`${line.pod} | ${line.text}`);

  const outcome = await monitor.wait(job, { signal });
  console.log(`Job ${job.namespace}/${job.name} ${outcome.status}: ${outcome.reason} (${outcome.message})`);
  if (outcome.status !== 'succeeded') process.exitCode = 1;
}

/** The client, with each Job shown as it is sent. Any object with this one method would do as a client. */
function showing(api: ClusterApi): JobApi {
  const yaml = readFileSync(`${here}job_spec.yaml`, 'utf8');
  let shown = false;
  return {
    createNamespacedJob: (request, options: CreateOptions) => {
      if (!shown) heading('The Job: your YAML, and what the library makes of it');
      if (!shown) console.log(sideBySide(yaml, stringify(request.body, { lineWidth: 0 })));
      shown = true;
      return api.createNamespacedJob(request, options);
    },
    readNamespacedJob: (request, options: RequestOptions) => api.readNamespacedJob(request, options),
    contextNamespace: () => api.contextNamespace(),
  };
}

function heading(text: string): void {
  console.log(`\n── ${text} ${'─'.repeat(Math.max(0, 90 - text.length))}\n`);
}

const interrupted = new AbortController();
for (const name of ['SIGINT', 'SIGTERM'] as const) {
  process.once(name, () => interrupted.abort(new Error('Interrupted; a Job that was submitted goes on.')));
}
const patience = AbortSignal.timeout(PATIENCE_MS);
try {
  await main(AbortSignal.any([interrupted.signal, patience]));
} catch (error) {
  const { message } = patience.aborted
    ? {
        message: `The run did not end within ${PATIENCE_MS / 60_000} minutes. Look at it with kubectl describe job.`,
      }
    : isKubernetesJobEnvironmentError(error) || error instanceof Error
      ? error
      : { message: String(error) };
  console.error(message);
  if (isKubernetesJobEnvironmentError(error) && error.code === 'JOB_CONFLICT') {
    console.error(
      'The example keeps the name of its YAML: kubectl delete job my-prefect-job, and start it again.',
    );
  }
  process.exitCode = 1;
}

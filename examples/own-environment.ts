import {
  type ClusterApi,
  Environment,
  type Flow,
  type FlowRun,
  JobMonitor,
  type JobOutcome,
  type JobTransform,
  KubernetesJobEnvironment,
  nodeRuntime,
  updateFlowContainer,
} from 'kubernetes-job-environment';

/** Runs a flow with little memory, and once more with more each time that it was not enough. */
export class GrowingEnvironment extends Environment {
  readonly #api: ClusterApi;
  readonly #sizes: readonly string[];

  constructor(api: ClusterApi, sizes: readonly string[] = ['512Mi', '2Gi', '8Gi']) {
    super();
    this.#api = api;
    this.#sizes = sizes;
  }

  override async execute(
    flow: Flow,
    run: FlowRun,
    options: { signal?: AbortSignal } = {},
  ): Promise<JobOutcome | undefined> {
    await using monitor = new JobMonitor(this.#api);
    let outcome: JobOutcome | undefined;
    for (const memory of this.#sizes) {
      // Each size is a run of its own, and each is submitted exactly once: who starts anew after a crash goes on here.
      const sized = { ...run, id: `${run.id}-${memory}` };
      const job = await this.#with(memory).execute(flow, sized, options);
      outcome = await monitor.wait(job, options);
      if (!outcome.diagnoses.some(({ category }) => category === 'out-of-memory')) break;
    }
    return outcome;
  }

  #with(memory: string): KubernetesJobEnvironment {
    return new KubernetesJobEnvironment({
      jobSpecFile: new URL('job_spec.yaml', import.meta.url),
      uniqueJobName: true,
      runtime: nodeRuntime({ flowFile: 'flow.js' }),
      transforms: [withMemory(memory), withoutRetries],
      api: this.#api,
    });
  }
}

function withMemory(memory: string): JobTransform {
  return updateFlowContainer((container) => ({
    ...container,
    resources: { requests: { memory }, limits: { memory } },
  }));
}

/** The same size would only fail again. */
const withoutRetries: JobTransform = (job) => ({ ...job, spec: { ...job.spec, backoffLimit: 0 } });

import {
  DockerStorage,
  Flow,
  type JobApi,
  KubernetesJobEnvironment,
  nodeRuntime,
} from 'kubernetes-job-environment';

function getValue(): string {
  return 'Example!';
}

function outputValue(value: string): void {
  console.log(value);
}

/** The flow, to be submitted through `api`; without one, through the kubeconfig or the cluster it runs in. */
export function makeFlow(api?: JobApi, image?: string) {
  return new Flow({
    name: 'Kubernetes Job Environment w/ Resource Requests & Limits',
    environment: new KubernetesJobEnvironment({
      jobSpecFile: new URL('job_spec.yaml', import.meta.url),
      runtime: nodeRuntime({ flowFile: 'flow.js' }),
      api,
      metadata: image === undefined ? {} : { image },
    }),
    storage: new DockerStorage({ registryUrl: 'gcr.io/dev/', imageName: 'k8s-job-flow', imageTag: '0.1.0' }),

    // output_value.bind(value=get_value): the tasks and how they hang together are one function here.
    run: () => outputValue(getValue()),
  });
}

/** What `loadAndRunFlow` finds in the container. */
export const flow = makeFlow();

import {
  DockerStorage,
  Flow,
  type JobApi,
  type JobTransform,
  KubernetesJobEnvironment,
  nodeRuntime,
  updateFlowContainer,
} from 'kubernetes-job-environment';

/** What every Job of a team has: a step of one's own is a pure function from Job to Job. */
const deletedAfterADay: JobTransform = (job) => ({
  ...job,
  spec: { ...job.spec, ttlSecondsAfterFinished: 24 * 60 * 60 },
});

/** A step for the flow container; it is filled in already, and whatever its name. */
const asNobody = updateFlowContainer((container) => ({
  ...container,
  securityContext: { runAsNonRoot: true, runAsUser: 65_534, allowPrivilegeEscalation: false },
}));

/** A step that is made for each team. */
function ownedBy(team: string): JobTransform {
  return (job) => ({
    ...job,
    metadata: { ...job.metadata, labels: { ...job.metadata?.labels, team } },
  });
}

export function makeFlow(team: string, api?: JobApi): Flow {
  return new Flow({
    name: 'report',
    environment: new KubernetesJobEnvironment({
      jobSpecFile: new URL('job_spec.yaml', import.meta.url),
      runtime: nodeRuntime({ flowFile: 'flow.js' }),
      transforms: [deletedAfterADay, asNobody, ownedBy(team)],
      api,
    }),
    storage: new DockerStorage({ imageName: 'report', imageTag: '1' }),
  });
}

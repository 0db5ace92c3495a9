import type { KubernetesObject } from '../../cluster/cluster-api.js';

type Strip = (object: KubernetesObject) => KubernetesObject;

/** Of each object only what is read here is kept: ten thousand runs fit in memory. */
function keep(...fields: readonly string[]): Strip {
  return ({ metadata, ...rest }) => {
    const { name, namespace, uid, resourceVersion, creationTimestamp, deletionTimestamp, labels } = metadata;
    const kept = { name, namespace, uid, resourceVersion, creationTimestamp, deletionTimestamp, labels };
    return {
      metadata: Object.fromEntries(
        Object.entries(kept).filter(([, value]) => value !== undefined),
      ) as typeof metadata,
      ...Object.fromEntries(fields.map((field) => [field, rest[field]])),
    };
  };
}

const keepStatus = keep('status');

/** Of a Job's spec is kept who works on it. */
export function stripJob(job: KubernetesObject): KubernetesObject {
  const { managedBy } = (job['spec'] ?? {}) as { managedBy?: string };
  return managedBy === undefined ? keepStatus(job) : { ...keepStatus(job), spec: { managedBy } };
}

/** Of a pod's spec is kept where it is, what tells its containers apart, and whether they are started again. */
export function stripPod(pod: KubernetesObject): KubernetesObject {
  const {
    containers = [],
    restartPolicy,
    nodeName,
  } = (pod['spec'] ?? {}) as {
    containers?: readonly { name?: string }[];
    restartPolicy?: string;
    nodeName?: string;
  };
  return {
    ...keepStatus(pod),
    spec: { restartPolicy, nodeName, containers: containers.map(({ name }) => ({ name })) },
  };
}

export const stripEvent: Strip = keep('reason', 'message', 'firstTimestamp', 'involvedObject');

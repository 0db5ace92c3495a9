import {
  type ApiResponseError,
  type ClusterApi,
  type FoundRun,
  isKubernetesJobEnvironmentError,
  JobMonitor,
} from '../index.js';
import type { KubernetesObject } from '../cluster/cluster-api.js';
import { foundRun } from '../monitor/control/find-jobs.js';
import { namespaceOf } from './cluster.js';
import type { CommonOptions } from './common-options.js';

/** A run, and its Job as the server has it. */
export interface RunAndJob extends FoundRun {
  readonly object: KubernetesObject;
}

/** The run whose Job, or else whose run id, is called so. */
export async function findRun(api: ClusterApi, nameOrId: string, options: CommonOptions): Promise<RunAndJob> {
  const namespace = await namespaceOf(api, options);
  const named = await readJob(api, namespace, nameOrId);
  if (named !== undefined) {
    const run = foundRun(named, namespace);
    if (run.job.flowRunId === '' || run.job.identifier === '') throw new NoSuchRunError(notOurs(nameOrId));
    return { ...run, object: named };
  }
  await using monitor = new JobMonitor(api);
  const job = await monitor.find(nameOrId, { namespace });
  const object = job && (await readJob(api, namespace, job.name));
  if (object === undefined) {
    const message = `No Job or run is called "${nameOrId}" in namespace "${namespace}"; kje list shows those that are there.`;
    throw new NoSuchRunError(message);
  }
  return { ...foundRun(object, namespace), object };
}

class NoSuchRunError extends Error {}

function notOurs(name: string): string {
  return `Job "${name}" was not made by this library: it lacks the labels identifier and flow_run_id.`;
}

async function readJob(api: ClusterApi, namespace: string, name: string) {
  try {
    return await api.readNamespacedJob({ namespace, name });
  } catch (error) {
    if (isKubernetesJobEnvironmentError(error) && (error as ApiResponseError).status === 404)
      return undefined;
    throw error;
  }
}

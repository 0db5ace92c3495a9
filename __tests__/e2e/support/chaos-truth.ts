import { expect } from '@jest/globals';
import type { ClusterApi, KubernetesObject } from 'kubernetes-job-environment';
import type { ChaosRun } from './chaos-run.js';

/** The end of a container whose kubelet died while it was being started (StartError): the Job counts it as a failure. */
const notStarted = 128;

/** What was so: by what the server says in the end of a run's only Job and its pods, and by what each had to print. */
export async function truthOf(admin: ClusterApi, run: ChaosRun, namespace: string) {
  const ours = { namespace, labelSelector: `flow_run_id=${run.id}` };
  const [job, ...others] = (await admin.list('jobs', ours)).items;
  expect({ run: run.id, others }).toEqual({ run: run.id, others: [] });
  const labelSelector = `batch.kubernetes.io/controller-uid=${job?.metadata.uid}`;
  const { items } = await admin.list('pods', { namespace, labelSelector });
  const { conditions } = job?.['status'] as { conditions: { type: string }[] };
  const status = conditions.some(({ type }) => type === 'Complete') ? 'succeeded' : 'failed';
  const pods = Object.fromEntries(
    items.map((pod) => {
      const exitCode = exitCodeOf(pod);
      return [pod.metadata.name, { exitCode, lines: exitCode === notStarted ? [] : run.lines }];
    }),
  );
  const exitCodes = Object.values(pods).map(({ exitCode }) => exitCode);
  return {
    told: { unfinished: [], outcomes: [status], ends: [status], repeated: [], pods },
    asPlanned: exitCodes.includes(notStarted) ? undefined : { status, exitCodes },
  };
}

/** Removes the Jobs of a run, and their pods with them: a node that starts anew looks at every pod it has. */
export async function remove(admin: ClusterApi, run: ChaosRun, namespace: string): Promise<void> {
  const { items } = await admin.list('jobs', { namespace, labelSelector: `flow_run_id=${run.id}` });
  for (const { metadata } of items)
    await admin.deleteNamespacedJob({ namespace, name: metadata.name, propagationPolicy: 'Background' });
}

/** How a run ends that nothing keeps from starting. */
export function plannedEnd({ exitCode, pods }: ChaosRun) {
  return {
    status: exitCode === 0 ? 'succeeded' : 'failed',
    exitCodes: Array.from({ length: pods }, () => exitCode),
  };
}

function exitCodeOf(pod: KubernetesObject): number | undefined {
  const { containerStatuses } = pod['status'] as {
    containerStatuses?: { state?: { terminated?: { exitCode: number } } }[];
  };
  return containerStatuses?.[0]?.state?.terminated?.exitCode;
}

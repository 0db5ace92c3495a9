import { expect } from '@jest/globals';
import { ApiResponseError } from 'kubernetes-job-environment';
import type { ClusterApi, KubernetesObject } from 'kubernetes-job-environment';
import type { ChaosRun } from './chaos-run.js';

/**
 * The end of a container whose kubelet died while it was being started (StartError): the Job counts it as a failure.
 * Most often it did not run; sometimes it had begun to, and was killed.
 */
const notStarted = 128;

/** What was so of a pod. */
export interface PodTruth {
  readonly exitCode: number | undefined;
  readonly lines: readonly string[];
  /** What its container had printed before it was started again, when the node still has that. */
  readonly before?: readonly string[];
}

/** What was so: by what the server says in the end of a run's only Job and its pods, and by what each had to print. */
export async function truthOf(admin: ClusterApi, run: ChaosRun, namespace: string) {
  const ours = { namespace, labelSelector: `flow_run_id=${run.id}` };
  const [job, ...others] = (await admin.list('jobs', ours)).items;
  expect({ run: run.id, others }).toEqual({ run: run.id, others: [] });
  const labelSelector = `batch.kubernetes.io/controller-uid=${job?.metadata.uid}`;
  const { items } = await admin.list('pods', { namespace, labelSelector });
  const status = endOf(job);
  const pods = Object.fromEntries(
    await Promise.all(
      items.map(async (pod) => {
        const exitCode = exitCodeOf(pod);
        const lines = exitCode === notStarted ? await printed(admin, pod) : run.lines;
        const truth: PodTruth = { exitCode, lines };
        const before = restartsOf(pod) === 1 ? await printed(admin, pod, true) : [];
        return [pod.metadata.name, before.length === 0 ? truth : { ...truth, before }] as const;
      }),
    ),
  );
  const exitCodes = Object.values(pods).map(({ exitCode }) => exitCode);
  return {
    told: {
      unfinished: [],
      outcomes: [status],
      ends: [status],
      repeated: [],
      pods: Object.fromEntries(Object.entries(pods).map(([name, { before: _, ...pod }]) => [name, pod])),
    },
    pods,
    asPlanned: exitCodes.includes(notStarted) ? undefined : { status, exitCodes },
  };
}

/** What the node has of the output of a container: lines, the last without its end perhaps. */
async function printed(
  admin: ClusterApi,
  pod: KubernetesObject,
  previous = false,
): Promise<readonly string[]> {
  const { namespace = 'default', name } = pod.metadata;
  let text = '';
  try {
    const log = admin.podLog({ namespace, pod: name, container: 'main', previous });
    for await (const chunk of log) text += Buffer.from(chunk).toString('latin1');
  } catch (error) {
    // There is none: it never started, or the node has removed it.
    if (!(error instanceof ApiResponseError && error.status === 400)) throw error;
  }
  // The same, said otherwise (kubelet, `kuberuntime_container.go`).
  if (text.startsWith('unable to retrieve container logs for ')) return [];
  const lines = Buffer.from(text, 'latin1').toString().split('\n');
  return lines.at(-1) === '' ? lines.slice(0, -1) : lines;
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

/** What the server says of the end of a Job; where there is none, nobody could be told of it. */
function endOf(job: KubernetesObject | undefined): string {
  const { conditions = [] } = job?.['status'] as { conditions?: { type: string; status: string }[] };
  const types = conditions.filter(({ status }) => status === 'True').map(({ type }) => type);
  if (types.includes('Complete')) return 'succeeded';
  return types.includes('Failed') ? 'failed' : `not ended: ${JSON.stringify(job?.['status'])}`;
}

function exitCodeOf(pod: KubernetesObject): number | undefined {
  return mainOf(pod)?.state?.terminated?.exitCode;
}

function restartsOf(pod: KubernetesObject): number | undefined {
  return mainOf(pod)?.restartCount;
}

function mainOf(pod: KubernetesObject) {
  const { containerStatuses } = pod['status'] as {
    containerStatuses?: { restartCount?: number; state?: { terminated?: { exitCode: number } } }[];
  };
  return containerStatuses?.[0];
}

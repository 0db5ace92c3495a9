import type { ClusterApi, JobHandle } from 'kubernetes-job-environment';

/** Follows a run as an orchestrator does: yields how many seconds it waits before it asks again. */
export type PollLoop = (run: PolledRun) => AsyncGenerator<number, void>;

export interface PolledRun {
  readonly create: () => Promise<JobHandle>;
  readonly api: ClusterApi;
}

/** What these orchestrators ask of the API server for one run, replayed with their default periods. */
export const pollLoops: Readonly<Record<string, PollLoop>> = {
  /** apache-airflow-providers-cncf-kubernetes, operators/pod.py and utils/pod_manager.py: each 2 s. */
  'Airflow, KubernetesPodOperator': async function* ({ api, create }) {
    await pods(api);
    const job = await create();
    yield 1;
    await readLog(api, job);
    for (; !(await ended(api, job)); yield 2);
    await remove(api, job);
  },
  /** operators/job.py, job_poll_interval: each 10 s. */
  'Airflow, KubernetesJobOperator': async function* ({ api, create }) {
    const job = await create();
    for (; !(await ended(api, job)); yield 10);
    await pods(api, job);
    await readLog(api, job);
  },
  /** dagster_k8s/client.py, DEFAULT_WAIT_BETWEEN_ATTEMPTS: each 10 s. */
  Dagster: async function* ({ api, create }) {
    const job = await create();
    for (; !(await ended(api, job)); yield 10);
    await pods(api, job);
  },
  /** gitlab-runner, executors/kubernetes, poll_interval: each 3 s. */
  'GitLab runner': async function* ({ api, create }) {
    const job = await create();
    await readLog(api, job);
    for (; !(await ended(api, job)); yield 3);
    await remove(api, job);
  },
};

async function ended(api: ClusterApi, { namespace, name }: JobHandle): Promise<boolean> {
  const { status } = await api.readNamespacedJob({ namespace, name });
  const { conditions = [] } = (status ?? {}) as { conditions?: { type: string; status: string }[] };
  return conditions.some(({ type, status }) => status === 'True' && /^(Complete|Failed)$/.test(type));
}

async function pods(api: ClusterApi, job?: JobHandle): Promise<readonly { metadata: { name: string } }[]> {
  const labelSelector =
    job === undefined ? 'flow_run_id=none' : `batch.kubernetes.io/controller-uid=${job.uid}`;
  return (await api.list('pods', { namespace: 'default', labelSelector })).items;
}

async function readLog(api: ClusterApi, job: JobHandle): Promise<void> {
  for (const { metadata } of await pods(api, job)) {
    const log = api.podLog({ namespace: 'default', pod: metadata.name, container: 'flow-container' });
    for await (const _ of log);
  }
}

async function remove(api: ClusterApi, { namespace, name }: JobHandle): Promise<void> {
  await api.deleteNamespacedJob({ namespace, name, propagationPolicy: 'Background' });
}

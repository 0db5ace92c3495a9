import { setTimeout as sleep } from 'node:timers/promises';
import type { JobHandle, JobManifest } from 'kubernetes-job-environment';
import { unmanagedJob } from '../questions/job.js';
import type { ApiCaller } from './api-caller.js';

const jobs = '/apis/batch/v1/namespaces/default/jobs';

export interface RunsOptions {
  /** @default one that no controller works on */
  readonly job?: JobManifest;
  /** What is done with each. @default nothing */
  readonly use?: (run: JobHandle) => Promise<void>;
}

/** Creates Jobs, 16 at a time, and does something with each. */
export async function createRuns(
  api: ApiCaller,
  prefix: string,
  count: number,
  { job = unmanagedJob(), use = () => Promise.resolve() }: RunsOptions = {},
): Promise<JobHandle[]> {
  const runs: JobHandle[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < count) {
      const run = await createRun(api, job, `${prefix}-${next++}`);
      runs.push(run);
      await use(run);
    }
  };
  await Promise.all(Array.from({ length: 16 }, worker));
  return runs;
}

async function createRun(api: ApiCaller, job: JobManifest, name: string): Promise<JobHandle> {
  const labels = { ...job.metadata?.labels, flow_run_id: name };
  const body = { ...job, metadata: { ...job.metadata, name, labels } };
  const created = (await api.call('POST', jobs, body, 'application/json')) as { metadata: { uid: string } };
  const { uid } = created.metadata;
  return { namespace: 'default', name, uid, flowRunId: name, identifier: '', created: true };
}

/** Waits until a controller has ended a run. */
export async function endOfRun(api: ApiCaller, { name }: JobHandle): Promise<void> {
  for (;;) {
    const { status } = (await api.call('GET', `${jobs}/${name}`, undefined, 'application/json')) as {
      status?: { completionTime?: string };
    };
    if (status?.completionTime !== undefined) return;
    await sleep(10);
  }
}

/** Ends a run as the Job controller does when its pod has succeeded. */
export async function finishRun(api: ApiCaller, { name }: JobHandle): Promise<void> {
  const time = `${new Date().toISOString().slice(0, -5)}Z`;
  const conditions = ['SuccessCriteriaMet', 'Complete'].map((type) => ({
    type,
    status: 'True',
    reason: 'CompletionsReached',
    message: 'Reached expected number of succeeded pods',
    lastProbeTime: time,
    lastTransitionTime: time,
  }));
  const status = {
    startTime: time,
    completionTime: time,
    succeeded: 1,
    uncountedTerminatedPods: {},
    conditions,
  };
  await api.call('PATCH', `${jobs}/${name}/status`, { status }, 'application/merge-patch+json');
}

import {
  type ClusterApi,
  diagnose,
  type Diagnosis,
  type FoundRun,
  type PodSummary,
  redactor,
  type Timeline,
} from '../../index.js';
import type { KubernetesObject } from '../../cluster/cluster-api.js';
import { secretTexts } from '../../job/redact.js';
import { pullingMs } from '../../monitor/events/image-milestones.js';
import { podsOfJob } from '../../monitor/pods-of-job.js';
import { LogTails } from '../../monitor/evidence/log-tails.js';
import { verdictOf } from '../../monitor/outcome/job-outcome.js';
import { summarizePod } from '../../monitor/outcome/pod-summary.js';
import { timelineOf } from '../../monitor/outcome/timeline.js';
import type { RunAndJob } from '../find-run.js';

/** How a run stands, as plain JSON. */
export interface RunStatus extends FoundRun {
  /** Of the condition that decided its end. */
  readonly reason?: string;
  readonly message?: string;
  readonly timeline: Timeline;
  readonly pods: readonly PodSummary[];
  /** Why it failed or does not get on. */
  readonly diagnoses: readonly Diagnosis[];
}

/** Events are asked for of so many pods, the last ones. */
const MOST_PODS = 5;

/** Looks at a run once, with all that the cluster has to say about it. */
export async function lookAtRun(
  api: ClusterApi,
  { object, ...run }: RunAndJob,
  now: number,
): Promise<RunStatus> {
  const { namespace, uid, name, flowRunId } = run.job;
  const { items } = await api.list('pods', podsOfJob(run.job));
  const pods = items.map((pod) => ({ pod, gone: false }));
  const events = await eventsOf(api, namespace, [uid, ...items.slice(-MOST_PODS).map(uidOf)]);
  const { reason, message } = verdictOf(object) ?? {};
  const secrets = items.flatMap(secretTexts);
  const diagnoses = diagnose({
    job: object,
    pods,
    events,
    logTails: await logTails(api, namespace, items),
    now,
    redact: redactor(object, { secrets, open: [namespace, name, flowRunId] }),
  });
  return {
    ...run,
    ...(reason === undefined ? {} : { reason, message: message ?? '' }),
    timeline: timelineOf(object, pods, pullingMs(events)),
    pods: pods.map(summarizePod),
    diagnoses,
  };
}

function uidOf({ metadata }: KubernetesObject): string {
  return metadata.uid;
}

/** Without the right to read them there are none. */
async function eventsOf(api: ClusterApi, namespace: string, uids: readonly string[]) {
  const lists = uids.map((uid) =>
    api
      .list('events', { namespace, fieldSelector: `involvedObject.uid=${uid}` })
      .catch(() => ({ items: [] })),
  );
  return (await Promise.all(lists)).flatMap(({ items }) => items);
}

async function logTails(api: ClusterApi, namespace: string, pods: readonly KubernetesObject[]) {
  const tails = new LogTails(api, new AbortController().signal);
  for (const pod of pods.slice(-MOST_PODS)) tails.note(namespace, pod);
  return tails.of(pods);
}

import type { KubernetesObject } from '../../cluster/cluster-api.js';
import type { JobHandle } from '../../cluster/job-handle.js';
import { runIdentity } from '../../job/run-identity.js';
import { FLOW_RUN_ID_LABEL, IDENTIFIER_LABEL } from '../../job/set-labels.js';
import { labelValue } from '../../job/label-value.js';
import { verdictOf } from '../outcome/job-outcome.js';
import { type MonitorContext, untilClosed } from '../monitor-context.js';
import { OUR_JOBS } from '../watch/namespace-watch.js';
import { hasStatus, patiently } from '../patiently.js';
import { trueCondition } from '../status.js';

export interface FindOptions {
  readonly signal?: AbortSignal | undefined;
  /** @default that of the client's context */
  readonly namespace?: string | undefined;
}

/** A run that the server knows. */
export interface FoundRun {
  readonly job: JobHandle;
  /** `pending`: no pod runs yet. `deleting`: the Job is on its way out. */
  readonly state: 'pending' | 'running' | 'suspended' | 'succeeded' | 'failed' | 'deleting';
  /** RFC 3339: when the Job was created. */
  readonly created: string;
  /** RFC 3339: when the run ended, and all its pods were at rest. */
  readonly ended?: string;
}

/** Jobs per page. */
const PAGE = 500;

/** The Job of a flow run: of several, the youngest that is not on its way out. */
export async function findRun(
  context: MonitorContext,
  flowRunId: string,
  options: FindOptions,
): Promise<JobHandle | undefined> {
  let youngest: FoundRun | undefined;
  // A label may hold a changed form of the id, so what the server selects is compared once more.
  const labelSelector = `${IDENTIFIER_LABEL},${FLOW_RUN_ID_LABEL}=${labelValue(flowRunId)}`;
  for await (const run of pages(context, { ...options, labelSelector })) {
    if (run.job.flowRunId !== flowRunId || run.state === 'deleting') continue;
    if (youngest === undefined || run.created >= youngest.created) youngest = run;
  }
  return youngest?.job;
}

/** All runs of this library in a namespace, page by page from the server. */
export function listRuns(
  context: MonitorContext,
  options: FindOptions,
): AsyncGenerator<FoundRun, void, undefined> {
  return pages(context, { ...options, labelSelector: OUR_JOBS });
}

async function* pages(
  context: MonitorContext,
  { namespace, signal, labelSelector }: FindOptions & { readonly labelSelector: string },
): AsyncGenerator<FoundRun, void, undefined> {
  const both = untilClosed(context, signal);
  both.throwIfAborted();
  const where = namespace ?? (await context.api.contextNamespace());
  const told = new Set<string>();
  let next: string | undefined;
  do {
    const request = { namespace: where, labelSelector, limit: PAGE, continue: next || undefined };
    try {
      const { items, metadata } = await patiently(context, both, () =>
        context.api.list('jobs', request, { signal: both }),
      );
      next = metadata.continue || undefined;
      for (const job of items) {
        if (told.has(job.metadata.uid)) continue;
        told.add(job.metadata.uid);
        yield foundRun(job, where);
      }
    } catch (error) {
      both.throwIfAborted();
      // The page's version is too old by now: from the beginning, without those that were told.
      if (next === undefined || !hasStatus(error, 410)) throw error;
      next = '';
    }
  } while (next !== undefined);
}

/** A run as its Job tells of it. */
export function foundRun(job: KubernetesObject, namespace: string): FoundRun {
  const { name, uid, creationTimestamp = '', namespace: own = namespace } = job.metadata;
  const { flowRunId = '', identifier = '' } = runIdentity(job);
  const ended = (trueCondition(job, 'Complete') ?? trueCondition(job, 'Failed'))?.lastTransitionTime;
  return {
    job: { namespace: own, name, uid, flowRunId, identifier, created: false },
    state: stateOf(job),
    created: creationTimestamp,
    ...(typeof ended === 'string' ? { ended } : {}),
  };
}

function stateOf(job: KubernetesObject): FoundRun['state'] {
  if (job.metadata.deletionTimestamp !== undefined) return 'deleting';
  const verdict = verdictOf(job);
  if (verdict !== undefined) return verdict.status;
  if (trueCondition(job, 'Suspended') !== undefined) return 'suspended';
  const { ready = 0, active = 0 } = (job['status'] ?? {}) as { ready?: number; active?: number };
  return active > 0 && ready > 0 ? 'running' : 'pending';
}

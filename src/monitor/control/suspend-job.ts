import type { JobHandle } from '../../cluster/job-handle.js';
import { verdictOf } from '../outcome/job-outcome.js';
import { type MonitorContext, untilClosed } from '../monitor-context.js';
import { hasStatus, patiently } from '../patiently.js';
import { readJob } from '../read-job.js';

/**
 * Sets `spec.suspend` of a Job that has not ended. Gives `false` when it has, or is gone. Only the Job that was read is
 * changed: its uid and version are sent along.
 */
export async function setSuspend(
  context: MonitorContext,
  job: JobHandle,
  suspend: boolean,
  signal?: AbortSignal,
): Promise<boolean> {
  const both = untilClosed(context, signal);
  const { namespace, name, uid } = job;
  for (;;) {
    const found = await readJob(context, job, signal);
    if (found === 'Deleted' || found === 'Replaced') return false;
    const { resourceVersion, deletionTimestamp } = found.metadata;
    if (deletionTimestamp !== undefined || verdictOf(found) !== undefined) return false;
    if (((found['spec'] as { suspend?: boolean } | undefined)?.suspend ?? false) === suspend) return true;
    const patch = { metadata: { uid, resourceVersion }, spec: { suspend } };
    try {
      await patiently(context, both, () =>
        context.api.patchNamespacedJob({ namespace, name, patch }, { signal: both }),
      );
      return true;
    } catch (error) {
      both.throwIfAborted();
      // Changed, gone or replaced (a wrong uid in a patch is 422) since it was read: look again.
      if (![404, 409, 422].some((status) => hasStatus(error, status))) throw error;
      if (hasStatus(error, 422) && typeof (await readJob(context, job, signal)) !== 'string') throw error;
    }
  }
}

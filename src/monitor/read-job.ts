import type { KubernetesObject } from '../cluster/cluster-api.js';
import type { JobHandle } from '../cluster/job-handle.js';
import { type MonitorContext, untilClosed } from './monitor-context.js';
import { hasStatus, patiently } from './patiently.js';

/** The Job as a quorum read gives it, or how it is gone. */
export async function readJob(
  context: MonitorContext,
  { namespace, name, uid }: JobHandle,
  signal?: AbortSignal,
): Promise<KubernetesObject | 'Deleted' | 'Replaced'> {
  const both = untilClosed(context, signal);
  try {
    const found = await patiently(context, both, () =>
      context.api.readNamespacedJob({ name, namespace }, { signal: both }),
    );
    return found.metadata.uid === uid ? found : 'Replaced';
  } catch (error) {
    both.throwIfAborted();
    if (hasStatus(error, 404)) return 'Deleted';
    throw error;
  }
}

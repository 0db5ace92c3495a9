import { errorType, type Telemetry } from '../../telemetry.js';
import type { JobHandle } from '../job-handle.js';

/** Counts a submission while it is in flight, and by its outcome when it has ended. */
export async function counted(
  telemetry: Telemetry | undefined,
  submit: () => Promise<JobHandle>,
): Promise<JobHandle> {
  telemetry?.count('submits.in_flight', 1);
  try {
    const handle = await submit();
    telemetry?.count('submits', 1, { outcome: handle.created ? 'created' : 'adopted' });
    return handle;
  } catch (error) {
    telemetry?.count('submits', 1, { outcome: 'failed', 'error.type': errorType(error) });
    throw error;
  } finally {
    telemetry?.count('submits.in_flight', -1);
  }
}

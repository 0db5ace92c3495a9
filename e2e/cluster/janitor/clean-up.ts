import { rmSync } from 'node:fs';
import { removeCgroup } from './cgroups.js';
import { removeHostTraces } from './host-traces.js';
import { unmountBelow } from './mounts.js';
import { killAll, markedProcesses } from './processes.js';

/**
 * Ends a cluster and removes every trace of it. Nothing is asked to end well, for nothing of it is kept.
 * The order below is correctness-critical: first who would start or mount something anew, then the containers, then
 * what they held.
 */
export async function cleanUp(directory: string, id: string): Promise<void> {
  await killAll(() => markedProcesses(directory));
  await removeCgroup(id);
  await unmountBelow(directory);
  await removeHostTraces(directory, id);
  rmSync(directory, { recursive: true, force: true });
}

import { readFileSync, readdirSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** The variable by which a process is known to belong to a cluster. What it starts inherits it. */
export const marker = 'KUBERNETES_JOB_ENVIRONMENT_CLUSTER';

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** The command line of every process. */
export function commandLines(): string[] {
  return pids().map((pid) => readProc(pid, 'cmdline').replaceAll('\0', ' '));
}

/** The processes of this cluster; not those in its containers, whose environment is their own. */
export function markedProcesses(directory: string): number[] {
  const wanted = `${marker}=${directory}`;
  return pids().filter((pid) => readProc(pid, 'environ').split('\0').includes(wanted));
}

/** Kills until `find` finds none, for each may just have started another. */
export async function killAll(find: () => number[]): Promise<void> {
  for (let round = 0; round < 250; round += 1) {
    const found = find();
    if (found.length === 0) return;
    for (const pid of found) kill(pid);
    await sleep(20);
  }
  throw new Error(`Processes ${find().join(', ')} do not end after SIGKILL.`);
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It ended by itself, or the next round finds it again.
  }
}

function pids(): number[] {
  return readdirSync('/proc').map(Number).filter(Number.isInteger);
}

/** Empty for a process that has ended, is a zombie, or belongs to somebody else. */
function readProc(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'latin1');
  } catch {
    return '';
  }
}

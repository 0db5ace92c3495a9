import { mkdtempSync, readdirSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { cleanUp } from './janitor/clean-up.js';
import { commandLines, isAlive } from './janitor/processes.js';

/** `kje-<process id of the owner>-<six random characters>` */
const form = /^kje-(\d+)-(\w{6})$/;

/** Socket paths end after 107 bytes; containerd's are 67 longer than this folder's. */
const longestParent = 21;

/** The folder for everything that one cluster writes. */
export function createStateDirectory(): string {
  return mkdtempSync(join(parent(), `kje-${process.pid}-`));
}

/** Names what a cluster makes outside its folder: bridge (15 characters at most), cgroup, network. */
export function clusterId(directory: string): string {
  return `kje-${form.exec(basename(directory))?.[2] ?? ''}`;
}

/** Removes what is left of clusters whose owner and janitor were both killed. */
export async function sweepAbandoned(): Promise<void> {
  const running = commandLines();
  for (const name of readdirSync(parent())) {
    const owner = form.exec(name)?.[1];
    const directory = join(parent(), name);
    if (owner === undefined || isAlive(Number(owner))) continue;
    if (statSync(directory, { throwIfNoEntry: false })?.uid !== process.getuid?.()) continue;
    // Its janitor may be at it right now.
    if (running.some((line) => line.includes('janitor/main.js') && line.includes(directory))) continue;
    await cleanUp(directory, clusterId(directory));
  }
}

function parent(): string {
  return tmpdir().length <= longestParent ? tmpdir() : '/tmp';
}

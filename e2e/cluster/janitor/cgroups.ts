import { existsSync, mkdirSync, readFileSync, readdirSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { killAll } from './processes.js';
import { mountPoints } from './mounts.js';

/** Makes the cgroup below which the kubelet puts all pods of this cluster, in every hierarchy. */
export function createCgroup(name: string): void {
  for (const { path, type } of hierarchies()) {
    if (type === 'cgroup2') enableControllers(path);
    mkdirSync(join(path, name), { recursive: true });
  }
}

/** Kills what runs in the cgroup, containers that is, and removes it. */
export async function removeCgroup(name: string): Promise<void> {
  await killAll(() => folders(name).flatMap(processesIn));
  // The kernel lets go of a cgroup a moment after its last process.
  for (let round = 0; round < 100; round += 1) {
    for (const folder of folders(name).reverse()) remove(folder);
    if (folders(name).length === 0) return;
    await sleep(20);
  }
  throw new Error(`Could not remove the cgroup ${name}.`);
}

function hierarchies() {
  return mountPoints().filter(({ type }) => type === 'cgroup' || type === 'cgroup2');
}

/** Version 2: a child has only the controllers that its parent passes on. */
function enableControllers(hierarchy: string): void {
  for (const controller of readFileSync(join(hierarchy, 'cgroup.controllers'), 'utf8').split(/\s+/)) {
    try {
      if (controller !== '') writeFileSync(join(hierarchy, 'cgroup.subtree_control'), `+${controller}`);
    } catch {
      // Not every controller can be passed on everywhere. The kubelet names the one that it misses.
    }
  }
}

/** All folders of the cgroup, parents before children. */
function folders(name: string): string[] {
  return hierarchies()
    .map(({ path }) => join(path, name))
    .filter((top) => existsSync(top))
    .flatMap((top) => [top, ...below(top)]);
}

function below(top: string): string[] {
  return readdirSync(top, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

function processesIn(folder: string): number[] {
  try {
    return readFileSync(join(folder, 'cgroup.procs'), 'utf8').split('\n').filter(Boolean).map(Number);
  } catch {
    return [];
  }
}

function remove(folder: string): void {
  try {
    rmdirSync(folder);
  } catch {
    // Still in use: another round.
  }
}

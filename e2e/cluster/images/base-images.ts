import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { cacheFolder } from '../cache.js';
import { busybox } from '../node/prerequisites.js';
import { makeBusyboxRoot } from './busybox-root.js';
import { writeImageArchive } from './image-archive.js';

const forever = "trap 'exit 0' TERM INT; while :; do sleep 3600 & wait; done";

/** `localhost/busybox:1`, and `localhost/pause:1` that holds the namespaces of a pod; from the cache if it has them. */
export async function baseImages(): Promise<string> {
  const folder = cacheFolder('images');
  const content = createHash('sha256').update(readFileSync(busybox)).update(forever).digest('hex');
  const file = join(folder, `base-${content.slice(0, 12)}.tar`);
  if (existsSync(file)) return file;
  const root = mkdtempSync(join(folder, 'root-'));
  try {
    await makeBusyboxRoot(root);
    const Env = ['PATH=/bin'];
    await writeImageArchive(file, [
      { tag: 'localhost/busybox:1', config: { Env, Cmd: ['sh'] }, layers: [root] },
      { tag: 'localhost/pause:1', config: { Env, Entrypoint: ['/bin/sh', '-c', forever] }, layers: [root] },
    ]);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
  return file;
}

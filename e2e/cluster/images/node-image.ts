import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder } from '../cache.js';
import { root } from '../root.js';
import { makeBusyboxRoot } from './busybox-root.js';
import { writeImageArchive } from './image-archive.js';
import { copyInstalled } from './installed-packages.js';
import { copySharedLibraries } from './shared-libraries.js';

const config = { Env: ['PATH=/usr/local/bin:/bin'], WorkingDir: '/app', Cmd: ['node'] };

/**
 * `localhost/node:1`: the Node that runs this, and in /app the library as `npm install` would put it, with its
 * dependencies and client-node. Made anew whenever `dist` changed.
 */
export async function nodeImage(): Promise<string> {
  const folder = cacheFolder('images');
  const file = join(folder, `node-${contentHash()}.tar`);
  if (existsSync(file)) return file;
  for (const old of readdirSync(folder)) if (/^node-\w+\.tar$/.test(old)) rmSync(join(folder, old));
  const making = mkdtempSync(join(folder, 'root-'));
  try {
    const [system, app] = [join(making, 'system'), join(making, 'app')];
    await makeBusyboxRoot(system);
    cpSync(process.execPath, join(system, 'usr/local/bin/node'), { dereference: true });
    await copySharedLibraries([process.execPath], system);
    copyInstalled('kubernetes-job-environment', root, join(app, 'app/node_modules'));
    await writeImageArchive(file, [{ tag: 'localhost/node:1', config, layers: [system, app] }]);
  } finally {
    rmSync(making, { recursive: true, force: true });
  }
  return file;
}

function contentHash(): string {
  const hash = createHash('sha256').update(`${process.version} ${process.execPath}\0`);
  for (const name of ['package.json', 'package-lock.json']) hash.update(readFileSync(join(root, name)));
  const built = readdirSync(join(root, 'dist'), { recursive: true, withFileTypes: true });
  const files = built.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  for (const file of files.sort()) hash.update(`${file}\0`).update(readFileSync(file));
  return hash.digest('hex').slice(0, 12);
}

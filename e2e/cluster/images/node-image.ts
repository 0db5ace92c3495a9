import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { cacheFolder } from '../cache.js';
import { root } from '../root.js';
import { runCommand } from '../run-command.js';
import { makeBusyboxRoot } from './busybox-root.js';
import { writeImageArchive } from './image-archive.js';
import { copyInstalled } from './installed-packages.js';

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
    await copyProgram(process.execPath, join(system, 'usr/local/bin/node'), system);
    copyInstalled('kubernetes-job-environment', root, join(app, 'app/node_modules'));
    await writeImageArchive(file, [{ tag: 'localhost/node:1', config, layers: [system, app] }]);
  } finally {
    rmSync(making, { recursive: true, force: true });
  }
  return file;
}

/** A program, and each shared library that the loader would give it, where the loader looks for it. */
export async function copyProgram(program: string, target: string, system: string): Promise<void> {
  mkdirSync(dirname(target), { recursive: true });
  cpSync(program, target, { dereference: true });
  for (const [, library = ''] of (await runCommand('ldd', [program])).matchAll(/(\/\S+) \(0x/g)) {
    mkdirSync(dirname(join(system, library)), { recursive: true });
    cpSync(library, join(system, library), { dereference: true });
  }
}

function contentHash(): string {
  const hash = createHash('sha256').update(`${process.version} ${process.execPath}\0`);
  for (const name of ['package.json', 'package-lock.json']) hash.update(readFileSync(join(root, name)));
  const built = readdirSync(join(root, 'dist'), { recursive: true, withFileTypes: true });
  const files = built.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  for (const file of files.sort()) hash.update(`${file}\0`).update(readFileSync(file));
  return hash.digest('hex').slice(0, 12);
}

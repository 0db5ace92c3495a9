import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../../', import.meta.url));
const cache = join(root, 'node_modules', '.cache', 'kubernetes-job-environment');
const dayMilliseconds = 24 * 60 * 60 * 1000;

/**
 * The package as users get it, compiled from the sources as they are now: files below `directory` find
 * `kubernetes-job-environment` and its subpaths as an installed package. Make folders of your own in it.
 *
 * The folder is named after the content it was built from and appears by one rename: test files that run at the same
 * time share it, and the next run finds it there.
 */
export async function builtPackage(): Promise<{ readonly directory: string }> {
  const directory = join(cache, contentHash());
  if (!existsSync(directory)) await build(directory);
  return { directory };
}

function contentHash(): string {
  const hash = createHash('sha256');
  const sources = readdirSync(join(root, 'src'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  for (const file of [
    ...sources,
    ...[
      'deploy/rbac.yaml',
      'package.json',
      'package-lock.json',
      'tsconfig.json',
      'scripts/bundle.js',
      'scripts/package/inlined.js',
    ].map(inRoot),
  ]) {
    hash.update(`${file}\0`).update(readFileSync(file)).update('\0');
  }
  return hash.digest('hex').slice(0, 16);
}

async function build(directory: string): Promise<void> {
  mkdirSync(cache, { recursive: true });
  removeOld();
  const making = mkdtempSync(join(cache, 'making-'));
  const target = join(making, 'node_modules', 'kubernetes-job-environment');
  mkdirSync(target, { recursive: true });
  cpSync(inRoot('package.json'), join(target, 'package.json'));
  cpSync(inRoot('deploy'), join(target, 'deploy'), { recursive: true });
  // Without the types: here only the JavaScript counts.
  await run(process.execPath, [inRoot('scripts/bundle.js'), join(target, 'dist')]);
  try {
    renameSync(making, directory);
  } catch (error) {
    // Somebody else was faster with the same content.
    if (!existsSync(directory)) throw error;
    rmSync(making, { recursive: true, force: true });
  }
}

function removeOld(): void {
  for (const name of readdirSync(cache)) {
    const folder = join(cache, name);
    const changed = statSync(folder, { throwIfNoEntry: false })?.mtimeMs ?? 0;
    if (Date.now() - changed > dayMilliseconds) rmSync(folder, { recursive: true, force: true });
  }
}

function inRoot(name: string): string {
  return join(root, name);
}

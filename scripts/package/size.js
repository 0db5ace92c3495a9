import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../prepare.js';

/** Prints how large the package is, and how many others come with it. */
export function printSize() {
  const { stdout, status } = spawnSync('npm', ['pack', '--dry-run', '--json'], {
    cwd: root,
    encoding: 'utf8',
  });
  if (status !== 0) return 1;
  const [{ size, unpackedSize, entryCount }] = JSON.parse(stdout);
  const { dependencies, peerDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  console.log(
    `size: ${kilobytes(size)} packed, ${kilobytes(unpackedSize)} unpacked, ${entryCount} files, ` +
      `${Object.keys(dependencies).length} dependencies, ${Object.keys(peerDependencies).length} peers`,
  );
  return 0;
}

function kilobytes(bytes) {
  return `${Math.round(bytes / 1000)} kB`;
}

import { readFileSync } from 'node:fs';
import { runCommand } from '../run-command.js';

/** Unmounts everything below a folder, the newest first. */
export async function unmountBelow(directory: string): Promise<void> {
  for (const options of [[], ['-l']]) {
    const mounts = mountsBelow(directory);
    if (mounts.length === 0) return;
    // umount goes on after one that is busy; what it could not do is seen by the next look.
    await runCommand('umount', [...options, ...mounts]).catch(() => undefined);
  }
  const left = mountsBelow(directory);
  // Deleting through a mount would delete the files of the host behind it.
  if (left.length > 0)
    throw new Error(`Could not unmount ${left.join(', ')}; ${directory} is left as it is.`);
}

function mountsBelow(directory: string): string[] {
  return mountPoints()
    .map(({ path }) => path)
    .filter((path) => path.startsWith(`${directory}/`))
    .reverse();
}

/** Where which kind of file system is mounted: proc(5), /proc/pid/mounts. */
export function mountPoints(): { path: string; type: string }[] {
  return readFileSync('/proc/self/mounts', 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => {
      const [, path = '', type = ''] = line.split(' ');
      return { path: unescape(path), type };
    });
}

function unescape(path: string): string {
  return path.replace(/\\(\d{3})/g, (_, octal: string) => String.fromCharCode(parseInt(octal, 8)));
}

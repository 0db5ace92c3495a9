import { chmodSync, cpSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { busybox } from '../node/prerequisites.js';
import { runCommand } from '../run-command.js';

/** Fills a folder with a minimal system: busybox as every command it knows, and the usual folders and users. */
export async function makeBusyboxRoot(folder: string): Promise<void> {
  for (const name of ['bin', 'tmp', 'etc', 'root', 'proc', 'sys', 'dev', 'var/run']) {
    mkdirSync(join(folder, name), { recursive: true });
  }
  chmodSync(join(folder, 'tmp'), 0o1777);
  cpSync(busybox, join(folder, 'bin/busybox'));
  const applets = (await runCommand(busybox, ['--list'])).split('\n');
  for (const applet of applets) {
    if (applet !== '' && applet !== 'busybox') symlinkSync('busybox', join(folder, 'bin', applet));
  }
  const users = ['root:x:0:0:root:/root:/bin/sh', 'nobody:x:65534:65534:nobody:/:/bin/false'];
  writeFileSync(join(folder, 'etc/passwd'), `${users.join('\n')}\n`);
  writeFileSync(join(folder, 'etc/group'), 'root:x:0:\nnogroup:x:65534:\n');
}

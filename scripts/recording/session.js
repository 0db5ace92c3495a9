import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { root } from '../prepare.js';
import { commands, files } from './script.js';
import { startShell } from './shell.js';

/** How fast it is typed, and how long what was printed may be read, in milliseconds. */
const KEY = 35;
const READ = 1_800;

/** A shell in which the commands of the script are typed, on an embedded cluster; gives the frames of its screen. */
export async function recordSession() {
  const { EmbeddedCluster, localProcess } = await import('../../dist/testing/index.js');
  const folder = mkdtempSync(join(tmpdir(), 'kje-recording-'));
  const cluster = await EmbeddedCluster.start({ images: { '*': localProcess({ cwd: folder }) } });
  try {
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    writeFileSync(join(folder, 'kubeconfig'), cluster.kubeConfig);
    const shell = await startShell(folder, { PATH: `${binWith(folder)}:${process.env.PATH}` });
    for (const command of commands) {
      for (const key of `${command}\r`) {
        shell.type(key);
        await sleep(KEY);
      }
      await shell.prompted();
      await sleep(READ);
    }
    return shell.end();
  } finally {
    await cluster.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A folder for the PATH that has `kje` in it. */
function binWith(folder) {
  const bin = join(folder, '.bin');
  const main = join(root, 'dist/cli/main.js');
  mkdirSync(bin);
  chmodSync(main, 0o755);
  symlinkSync(main, join(bin, 'kje'));
  return bin;
}

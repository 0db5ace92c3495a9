import {
  existsSync,
  lstatSync,
  readFileSync,
  readdirSync,
  readlinkSync,
  rmSync,
  rmdirSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { runCommand } from '../run-command.js';

const cniResults = '/var/lib/cni/results';
const logLinks = '/var/log/containers';
const devicePlugins = '/var/lib/kubelet/device-plugins';

/** Paths that are fixed in the kubelet, containerd or a CNI plugin, whatever their options; children before parents. */
const fixedPaths = [
  cniResults,
  '/var/lib/cni',
  `${devicePlugins}/kubelet.sock`,
  `${devicePlugins}/kubelet_internal_checkpoint`,
  devicePlugins,
  '/var/lib/kubelet',
  logLinks,
  '/run/containerd',
  '/run/netns',
];

const record = 'absent-before.json';

/** Notes which of the fixed paths are not there yet, so that they can go with the cluster. */
export function recordHost(directory: string): void {
  const absent = fixedPaths.filter((path) => !existsSync(path));
  writeFileSync(join(directory, record), JSON.stringify(absent));
}

/** Removes what a node leaves outside the folder of its cluster. */
export async function removeHostTraces(directory: string, id: string): Promise<void> {
  const file = join(directory, record);
  if (!existsSync(file)) return;
  if (existsSync(`/sys/class/net/${id}`)) await runCommand('ip', ['link', 'delete', id]);
  // A result names the network namespace, which is a file of the cluster.
  removeWhere(cniResults, (path) => readFileSync(path, 'latin1').includes(directory));
  removeWhere(logLinks, (path) => readlinkSync(path).startsWith(`${directory}/`));
  for (const path of JSON.parse(readFileSync(file, 'utf8')) as string[]) remove(path);
}

function removeWhere(folder: string, isOurs: (path: string) => boolean): void {
  if (!existsSync(folder)) return;
  for (const path of readdirSync(folder).map((name) => join(folder, name))) {
    try {
      if (isOurs(path)) rmSync(path);
    } catch {
      // No link, or another cluster removed it just now.
    }
  }
}

/** Folders only when empty: another cluster may use them too. */
function remove(path: string): void {
  try {
    if (lstatSync(path).isDirectory()) rmdirSync(path);
    else rmSync(path);
  } catch {
    // Not there, or in use.
  }
}

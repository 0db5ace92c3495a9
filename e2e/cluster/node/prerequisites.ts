import { existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { retried } from '../../retry.js';
import { MissingPrerequisiteError } from '../errors.js';
import { runCommand } from '../run-command.js';

export const busybox = '/bin/busybox';
export const cniPlugins = '/usr/lib/cni';

/** What a node needs, and the Debian package that has it. */
const needed: readonly { what: string; debianPackage: string; isThere: () => boolean }[] = [
  { what: 'runc', debianPackage: 'runc', isThere: () => isInPath('runc') },
  { what: `a static ${busybox}`, debianPackage: 'busybox-static', isThere: isBusyboxStatic },
  {
    what: `the CNI plug-ins in ${cniPlugins}`,
    debianPackage: 'containernetworking-plugins',
    isThere: () => ['bridge', 'host-local', 'loopback'].every((name) => existsSync(join(cniPlugins, name))),
  },
  { what: 'ip', debianPackage: 'iproute2', isThere: () => isInPath('ip') },
  { what: 'mount', debianPackage: 'mount', isThere: () => isInPath('mount') && isInPath('umount') },
];

const withoutNode = 'A cluster without a node needs none of this: `--no-node`, or `node: false`.';

/**
 * Makes sure that this machine can be a node, by `apt-get install` where that is possible.
 *
 * @throws {MissingPrerequisiteError} that names all that is missing.
 */
export async function requireNodePrerequisites(report: (line: string) => void): Promise<void> {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) {
    throw new MissingPrerequisiteError(`A node needs Linux and root, for it runs containers. ${withoutNode}`);
  }
  if (missing().length === 0) return;
  if (isInPath('apt-get')) {
    const packages = missing().map(({ debianPackage }) => debianPackage);
    report(`Installing ${packages.join(', ')} with apt-get.`);
    const env = { DEBIAN_FRONTEND: 'noninteractive' };
    const aptGet = (...args: string[]) =>
      runCommand('apt-get', ['-o', 'DPkg::Lock::Timeout=60', ...args], { env });
    try {
      await retried(() => aptGet('update', '--quiet'));
      await retried(() => aptGet('install', '--yes', '--no-install-recommends', ...packages));
    } catch (error) {
      throw lacking((error as Error).message);
    }
  }
  if (missing().length > 0) throw lacking('Install it and start again.');
}

function lacking(advice: string): MissingPrerequisiteError {
  const list = missing().map(({ what, debianPackage }) => `${what} (Debian package ${debianPackage})`);
  return new MissingPrerequisiteError(`A node needs ${list.join(', ')}. ${withoutNode} ${advice}`);
}

function missing() {
  return needed.filter(({ isThere }) => !isThere());
}

function isInPath(program: string): boolean {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/sbin'];
  return folders.some((folder) => existsSync(join(folder, program)));
}

/** In an image it stands alone, so it must not ask for a loader. Debian has a package with one that does. */
function isBusyboxStatic(): boolean {
  return existsSync(busybox) && !readFileSync(busybox).includes('/ld-linux');
}

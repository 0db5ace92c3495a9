import { existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { retried } from '../../retry.js';
import { MissingPrerequisiteError } from '../errors.js';
import { runCommand } from '../run-command.js';

export const busybox = '/bin/busybox';
export const cniPlugins = '/usr/lib/cni';

/** What is asked of a machine that is to be a node. */
export interface Machine {
  readonly isLinuxRoot: boolean;
  hasProgram(name: string): boolean;
  hasFile(path: string): boolean;
  /** Whether a program asks for no loader: in an image it stands alone. Debian has a busybox that does ask. */
  isStatic(path: string): boolean;
  /** Installs Debian packages. @throws with what apt-get said. */
  install(packages: readonly string[]): Promise<void>;
}

/** What a node needs, and the Debian package that has it. */
const needed: readonly { what: string; debianPackage: string; isThere: (machine: Machine) => boolean }[] = [
  { what: 'runc', debianPackage: 'runc', isThere: (machine) => machine.hasProgram('runc') },
  {
    what: `a static ${busybox}`,
    debianPackage: 'busybox-static',
    isThere: (machine) => machine.hasFile(busybox) && machine.isStatic(busybox),
  },
  {
    what: `the CNI plug-ins in ${cniPlugins}`,
    debianPackage: 'containernetworking-plugins',
    isThere: (machine) =>
      ['bridge', 'host-local', 'loopback'].every((name) => machine.hasFile(join(cniPlugins, name))),
  },
  { what: 'ip', debianPackage: 'iproute2', isThere: (machine) => machine.hasProgram('ip') },
  {
    what: 'mount',
    debianPackage: 'mount',
    isThere: (machine) => machine.hasProgram('mount') && machine.hasProgram('umount'),
  },
];

const withoutNode = 'A cluster without a node needs none of this: `--no-node`, or `node: false`.';

/**
 * Makes sure that this machine can be a node, by `apt-get install` where that is possible.
 *
 * @throws {MissingPrerequisiteError} that names all that is missing.
 */
export async function requireNodePrerequisites(
  report: (line: string) => void,
  machine: Machine = thisMachine,
): Promise<void> {
  if (!machine.isLinuxRoot) {
    throw new MissingPrerequisiteError(`A node needs Linux and root, for it runs containers. ${withoutNode}`);
  }
  const missing = () => needed.filter(({ isThere }) => !isThere(machine));
  const lacking = (advice: string) => {
    const list = missing().map(({ what, debianPackage }) => `${what} (Debian package ${debianPackage})`);
    return new MissingPrerequisiteError(`A node needs ${list.join(', ')}. ${withoutNode} ${advice}`);
  };
  if (missing().length === 0) return;
  if (machine.hasProgram('apt-get')) {
    const packages = missing().map(({ debianPackage }) => debianPackage);
    report(`Installing ${packages.join(', ')} with apt-get.`);
    try {
      await machine.install(packages);
    } catch (error) {
      throw lacking((error as Error).message);
    }
  }
  if (missing().length > 0) throw lacking('Install it and start again.');
}

const thisMachine: Machine = {
  isLinuxRoot: process.platform === 'linux' && process.getuid?.() === 0,
  hasProgram(name) {
    const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/sbin'];
    return folders.some((folder) => existsSync(join(folder, name)));
  },
  hasFile: existsSync,
  isStatic: (path) => !readFileSync(path).includes('/ld-linux'),
  async install(packages) {
    const env = { DEBIAN_FRONTEND: 'noninteractive' };
    const aptGet = (...args: string[]) =>
      runCommand('apt-get', ['-o', 'DPkg::Lock::Timeout=60', ...args], { env });
    await retried(() => aptGet('update', '--quiet'));
    await retried(() => aptGet('install', '--yes', '--no-install-recommends', ...packages));
  },
};

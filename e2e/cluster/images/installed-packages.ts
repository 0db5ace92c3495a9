import { cpSync, existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

interface PackageJson {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

/**
 * Copies the package in `source`, as it is published, and what it needs at run time into a node_modules folder. Nested
 * node_modules stay nested; what is hoisted here is hoisted there.
 */
export function copyInstalled(name: string, source: string, nodeModules: string): void {
  const target = join(nodeModules, name);
  for (const entry of ['package.json', 'dist'])
    cpSync(join(source, entry), join(target, entry), { recursive: true });
  const top = join(source, 'node_modules');
  for (const folder of needed(source)) {
    const inside = folder.slice(top.length + 1);
    cpSync(folder, join(nodeModules, inside), { recursive: true });
  }
}

/** The folders of all packages that the one in `source` needs at run time, peers included. */
function needed(source: string): Set<string> {
  const found = new Set<string>();
  const visit = (folder: string) => {
    const { dependencies, peerDependencies, optionalDependencies } = readPackage(folder);
    for (const name of Object.keys({ ...peerDependencies, ...optionalDependencies, ...dependencies })) {
      const installed = resolve(name, folder);
      // Optional ones and optional peers need not be there.
      if (installed === undefined || found.has(installed)) continue;
      found.add(installed);
      visit(installed);
    }
  };
  visit(source);
  return found;
}

/** As Node resolves a package: node_modules here, then in each parent folder. */
function resolve(name: string, from: string): string | undefined {
  for (let folder = from; ; folder = dirname(folder)) {
    const candidate = join(folder, 'node_modules', name);
    if (existsSync(candidate)) return candidate;
    if (folder === dirname(folder)) return undefined;
  }
}

function readPackage(folder: string): PackageJson {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as PackageJson;
}

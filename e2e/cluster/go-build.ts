import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder } from './cache.js';
import { BuildError } from './errors.js';
import { requireGo } from './go-toolchain.js';
import { runCommand } from './run-command.js';
import type { GoModule } from './versions.js';

/** Program → path of its binary. */
export type Binaries = Readonly<Record<string, string>>;

/**
 * The programs of these modules, built unless the cache has them. Go fetches the sources through its module proxy
 * and checks them against go.sum.
 *
 * @throws {MissingPrerequisiteError} if something must be built and Go is missing or too old.
 * @throws {BuildError} with the end of the compiler's output.
 */
export async function buildPrograms(
  modules: readonly GoModule[],
  report: (line: string) => void,
): Promise<Binaries> {
  const binaries: Record<string, string> = {};
  for (const module of modules) Object.assign(binaries, await buildModule(module, report));
  return binaries;
}

async function buildModule(module: GoModule, report: (line: string) => void): Promise<Binaries> {
  const folder = cacheFolder('bin', `${module.name}-${recipeHash(module)}`);
  const missing = Object.keys(module.programs).filter((program) => !existsSync(join(folder, program)));
  if (missing.length > 0) {
    await requireGo(module);
    report(`Building ${missing.join(', ')} (${module.name}). This takes minutes, once.`);
    const started = performance.now();
    await build(module, missing, folder);
    report(`Built in ${((performance.now() - started) / 1000).toFixed(0)} s.`);
  }
  return Object.fromEntries(Object.keys(module.programs).map((program) => [program, join(folder, program)]));
}

async function build(module: GoModule, programs: readonly string[], folder: string): Promise<void> {
  const making = mkdtempSync(join(folder, 'making-'));
  try {
    const packages = programs.map((program) => module.programs[program] ?? program);
    const tags = module.tags === undefined ? [] : ['-tags', module.tags];
    // A program is named after the last part of its package; etcd's is a version.
    const output = packages.length === 1 ? join(making, programs[0] ?? '') : `${making}/`;
    const args = ['build', '-trimpath', '-mod=readonly', '-ldflags', module.ldflags, ...tags, '-o', output];
    await runCommand('go', [...args, ...packages], {
      cwd: module.directory,
      env: { CGO_ENABLED: '0', GOTOOLCHAIN: 'local', GOWORK: 'off' },
    });
    // One rename per program: whoever builds the same at the same time replaces it by its equal.
    for (const program of programs) renameSync(join(making, program), join(folder, program));
  } catch (error) {
    throw new BuildError(`${module.name} could not be built. ${(error as Error).message}`, { cause: error });
  } finally {
    rmSync(making, { recursive: true, force: true });
  }
}

/** Whatever changes the binary, less the names of the programs: they are files of their own. */
function recipeHash(module: GoModule): string {
  const hash = createHash('sha256').update(`${module.ldflags}\0${module.tags ?? ''}\0${process.arch}\0`);
  const sources = readdirSync(module.directory, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.go'))
    .sort();
  for (const file of ['go.mod', 'go.sum', ...sources])
    hash.update(readFileSync(join(module.directory, file)));
  return hash.digest('hex').slice(0, 12);
}

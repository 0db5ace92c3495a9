import { existsSync, mkdtempSync, readFileSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { retried } from '../retry.js';
import { cacheFolder, contentHash } from './cache.js';
import { BuildError } from './errors.js';
import { requireGo } from './go-toolchain.js';
import { runCommand } from './run-command.js';
import type { GoModule } from './versions.js';

/** Program → path of its binary. */
export type Binaries = Readonly<Record<string, string>>;

type Report = (line: string) => void;

const progressMilliseconds = 20_000;

/**
 * The programs of these modules, built unless the cache has them. Go fetches the sources through its module proxy
 * and checks them against go.sum.
 *
 * @throws {MissingPrerequisiteError} if something must be built and Go is missing or too old.
 * @throws {BuildError} with the end of the compiler's output.
 */
export async function buildPrograms(modules: readonly GoModule[], report: Report): Promise<Binaries> {
  const binaries: Record<string, string> = {};
  for (const module of modules) Object.assign(binaries, await buildModule(module, report));
  return binaries;
}

async function buildModule(module: GoModule, report: Report): Promise<Binaries> {
  const folder = cacheFolder('bin', `${module.name}-${recipeHash(module)}`);
  const missing = Object.keys(module.programs).filter((program) => !existsSync(join(folder, program)));
  if (missing.length > 0) {
    await requireGo(module);
    report(`Building ${missing.join(', ')} (${module.name}). This takes minutes, once.`);
    const started = performance.now();
    await build(module, missing, folder, report);
    report(`Built in ${((performance.now() - started) / 1000).toFixed(0)} s.`);
  }
  return Object.fromEntries(Object.keys(module.programs).map((program) => [program, join(folder, program)]));
}

async function build(
  module: GoModule,
  programs: readonly string[],
  folder: string,
  report: Report,
): Promise<void> {
  const making = mkdtempSync(join(folder, 'making-'));
  const progress = new Progress(report);
  try {
    const packages = programs.map((program) => module.programs[program] ?? program);
    const tags = module.tags === undefined ? [] : ['-tags', module.tags];
    const common = ['-mod=readonly', ...tags];
    // This alone needs the network.
    const all = await retried(() => go(module, ['list', '-deps', ...common, ...packages]));
    progress.total = all.trimEnd().split('\n').length;
    // A program is named after the last part of its package; etcd's is a version.
    const output = packages.length === 1 ? join(making, programs[0] ?? '') : `${making}/`;
    const args = ['build', '-v', '-trimpath', ...common, '-ldflags', module.ldflags, '-o', output];
    await go(module, [...args, ...packages], (text) => progress.compiled(text));
    // One rename per program: whoever builds the same at the same time replaces it by its equal.
    for (const program of programs) renameSync(join(making, program), join(folder, program));
  } catch (error) {
    throw new BuildError(`${module.name} could not be built. ${(error as Error).message}`, { cause: error });
  } finally {
    progress.end();
    rmSync(making, { recursive: true, force: true });
  }
}

function go(module: GoModule, args: readonly string[], onError?: (text: string) => void): Promise<string> {
  return runCommand('go', args, {
    cwd: module.directory,
    env: { CGO_ENABLED: '0', GOTOOLCHAIN: 'local', GOWORK: 'off' },
    ...(onError !== undefined && { onError }),
  });
}

/** Says now and then how far a build is. */
class Progress {
  /** Packages that the programs are made of. */
  total = 0;
  #compiled = 0;
  readonly #started = performance.now();
  readonly #timer: NodeJS.Timeout;

  constructor(report: Report) {
    this.#timer = setInterval(() => {
      const seconds = ((performance.now() - this.#started) / 1000).toFixed(0);
      const state =
        this.total === 0
          ? 'fetching the sources'
          : `${this.#compiled} packages compiled, of ${this.total} at most`;
      report(`  ${seconds} s: ${state}`);
    }, progressMilliseconds);
  }

  /** Takes what `go build -v` writes: a line per package that it begins to compile. */
  compiled(text: string): void {
    this.#compiled += text.split('\n').length - 1;
  }

  end(): void {
    clearInterval(this.#timer);
  }
}

/** Whatever changes the binary, less the names of the programs: they are files of their own. */
function recipeHash({ directory, ldflags, tags = '' }: GoModule): string {
  const sources = readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.go'))
    .sort();
  const files = ['go.mod', 'go.sum', ...sources].map((file) => readFileSync(join(directory, file), 'utf8'));
  return contentHash(ldflags, tags, process.arch, files.join(''));
}

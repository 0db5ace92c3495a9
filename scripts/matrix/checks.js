import { spawnSync } from 'node:child_process';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const bin = 'node_modules/kubernetes-job-environment/dist/cli/main.js';

/** What is tried with each Node and client-node. Each gives what went wrong, or nothing. */
export const checks = {
  import: (project, node) => run(project, node, ['import.mjs']),
  require: (project, node) => run(project, node, ['require.cjs']),
  run: (project, node) => run(project, node, ['run.mjs']),
  BatchV1Api: (project, node) => run(project, node, ['batch-api.mjs']),
  CLI: (project, node) =>
    run(project, node, [bin, '--version']) ?? run(project, node, [bin, 'validate', 'job_spec.yaml']),
  demo: (project, node) => run(project, node, [bin, 'demo']),
  README: (project, node) => run(project, node, ['readme.mjs']),
};

/** Compiles a program that uses every entry, and those of the README; gives what the compiler said, or nothing. */
export function compiles(project, { moduleResolution, skipLibCheck }) {
  const compilerOptions = {
    target: 'ES2022',
    lib: ['ES2022', 'ESNext.Disposable'],
    module: moduleResolution === 'bundler' ? 'ESNext' : 'node16',
    moduleResolution,
    strict: true,
    noEmit: true,
    types: ['node'],
    skipLibCheck,
  };
  const file = `tsconfig.${moduleResolution}.${skipLibCheck}.json`;
  const files = readdirSync(project).filter((name) => /^(types|readme-\d+)\.ts$/.test(name));
  writeFileSync(join(project, file), JSON.stringify({ compilerOptions, files }));
  return run(project, process.execPath, ['node_modules/typescript/bin/tsc', '-p', file]);
}

function run(cwd, program, args) {
  const { status, stdout, stderr, error } = spawnSync(program, args, {
    cwd,
    encoding: 'utf8',
    timeout: 120_000,
  });
  if (status === 0) return undefined;
  return `${args.join(' ')}: exit ${status}\n${error?.message ?? ''}${stderr}${stdout}`.trim();
}

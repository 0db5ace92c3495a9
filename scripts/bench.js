import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { buildIfChanged, install, root, run, tool } from './prepare.js';

// npm run bench -- [NAME …] [--quick]
process.exitCode =
  install() ||
  installContestants() ||
  buildIfChanged() ||
  tool('typescript/bin/tsc', ['-p', 'tsconfig.bench.json']) ||
  run(process.execPath, [join(root, 'build/bench/main.js'), ...process.argv.slice(2)]);

/** The packages that the library is measured against: none of them is a dependency of it. */
function installContestants() {
  const [lock, installed] = ['package-lock.json', 'node_modules/.package-lock.json'].map((file) =>
    join(root, 'bench/contestants', file),
  );
  if (existsSync(installed) && statSync(installed).mtimeMs >= statSync(lock).mtimeMs) return 0;
  return run('npm', ['ci', '--prefix', join(root, 'bench/contestants')]);
}

import { join } from 'node:path';
import { buildIfChanged, install, root, run, tool } from './prepare.js';

// npm run soak -- [--minutes 30] [--rate 20]
process.exitCode =
  install() ||
  buildIfChanged() ||
  tool('typescript/bin/tsc', ['-p', 'tsconfig.bench.json']) ||
  run(process.execPath, ['--expose-gc', join(root, 'build/bench/soak.js'), ...process.argv.slice(2)]);

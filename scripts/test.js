import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { build, install, root, tool } from './prepare.js';
import { conclude } from './results.js';

const results = join(root, 'build', 'jest-results.json');

const steps = {
  install,
  lint: () => tool('eslint/bin/eslint.js', ['.']),
  format: () => tool('prettier/bin/prettier.cjs', ['--check', '--log-level=warn', '.']),
  types: () => tool('typescript/bin/tsc', ['--noEmit', '-p', 'tsconfig.json']),
  build,
  tests: () =>
    tool('jest/bin/jest.js', ['--json', `--outputFile=${results}`], {
      NODE_OPTIONS: '--experimental-vm-modules --no-warnings',
    }),
  // They use packages, which may have been installed by the first step only.
  package: async () => (await import('./package/check.js')).checkPackage(),
  docs: async () => tool('typedoc/bin/typedoc') || (await import('./docs/links.js')).checkLinks(),
};

rmSync(results, { force: true });
const failed = [];
for (const [name, step] of Object.entries(steps)) {
  console.log(`\n── ${name} ${'─'.repeat(60 - name.length)}`);
  const started = process.hrtime.bigint();
  const status = await step();
  const seconds = Number(process.hrtime.bigint() - started) / 1e9;
  console.log(`${name}: ${status === 0 ? 'ok' : 'FAILED'} (${seconds.toFixed(1)} s)`);
  if (status !== 0) failed.push(name);
  if (status !== 0 && name === 'install') break;
}
process.exitCode = conclude(results, failed);

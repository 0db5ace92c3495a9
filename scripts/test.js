import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build, install, root, tool } from './prepare.js';

const results = join(root, 'build', 'jest-results.json');

const steps = {
  install,
  lint: () => tool('eslint/bin/eslint.js', ['.']),
  format: () => tool('prettier/bin/prettier.cjs', ['--check', '--log-level=warn', '.']),
  types: () => tool('typescript/bin/tsc', ['--noEmit', '-p', 'tsconfig.json']),
  build,
  tests: () => {
    rmSync(results, { force: true });
    return tool('jest/bin/jest.js', ['--json', `--outputFile=${results}`], {
      NODE_OPTIONS: '--experimental-vm-modules --no-warnings',
    });
  },
  package: () =>
    tool('publint/src/cli.js', ['--strict']) ||
    tool('@arethetypeswrong/cli/dist/index.js', ['--pack', '.', '--profile', 'esm-only', '--no-emoji']),
  docs: () => tool('typedoc/bin/typedoc'),
};

const failed = [];
for (const [name, step] of Object.entries(steps)) {
  console.log(`\n── ${name} ${'─'.repeat(60 - name.length)}`);
  const started = process.hrtime.bigint();
  const status = step();
  const seconds = Number(process.hrtime.bigint() - started) / 1e9;
  console.log(`${name}: ${status === 0 ? 'ok' : 'FAILED'} (${seconds.toFixed(1)} s)`);
  if (status !== 0) failed.push(name);
  if (status !== 0 && name === 'install') break;
}

/** A step that failed counts as one failure; the tests count one by one. */
let counts = { passed: 0, failed: failed.filter((name) => name !== 'tests').length, skipped: 0 };
if (existsSync(results)) {
  const { numPassedTests, numFailedTests, numPendingTests, numRuntimeErrorTestSuites } = JSON.parse(
    readFileSync(results, 'utf8'),
  );
  counts = {
    passed: numPassedTests,
    failed: counts.failed + numFailedTests + numRuntimeErrorTestSuites,
    skipped: numPendingTests,
  };
}
if (failed.includes('tests') && counts.failed === 0) counts.failed = 1;
if (failed.length > 0) console.log(`\nFailed: ${failed.join(', ')}`);
console.log(
  `\n${counts.passed} passed, ${counts.failed} failed${counts.skipped > 0 ? `, ${counts.skipped} skipped` : ''}`,
);
process.exitCode = failed.length > 0 || counts.passed === 0 ? 1 : 0;

import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { buildE2e, buildIfChanged, install, root, run, tool } from './prepare.js';
import { conclude } from './results.js';

// npm run test:e2e -- [--kubernetes VERSION] [arguments of jest]
const { values, tokens } = parseArgs({
  strict: false,
  tokens: true,
  options: { kubernetes: { type: 'string' } },
});
const ours = new Set(
  tokens
    .filter((token) => token.kind === 'option' && token.name === 'kubernetes')
    .flatMap(({ index, inlineValue }) => (inlineValue ? [index] : [index, index + 1])),
);
const jestArgs = process.argv.slice(2).filter((_, index) => !ours.has(index));
const version = values.kubernetes === undefined ? [] : ['--kubernetes', values.kubernetes];

const results = join(root, 'build', 'jest-e2e-results.json');

const steps = {
  install,
  build: () => buildIfChanged() || buildE2e(),
  // Here, with its progress shown, and not in the first test that needs it.
  prepare: () => run(process.execPath, [join(root, 'build/e2e/prepare.js'), ...version]),
  tests: () =>
    tool(
      'jest/bin/jest.js',
      ['--config', 'jest.e2e.config.js', '--json', `--outputFile=${results}`, ...jestArgs],
      {
        NODE_OPTIONS: '--experimental-vm-modules --no-warnings',
        E2E_KUBERNETES: values.kubernetes ?? '',
      },
    ),
};

rmSync(results, { force: true });
const failed = Object.keys(steps).find((name) => steps[name]() !== 0);
process.exitCode = conclude(results, failed === undefined ? [] : [failed]);

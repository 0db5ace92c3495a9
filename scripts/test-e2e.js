import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { buildE2e, buildIfChanged, install, root, run, tool } from './prepare.js';

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

process.exitCode =
  install() ||
  buildIfChanged() ||
  buildE2e() ||
  // Here, with its progress shown, and not in the first test that needs it.
  run(process.execPath, [join(root, 'build/e2e/cluster/main.js'), '--prepare', ...version]) ||
  tool('jest/bin/jest.js', ['--config', 'jest.e2e.config.js', ...jestArgs], {
    NODE_OPTIONS: '--experimental-vm-modules --no-warnings',
    E2E_KUBERNETES: values.kubernetes ?? '',
  });

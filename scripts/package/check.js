import { tool } from '../prepare.js';
import { audit } from './audit.js';
import { checkLicences } from './licences.js';
import { checkPublicApi } from './public-api.js';
import { printSize } from './size.js';

const checks = [
  () => tool('publint/src/cli.js', ['--strict']),
  () => tool('@arethetypeswrong/cli/dist/index.js', ['--pack', '.', '--profile', 'esm-only', '--no-emoji']),
  () => tool('knip/bin/knip.js'),
  checkPublicApi,
  checkLicences,
  audit,
  printSize,
];

/** Checks the built package as it would be published. All checks are made, so that one run tells everything. */
export function checkPackage() {
  return checks.map((check) => check()).find((status) => status !== 0) ?? 0;
}

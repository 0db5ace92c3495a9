/**
 * Stores a real API server's verdicts on mutated manifests in __tests__/fixtures/validation/corpus.json, against which
 * the tests hold validateJob. Nothing is created: the requests are dry runs. For a new Kubernetes:
 *
 *   node scripts/record-validation-corpus.js <kubeconfig with a client certificate>
 */
import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';

const [kubeconfig] = process.argv.slice(2);
if (kubeconfig === undefined) {
  console.error('usage: node scripts/record-validation-corpus.js <kubeconfig>');
  process.exit(2);
}
const jest = new URL('../node_modules/jest/bin/jest.js', import.meta.url).pathname;
const { status } = spawnSync(
  process.execPath,
  ['--experimental-vm-modules', jest, '--testMatch', '**/support/record-validation-corpus.ts'],
  { stdio: 'inherit', env: { ...process.env, CORPUS_KUBECONFIG: resolve(kubeconfig) } },
);
process.exitCode = status ?? 1;

import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';
import { newerNode } from '../../e2e/clients/newer-node.js';

interface JestResults {
  readonly numPassedTests: number;
  /** One per file, with a message when one of its tests failed. */
  readonly testResults: readonly { readonly message: string }[];
}

const root = fileURLToPath(new URL('../..', import.meta.url));

test('all that talks to a cluster passes its tests with client-node 2.x on a newer Node as well', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'client-node-2-'));
  try {
    const { program, clientNode } = await newerNode();
    const output = join(folder, 'results.json');
    const args = [
      '--experimental-vm-modules',
      join(root, 'node_modules/jest/bin/jest.js'),
      '--config=jest.client-node-2.config.js',
      '--json',
      `--outputFile=${output}`,
    ];
    const env = { ...process.env, NODE_OPTIONS: '', CLIENT_NODE: fileURLToPath(clientNode) };
    await new Promise((resolve) => execFile(program, args, { cwd: root, env, timeout: 300_000 }, resolve));

    const { numPassedTests, testResults } = JSON.parse(readFileSync(output, 'utf8')) as JestResults;
    expect(testResults.map(({ message }) => message).filter((message) => message !== '')).toEqual([]);
    expect(numPassedTests).toBeGreaterThan(500);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}, 330_000);

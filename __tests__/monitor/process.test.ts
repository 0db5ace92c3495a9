import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { builtPackage } from '../support/built-package.js';

let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join((await builtPackage()).directory, 'monitor-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A program that waits for a run on a cluster that does not answer, and writes a line for each try. */
const program = `
import { connect, JobMonitor } from 'kubernetes-job-environment';

const kubeConfig = {
  apiVersion: 'v1',
  kind: 'Config',
  clusters: [{ name: 'c', cluster: { server: 'http://127.0.0.1:1' } }],
  users: [{ name: 'u', user: { token: 't' } }],
  contexts: [{ name: 'c', context: { cluster: 'c', user: 'u' } }],
  'current-context': 'c',
};
const nothing = () => undefined;
const logger = { debug: nothing, info: nothing, error: nothing, warn: () => console.log('try') };
const monitor = new JobMonitor(connect(JSON.stringify(kubeConfig)), { logger, random: () => 0 });
const job = { namespace: 'default', name: 'a', uid: 'u', flowRunId: 'r', identifier: 'i', created: true };
process.on('SIGTERM', () => monitor.close());
await monitor.wait(job).catch((error) => console.log(error.code));
`;

test('a process that waits lives on while the cluster is away, and ends when the monitor is closed', async () => {
  writeFileSync(join(folder, 'program.mjs'), program);
  const child = spawn(process.execPath, [join(folder, 'program.mjs')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  let told = false;
  for await (const chunk of child.stdout) {
    output += String(chunk);
    // Once only: a second signal could meet the process when its handler is gone.
    if (!told && output.split('try').length > 6) told = child.kill('SIGTERM');
  }
  const [code] = child.exitCode === null ? await once(child, 'exit') : [child.exitCode];
  expect(output).toMatch(/^(try\n){6,}MONITOR_CLOSED\n$/);
  expect(code).toBe(0);
});

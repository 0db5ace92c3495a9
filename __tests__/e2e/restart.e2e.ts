import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { connect } from 'kubernetes-job-environment';
import type { RealCluster } from '../../e2e/cluster/real-cluster.js';
import { builtPackage } from '../support/built-package.js';
import { between, seeded } from '../support/seeded.js';
import { chaosRun, chaosSeed } from './support/chaos-run.js';
import { grantRights, kubeConfigWithRights } from './support/rbac.js';
import { startTestCluster } from './support/test-cluster.js';

const namespace = 'default';
const kills = 6;
const source = fileURLToPath(new URL('./fixtures/resuming.mjs', import.meta.url));

let cluster: RealCluster;
let folder: string;

beforeAll(async () => {
  cluster = await startTestCluster();
  await grantRights(cluster, namespace);
  folder = mkdtempSync(join((await builtPackage()).directory, 'restart-'));
});
afterAll(async () => {
  await cluster?.stop();
  rmSync(folder, { recursive: true, force: true });
});

test('a process is killed between submit and end, again and again: the next one picks up every run', async () => {
  const random = seeded(chaosSeed());
  const runs = Array.from({ length: 12 }, (_, index) => chaosRun(random, index));
  const plan = {
    namespace,
    kubeConfig: await kubeConfigWithRights(cluster),
    // Some find their Job by the id of the run alone.
    runs: runs.map((run, index) => ({
      ...run,
      submitAfterMs: between(random, 0, 4000),
      keepsHandle: index % 2 === 0,
    })),
  };
  writeFileSync(join(folder, 'plan.json'), JSON.stringify(plan));
  const program = join(folder, 'resuming.mjs');
  copyFileSync(source, program);

  const unfinished: number[] = [];
  for (let kill = 0; kill < kills; kill += 1) {
    const child = spawn(process.execPath, [program, folder], { stdio: ['ignore', 'ignore', 'inherit'] });
    const exited = once(child, 'exit');
    await Promise.race([exited, sleep(between(random, 300, 2500))]);
    child.kill('SIGKILL');
    await exited;
    unfinished.push(runs.filter(({ id }) => !existsSync(outcomeFile(id))).length);
  }
  // Else nothing was left to pick up.
  expect(unfinished.at(-2)).toBeGreaterThan(0);

  const last = spawn(process.execPath, [program, folder], { stdio: ['ignore', 'ignore', 'inherit'] });
  expect(await once(last, 'exit')).toEqual([0, null]);
  await using admin = connect(cluster.kubeConfig);
  for (const { id, exitCode, pods } of runs) {
    const { items } = await admin.list('jobs', { namespace, labelSelector: `flow_run_id=${id}` });
    const outcome = JSON.parse(readFileSync(outcomeFile(id), 'utf8')) as object;
    const status = exitCode === 0 ? 'succeeded' : 'failed';
    expect({ id, jobs: items.map(({ metadata }) => metadata.uid), outcome }).toEqual({
      id,
      jobs: [expect.any(String)],
      outcome: { uid: items[0]?.metadata.uid, status, pods },
    });
  }
});

function outcomeFile(id: string): string {
  return join(folder, `${id}.outcome.json`);
}

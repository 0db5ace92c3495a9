import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import ts from 'typescript';
import { EmbeddedCluster, type ImageFunction } from '../../src/testing/index.js';
import { builtPackage } from '../support/built-package.js';
import { gate, until } from '../support/monitored-cluster.js';
import { between, seeded } from '../support/seeded.js';

const example = fileURLToPath(new URL('../../examples/orchestrator/', import.meta.url));
const seed = Number(process.env.RESTART_SEED || Math.floor(Math.random() * 2 ** 31));

/** The example as users compile it, with the package as they get it. */
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join((await builtPackage()).directory, 'orchestrator-'));
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  copyFileSync(join(example, 'job_spec.yaml'), join(folder, 'job_spec.yaml'));
  for (const name of ['queue', 'orchestrator', 'main']) {
    const { outputText } = ts.transpileModule(readFileSync(join(example, `${name}.ts`), 'utf8'), {
      compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext },
    });
    writeFileSync(join(folder, `${name}.js`), outputText);
  }
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Started {
  readonly child: ChildProcess;
  readonly output: () => string;
  readonly exited: Promise<unknown[]>;
}

function start(cluster: EmbeddedCluster, args: readonly string[] = []): Started {
  const kubeConfig = join(folder, 'kubeconfig');
  writeFileSync(kubeConfig, cluster.kubeConfig);
  const child = spawn(process.execPath, ['main.js', 'queue', ...args], {
    cwd: folder,
    env: { ...process.env, KUBECONFIG: kubeConfig, NODE_OPTIONS: '' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += String(chunk)));
  return { child, output: () => output, exited: once(child, 'close') };
}

test(`an orchestrator is killed again and again, and each run is done once (RESTART_SEED=${seed})`, async () => {
  const random = seeded(seed);
  const ids = Array.from({ length: 12 }, (_, index) => `run-${String(index).padStart(2, '0')}`);
  let running = 0;
  let mostAtOnce = 0;
  const mayEnd = gate();
  const program: ImageFunction = async ({ log }) => {
    running += 1;
    mostAtOnce = Math.max(mostAtOnce, running);
    log('begun');
    await mayEnd.opened;
    log('ended');
    running -= 1;
    return 0;
  };
  await using cluster = await EmbeddedCluster.start({ images: { 'my-flow:1': program } });
  const add = ids.flatMap((id) => ['--add', id]);

  // The first kills come while Jobs are made, the later ones while runs go on.
  for (let kill = 0; kill < 5; kill += 1) {
    const posts = (): number => cluster.requests.filter(({ method }) => method === 'POST').length;
    const had = posts();
    const moment = between(random, 0, 2);
    const orchestrator = start(cluster, kill === 0 ? add : []);
    if (kill === 0) await until(() => posts() > had + moment);
    else await until(() => orchestrator.output().split('taken up again').length > moment + 1);
    orchestrator.child.kill('SIGKILL');
    await orchestrator.exited;
  }
  mayEnd.open();
  const last = start(cluster);
  await expect(last.exited).resolves.toEqual([0, null]);

  const jobs = cluster.jobs();
  expect(jobs.map(({ metadata }) => metadata.labels?.['flow_run_id']).sort()).toEqual(ids);
  for (const id of ids) {
    const { outcome } = JSON.parse(readFileSync(join(folder, 'queue/done', `${id}.json`), 'utf8')) as {
      outcome: { status: string };
    };
    expect(outcome.status).toBe('succeeded');
    expect(last.output().split(`${id} | begun\n`).length).toBe(2);
    expect(last.output()).toContain(`${id} | ended\n`);
  }
  expect(mostAtOnce).toBeLessThanOrEqual(3);
});

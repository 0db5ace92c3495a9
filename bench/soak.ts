/** `npm run soak`: steady load on a cluster with faults, and what is left of it in this process; see docs/performance.md. */
import { readdirSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { connect, isKubernetesJobEnvironmentError, JobMonitor, submitJob } from 'kubernetes-job-environment';
import type { ClusterApi } from 'kubernetes-job-environment';
import { Program } from './harness/program.js';
import { slope } from './harness/statistics.js';
import { contestantFile } from './programs/paths.js';
import { image, smallJob } from './questions/job.js';

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '30' },
    rate: { type: 'string', default: '20' },
  },
});
const [minutes, rate] = [Number(values.minutes), Number(values.rate)];
const counts = { submitted: 0, succeeded: 0, otherwise: 0 };

/** One run, from its submission to its removal. */
async function run(api: ClusterApi, monitor: JobMonitor, name: string): Promise<void> {
  counts.submitted += 1;
  try {
    const job = await submitJob(api, smallJob(name), { namespace: 'default', flowRunId: name });
    const { status } = await monitor.wait(job);
    if (status !== 'succeeded') throw new Error(`The run "${name}" ended ${status}.`);
    await remove(api, name);
    counts.succeeded += 1;
  } catch (error) {
    counts.otherwise += 1;
    process.stderr.write(`${String(error)}\n`);
  }
}

/** A client does not repeat a deletion by itself. */
async function remove(api: ClusterApi, name: string): Promise<void> {
  for (;;) {
    try {
      return await api.deleteNamespacedJob({ namespace: 'default', name, propagationPolicy: 'Background' });
    } catch (error) {
      if (!isKubernetesJobEnvironmentError(error)) throw error;
      if ('status' in error && error.status === 404) return;
      await sleep(100);
    }
  }
}

interface Sample {
  readonly minute: number;
  readonly heapKilobytes: number;
  readonly files: number;
  readonly sockets: number;
}

function sample(minute: number): Sample {
  for (let i = 0; i < 3; i += 1) globalThis.gc?.();
  const { heapUsed, external } = process.memoryUsage();
  const sockets = process.getActiveResourcesInfo().filter((name) => name.startsWith('TCP')).length;
  return {
    minute,
    heapKilobytes: (heapUsed + external) / 1000,
    files: readdirSync('/proc/self/fd').length,
    sockets,
  };
}

function show({ minute, heapKilobytes, files, sockets }: Sample): void {
  const figures = [
    `${minute.toFixed(1)} min`,
    `${heapKilobytes.toFixed(0)} kB of heap`,
    `${files} file descriptors`,
    `${sockets} sockets`,
    `${counts.succeeded} of ${counts.submitted} runs succeeded`,
  ];
  process.stdout.write(`${figures.join(', ')}\n`);
}

async function main(): Promise<void> {
  await using cluster = Program.start('cluster', [
    process.execPath,
    contestantFile('node', 'soak-cluster.js'),
    image,
  ]);
  const { kubeConfig } = await cluster.ask<{ kubeConfig: string }>({ do: 'kubeConfig' });
  await using api = connect(kubeConfig);
  await using monitor = new JobMonitor(api);
  const [started, open] = [performance.now(), new Set<Promise<void>>()];
  const samples: Sample[] = [];
  const elapsed = (): number => (performance.now() - started) / 60_000;
  for (let number = 0; elapsed() < minutes; number += 1) {
    const one: Promise<void> = run(api, monitor, `soak-${number}`).finally(() => open.delete(one));
    open.add(one);
    if (elapsed() >= ((samples.length + 1) * minutes) / 30) {
      samples.push(sample(elapsed()));
      show(samples.at(-1) as Sample);
    }
    await sleep(Math.max(0, started + (1000 * number) / rate - performance.now()));
  }
  await Promise.race([Promise.all(open), sleep(120_000, undefined, { ref: false })]);
  // The first third compiles and fills caches.
  const late = samples.slice(samples.length / 3);
  const growth = slope(late.map(({ minute, heapKilobytes }) => [minute, heapKilobytes]));
  process.stdout.write(
    `The heap after garbage collection grew by ${growth.toFixed(1)} kB a minute.\n` +
      `${counts.submitted} runs: ${counts.succeeded} succeeded, ${counts.otherwise} failed, ${open.size} were lost.\n`,
  );
  if (counts.succeeded !== counts.submitted) process.exitCode = 1;
}

await main();

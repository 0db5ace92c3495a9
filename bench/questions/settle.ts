import { setTimeout as sleep } from 'node:timers/promises';
import type { RealCluster } from '../../e2e/cluster/real-cluster.js';
import { interleave, pick } from '../harness/interleave.js';
import type { Measure } from '../harness/measure.js';
import type { Program } from '../harness/program.js';
import { Programs } from '../harness/programs.js';
import type { Question } from '../harness/question.js';
import { quantile } from '../harness/statistics.js';
import { ApiCaller } from '../programs/api-caller.js';
import { apiTarget, removeJobs, startApiServer } from '../programs/api-server.js';
import { createRuns, finishRun } from '../programs/runs.js';
import { watcher } from './watch-contestants.js';

const ours = 'JobMonitor.wait';
const informer = 'client-node informer';
/** What no watcher can be faster than by much: until the server has answered the request that ends the Job. */
const request = 'the request alone, answered';

/** How many runs end in a second. */
const rate = 200;

export const settle: Question = {
  name: 'settle',
  asks: 'How long after the request that ends a Job is it known that it has ended, with 1 000 in flight?',
  async answer({ quick, report }) {
    await using cluster = await startApiServer(report);
    await using programs = new Programs([
      [ours, watcher('watch-monitor')],
      [informer, watcher('watch-informer', 'jobs-only')],
      ['list each second', watcher('watch-poll')],
    ]);
    using api = new ApiCaller(apiTarget(cluster));
    const { kubeConfig } = cluster;
    const count = quick ? 200 : 1_000;
    const contestants = [...programs].map(([name, program]) => ({
      name,
      run: (round: number) => latencies(cluster, api, program, `${program.pid}-${round}`, count, kubeConfig),
    }));
    contestants.push({
      name: request,
      run: async (round) => {
        const ended = await endRuns(api, await createRuns(api, `settle-request-${round}`, count));
        await removeJobs(cluster);
        return ended.map(({ sent, answered }) => answered - sent);
      },
    });
    const taken = await interleave(contestants, { rounds: quick ? 2 : 3, warmUps: 0 });
    const column = (part: number): Measure => ({
      name: `p${part * 100}`,
      unit: 'ms',
      better: 'less',
      reference: informer,
      series: pick(taken, (milliseconds) => quantile(milliseconds, part)),
      goals: [
        ...(part === 0.99 ? [{ contestant: ours, atMost: 20 }] : []),
        { contestant: ours, against: [informer], atMost: 1 },
      ],
    });
    return [
      {
        title: 'From the request to the end known, the write in etcd included',
        measures: [0.5, 0.99].map(column),
      },
    ];
  },
};

/** Milliseconds of each run. */
async function latencies(
  cluster: RealCluster,
  api: ApiCaller,
  program: Program,
  prefix: string,
  count: number,
  kubeConfig: string,
): Promise<number[]> {
  const runs = await createRuns(api, `settle-${prefix}`, count);
  await program.ask({ do: 'load', runs });
  await program.ask({ do: 'watch', kubeConfig });
  await sleep(2_000);
  const ended = await endRuns(api, runs);
  const { times } = await program.ask<{ times: number[] }>({ do: 'times' });
  await removeJobs(cluster);
  return times.map((time, run) => time - (ended[run]?.sent ?? NaN));
}

/** Ends each run at its time; gives when that was asked for, and answered. */
async function endRuns(
  api: ApiCaller,
  runs: Awaited<ReturnType<typeof createRuns>>,
): Promise<{ sent: number; answered: number }[]> {
  const now = (): number => performance.timeOrigin + performance.now();
  const started = now();
  const ended: Promise<{ sent: number; answered: number }>[] = [];
  for (const run of runs) {
    const sent = now();
    ended.push(finishRun(api, run).then(() => ({ sent, answered: now() })));
    await sleep(Math.max(0, started + (1000 / rate) * ended.length - now()));
  }
  return Promise.all(ended);
}

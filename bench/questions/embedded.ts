import type { RealCluster } from '../../e2e/cluster/real-cluster.js';
import { interleave, pick } from '../harness/interleave.js';
import type { Measure, Table } from '../harness/measure.js';
import { Program } from '../harness/program.js';
import type { Effort, Question } from '../harness/question.js';
import { ApiCaller } from '../programs/api-caller.js';
import { apiTarget, removeJobs, startApiServer } from '../programs/api-server.js';
import { contestantFile } from '../programs/paths.js';
import { createRuns, endOfRun, finishRun } from '../programs/runs.js';
import { image, smallJob } from './job.js';

const ours = 'EmbeddedCluster';
const real = 'API server and etcd';

export const embedded: Question = {
  name: 'embedded',
  asks: 'How fast is the EmbeddedCluster?',
  async answer(effort) {
    await using program = Program.start(ours, [process.execPath, contestantFile('node', 'embedded.js')]);
    const start = await startTimes(program, effort);
    await using cluster = await startApiServer(effort.report);
    using api = new ApiCaller(apiTarget(cluster));
    const [creates, runs] = effort.quick ? [200, 1_000] : [1_000, 10_000];
    const created = await contest(effort, {
      ours: (prefix) => onEmbedded(program, creates, (ours) => createRuns(ours, prefix, creates)),
      real: (prefix) => onReal(cluster, creates, () => createRuns(api, prefix, creates)),
    });
    const ended = await contest(effort, {
      ours: (prefix) =>
        onEmbedded(program, runs, async (ours) => {
          const made = await createRuns(ours, prefix, runs, { job: smallJob('run') });
          await Promise.all(made.slice(-16).map((run) => endOfRun(ours, run)));
        }),
      // Nothing runs there, and whoever created a Job says that it has ended: a real cluster can not be faster.
      real: (prefix) =>
        onReal(cluster, creates, () =>
          createRuns(api, prefix, creates, { use: (run) => finishRun(api, run) }),
        ),
    });
    const rates = [
      { name: 'Jobs created', series: created },
      { name: `runs to the end, of ${runs}`, series: ended },
    ].map(({ name, series }) => rate(name, series));
    return [start, { title: 'Per second, 16 in flight', measures: rates }];
  },
};

async function startTimes(program: Program, { quick, report }: Effort): Promise<Table> {
  const startReal = async (): Promise<number> => {
    const started = performance.now();
    await using _ = await startApiServer(report);
    return performance.now() - started;
  };
  const startOurs = async (): Promise<number> =>
    (await program.ask<{ milliseconds: number }>({ do: 'start' })).milliseconds;
  const times = await interleave(
    [
      { name: ours, run: startOurs },
      { name: real, run: startReal },
    ],
    { rounds: quick ? 1 : 3, warmUps: 0 },
  );
  const goals = [{ contestant: ours, atMost: 50 }];
  const series = pick(times, (one) => one);
  return {
    title: 'Start',
    measures: [{ name: 'time', unit: 'ms', better: 'less', reference: real, series, goals }],
  };
}

interface Rate {
  readonly perSecond: number;
}

interface Sides {
  readonly ours: (prefix: string) => Promise<Rate>;
  readonly real: (prefix: string) => Promise<Rate>;
}

async function contest({ quick }: Effort, sides: Sides): Promise<Measure['series']> {
  const contestants = [
    { name: ours, run: (round: number) => sides.ours(`round-${round}`) },
    { name: real, run: (round: number) => sides.real(`round-${round}`) },
  ];
  return pick(await interleave(contestants, { rounds: quick ? 1 : 3 }), ({ perSecond }) => perSecond);
}

async function onReal(cluster: RealCluster, count: number, work: () => Promise<unknown>): Promise<Rate> {
  const rate = await timed(count, work);
  await removeJobs(cluster);
  return rate;
}

/** The cluster is in a process of its own, as the real one is. */
async function onEmbedded(
  program: Program,
  count: number,
  work: (api: ApiCaller) => Promise<unknown>,
): Promise<Rate> {
  const { kubeConfig } = await program.ask<{ kubeConfig: string }>({ do: 'serve', image });
  const { clusters, users } = JSON.parse(kubeConfig) as {
    clusters: [{ cluster: { server: string } }];
    users: [{ user: { token: string } }];
  };
  using api = new ApiCaller({ server: clusters[0].cluster.server, token: users[0].user.token });
  const rate = await timed(count, () => work(api));
  const { jobs, ended } = await program.ask<{ jobs: number; ended: number }>({ do: 'stop' });
  if (jobs !== count || ![0, count].includes(ended))
    throw new Error(`Of ${count} Jobs there are ${jobs}, and ${ended} have ended.`);
  return rate;
}

async function timed(count: number, work: () => Promise<unknown>): Promise<Rate> {
  const started = performance.now();
  await work();
  return { perSecond: (count * 1000) / (performance.now() - started) };
}

function rate(name: string, series: Measure['series']): Measure {
  const goals = [{ contestant: ours, against: [real], atLeast: 3 }];
  return { name, unit: '/s', better: 'more', reference: real, series, goals };
}

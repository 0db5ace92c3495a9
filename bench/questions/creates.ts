import type { RealCluster } from '../../e2e/cluster/real-cluster.js';
import { interleave, pick } from '../harness/interleave.js';
import type { Goal, Measure, Table } from '../harness/measure.js';
import type { Effort, Question } from '../harness/question.js';
import type { Programs } from '../harness/programs.js';
import { apiTarget, cpuSecondsOf, removeJobs, startApiServer } from '../programs/api-server.js';
import { DelayProxy } from '../programs/delay-proxy.js';
import { clientGo, clientNode, ours, rawLoops, startCreators } from './creates-contestants.js';
import { unmanagedJob } from './job.js';

interface Load {
  readonly inFlight: number;
  /** Creates of a contestant in a round. */
  readonly count: number;
}

interface Taken {
  readonly seconds: number;
  readonly cpuSeconds: number;
}

interface Turn extends Taken {
  /** CPU time of the API server meanwhile: what of the machine is left for the client. */
  readonly serverSeconds: number;
}

export const creates: Question = {
  name: 'creates',
  asks: 'How many Jobs a second does a client create on a real API server, and what does one cost it?',
  async answer(effort) {
    await using cluster = await startApiServer(effort.report);
    const loads = [
      { inFlight: 1, count: 100 },
      { inFlight: 16, count: 1_000 },
      { inFlight: 64, count: 1_000 },
    ];
    const goals = {
      rate: [
        { contestant: ours, against: rawLoops, atLeast: 0.9 },
        { contestant: ours, against: [clientNode], atLeast: 4 },
        { contestant: ours, against: [clientGo], atLeast: 1.2 },
      ],
      cpu: [{ contestant: ours, against: rawLoops, atMost: 1.3 }],
    };
    return await measure(cluster, { title: 'On loopback', loads, goals }, effort);
  },
};

export const createsFar: Question = {
  name: 'creates-far',
  asks: 'The same with a round trip of 20 ms between client and API server.',
  async answer(effort) {
    await using cluster = await startApiServer(effort.report);
    await using proxy = await DelayProxy.start(Number(new URL(cluster.server).port), 20);
    const loads = [
      { inFlight: 1, count: 20 },
      { inFlight: 16, count: 320 },
      { inFlight: 64, count: 320 },
    ];
    const goals = { rate: [{ contestant: ours, against: rawLoops, atLeast: 0.9 }], cpu: [] };
    const plan = { title: '20 ms away', loads, goals, port: proxy.port };
    return await measure(cluster, plan, effort);
  },
};

interface Plan {
  readonly title: string;
  readonly loads: readonly Load[];
  readonly goals: { readonly rate: readonly Goal[]; readonly cpu: readonly Goal[] };
  readonly port?: number;
}

async function measure(cluster: RealCluster, plan: Plan, { quick, report }: Effort): Promise<Table[]> {
  await using programs = await startCreators(apiTarget(cluster, plan.port), report);
  const rates: Measure[] = [];
  const costs: Measure[] = [];
  const served: Measure[] = [];
  for (const load of plan.loads) {
    const name = `${load.inFlight} in flight`;
    report(`${plan.title}, ${name}`);
    const taken = await contest(cluster, programs, load, quick);
    rates.push({
      name,
      reference: ours,
      unit: 'creates/s',
      better: 'more',
      series: pick(taken, ({ seconds }) => load.count / seconds),
      goals: plan.goals.rate,
    });
    const cost = { name, reference: ours, unit: 'ms', better: 'less' } as const;
    costs.push({
      ...cost,
      series: pick(taken, ({ cpuSeconds }) => (cpuSeconds * 1000) / load.count),
      goals: plan.goals.cpu,
    });
    served.push({
      ...cost,
      series: pick(taken, ({ serverSeconds }) => (serverSeconds * 1000) / load.count),
      goals: [],
    });
  }
  return [
    { title: `${plan.title}: Jobs created per second`, measures: rates },
    { title: `${plan.title}: CPU time of the client per create`, measures: costs },
    { title: `${plan.title}: CPU time of the API server per create`, measures: served },
  ];
}

/** No load has seen the names of another. */
let names = 0;

async function contest(
  cluster: RealCluster,
  programs: Programs,
  load: Load,
  quick: boolean,
): Promise<Map<string, Turn[]>> {
  const job = unmanagedJob();
  const contestants = [...programs].map(([name, program]) => ({
    name,
    run: async () => {
      const before = await cpuSecondsOf(cluster);
      const taken = await program.ask<Taken>({ do: 'create', job, prefix: `job-${names++}`, ...load });
      const serverSeconds = (await cpuSecondsOf(cluster)) - before;
      await removeJobs(cluster);
      return { ...taken, serverSeconds };
    },
  }));
  return interleave(contestants, { rounds: quick ? 2 : 3, warmUps: 1 });
}

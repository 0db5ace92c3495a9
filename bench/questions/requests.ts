import { connect, JobMonitor, submitJob, type ClusterApi, type JobHandle } from 'kubernetes-job-environment';
import { EmbeddedCluster, ManualClock } from 'kubernetes-job-environment/testing';
import type { Question } from '../harness/question.js';
import { pollLoops, type PollLoop } from '../programs/poll-loops.js';
import { image, smallJob } from './job.js';

const ours = 'submitJob and JobMonitor.wait';
/** How long a run takes, of the cluster's time. */
const duration = 600;

export const requests: Question = {
  name: 'requests',
  asks: 'How many requests does the API server get for a run that takes ten minutes?',
  async answer({ quick, report }) {
    const [many, few] = quick ? [1_000, 5] : [10_000, 20];
    const series = [{ contestant: ours, samples: [await watchedRuns(many)] }];
    for (const [contestant, loop] of Object.entries(pollLoops)) {
      report(contestant);
      series.push({ contestant, samples: [await polledRuns(loop, few)] });
    }
    const goals = [{ contestant: ours, atMost: 2.01 }];
    const common = { unit: 'requests', better: 'less', reference: ours } as const;
    return [
      {
        title: `A run of ${duration} s; ours of ${many}`,
        measures: [{ ...common, name: 'per run', series, goals }],
      },
    ];
  },
};

/** All that is asked for so many runs at once, the shared watches too, by run. */
async function watchedRuns(count: number): Promise<number> {
  const { cluster, clock, api } = await begin();
  await using _ = { [Symbol.asyncDispose]: () => cluster.stop() };
  await using monitor = new JobMonitor(api);
  const runs: JobHandle[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < count) runs.push(await create(api, `run-${next++}`));
  };
  await Promise.all(Array.from({ length: 16 }, worker));
  const outcomes = runs.map((run) => monitor.wait(run));
  for (let time = 0; time <= duration; time += 10) await pass(clock, 10);
  for (const { status } of await Promise.all(outcomes))
    if (status !== 'succeeded') throw new Error(`A run ended ${status}.`);
  await api.close();
  return cluster.requests.length / count;
}

async function polledRuns(loop: PollLoop, count: number): Promise<number> {
  const { cluster, clock, api } = await begin();
  await using _ = { [Symbol.asyncDispose]: () => cluster.stop() };
  const loops = Array.from({ length: count }, (_, number) => ({
    due: 0,
    steps: loop({ api, create: () => create(api, `run-${number}`) }),
  }));
  const open = new Set(loops);
  for (let now = 0; open.size > 0; now += 1) {
    for (const polled of open) {
      if (polled.due > now) continue;
      const { done, value } = await polled.steps.next();
      if (done === true) open.delete(polled);
      else polled.due = now + value;
    }
    await clock.advance(1000);
  }
  await api.close();
  return cluster.requests.length / count;
}

async function begin() {
  const clock = new ManualClock();
  const run = () => new Promise<void>((end) => void clock.schedule(duration * 1000, end));
  const cluster = await EmbeddedCluster.start({ clock, images: { [image]: run } });
  return { cluster, clock, api: connect(cluster.kubeConfig) };
}

function create(api: ClusterApi, name: string): Promise<JobHandle> {
  return submitJob(api, smallJob(name), { namespace: 'default', flowRunId: name });
}

/** Lets time go on, and what goes over sockets happen. */
async function pass(clock: ManualClock, seconds: number): Promise<void> {
  await clock.advance(seconds * 1000);
  await new Promise((resolve) => setTimeout(resolve, 5));
}

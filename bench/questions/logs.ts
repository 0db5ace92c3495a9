import { interleave, pick } from '../harness/interleave.js';
import type { Measure } from '../harness/measure.js';
import { Programs } from '../harness/programs.js';
import type { Question } from '../harness/question.js';
import { contestantFile } from '../programs/paths.js';
import { linesOf, writeLog } from '../programs/replayed-log.js';
import { replayedJob, replayedPod, replayedRuns } from '../programs/replayed-objects.js';
import { ReplayServer } from '../programs/replay-server.js';

const ours = 'JobMonitor.logs';
const socket = 'copy of a socket';
const programs = {
  [ours]: 'logs-monitor',
  [socket]: 'logs-socket',
  'client-node Log': 'logs-client-node',
};

interface Taken {
  readonly seconds: number;
  readonly cpuSeconds: number;
}

const time = '2026-11-25T10:00:00Z';
const ended = {
  completionTime: time,
  succeeded: 1,
  conditions: ['SuccessCriteriaMet', 'Complete'].map((type) => ({
    type,
    status: 'True',
    lastProbeTime: time,
    lastTransitionTime: time,
    reason: 'CompletionsReached',
  })),
};

export const logs: Question = {
  name: 'logs',
  asks: 'How fast is a log read, and two hundred at once?',
  async answer({ quick }) {
    const loads = [
      { name: 'one stream', streams: 1, bytes: quick ? 8e6 : 48e6 },
      { name: '200 streams', streams: 200, bytes: quick ? 5e4 : 2.4e5 },
    ];
    const rates: Measure[] = [];
    const costs: Measure[] = [];
    for (const { name, streams, bytes } of loads) {
      const taken = await contest(streams, bytes, quick);
      const megabytes = (streams * bytes) / 1e6;
      const common = { name, reference: socket } as const;
      const rate = pick(taken, ({ seconds }) => megabytes / seconds);
      const goal = { contestant: ours, against: [socket], atLeast: 0.5 };
      rates.push({ ...common, unit: 'MB/s', better: 'more', series: rate, goals: [goal] });
      const cost = pick(taken, ({ cpuSeconds }) => (1000 * cpuSeconds) / megabytes);
      costs.push({ ...common, unit: 'ms/MB', better: 'less', series: cost, goals: [] });
    }
    return [
      { title: 'Log read per second', measures: rates },
      { title: 'CPU time of the reader', measures: costs },
    ];
  },
};

async function contest(streams: number, bytes: number, quick: boolean): Promise<Map<string, Taken[]>> {
  const numbers = Array.from({ length: streams }, (_, number) => number);
  const pods = numbers.map((number) => replayedPod(number, number, 'Succeeded'));
  await using server = await ReplayServer.start({
    jobs: numbers.map((number) => replayedJob(number, number, ended)),
    pods,
    log: (answer, since) => writeLog(answer, bytes, since),
  });
  await using started = new Programs(
    Object.entries(programs).map(([name, program]) => [
      name,
      [process.execPath, contestantFile('node', `${program}.js`)],
    ]),
  );
  const task = {
    do: 'read',
    kubeConfig: server.kubeConfig,
    runs: replayedRuns(streams),
    pods: pods.map(({ metadata }) => metadata.name),
    whole: { bytes: streams * bytes, lines: streams * linesOf(bytes) },
  };
  const contestants = [...started].map(([name, program]) => ({ name, run: () => program.ask<Taken>(task) }));
  return await interleave(contestants, { rounds: quick ? 2 : 5, warmUps: 1 });
}

import { setTimeout as sleep } from 'node:timers/promises';
import { interleave, pick } from '../harness/interleave.js';
import { Program } from '../harness/program.js';
import type { Command } from '../harness/programs.js';
import type { Effort, Question } from '../harness/question.js';
import { replayedJob, replayedPod, replayedRuns } from '../programs/replayed-objects.js';
import { ReplayServer, type Replay } from '../programs/replay-server.js';
import { informer, monitor, watchers } from './watch-contestants.js';

export const watchMemory: Question = {
  name: 'watch-memory',
  asks: 'How much memory does a run take that is waited for, one of ten thousand, with its Job and its pod?',
  async answer(effort) {
    const count = effort.quick ? 2_000 : 10_000;
    const kilobytes = await interleave(
      (await watchers(effort.report)).map(([name, command]) => ({
        name,
        run: () =>
          watched(command, count, async (program) => {
            const { bytes } = await program.ask<{ bytes: number }>({ do: 'memory' });
            return bytes / count / 1000;
          }),
      })),
      { rounds: effort.quick ? 1 : 3, warmUps: 0 },
    );
    const goals = [
      { contestant: monitor, atMost: 4 },
      { contestant: monitor, against: [informer], atMost: 1 / 5 },
    ];
    const series = pick(kilobytes, (one) => one);
    const common = { unit: 'kB', better: 'less', reference: informer } as const;
    return [
      { title: `Heap per run, ${count} runs`, measures: [{ ...common, name: 'memory', series, goals }] },
    ];
  },
};

export const watchCpu: Question = {
  name: 'watch-cpu',
  asks: 'What part of a processor do 1 000 changes of Jobs and pods a second take?',
  async answer(effort) {
    const percent = await interleave(
      (await watchers(effort.report)).map(([name, command]) => ({ name, run: () => busy(command, effort) })),
      { rounds: effort.quick ? 1 : 3, warmUps: 0 },
    );
    const goals = [{ contestant: monitor, against: [informer], atMost: 0.5 }];
    const series = pick(percent, (one) => one);
    const common = { unit: '% of a processor', better: 'less', reference: informer } as const;
    return [
      {
        title: '1 000 changes a second, half of Jobs and half of pods, 1 000 runs',
        measures: [{ ...common, name: 'CPU', series, goals }],
      },
    ];
  },
};

function busy(command: Command, { quick }: Effort): Promise<number> {
  return watched(command, 1_000, async (program, server) => {
    // The first seconds compile.
    await change(server, 3);
    await program.ask({ do: 'cpu' });
    const started = performance.now();
    await change(server, quick ? 3 : 6);
    const { seconds } = await program.ask<{ seconds: number }>({ do: 'cpu' });
    return (100 * seconds * 1000) / (performance.now() - started);
  });
}

let version = 2_000_000;

/** Changes 1 000 objects a second, in lots of ten. */
async function change(server: ReplayServer, seconds: number): Promise<void> {
  const started = performance.now();
  for (let i = 0; i < seconds * 1000; i += 10) {
    for (let number = i; number < i + 10; number += 2) {
      const ready = { active: 1, ready: version % 2 };
      server.change('jobs', replayedJob(number % 1000, version++, ready));
      server.change('pods', replayedPod(number % 1000, version++, 'Running'));
    }
    await sleep(Math.max(0, started + i + 10 - performance.now()));
  }
}

/** Does something with a program that waits for so many runs. */
async function watched<T>(
  command: Command,
  count: number,
  use: (program: Program, server: ReplayServer) => Promise<T>,
): Promise<T> {
  await using server = await ReplayServer.start(objects(count));
  await using program = Program.start('watch', command);
  await program.ask({ do: 'load', runs: replayedRuns(count) });
  await program.ask({ do: 'watch', kubeConfig: server.kubeConfig });
  await server.watched();
  await sleep(500);
  return await use(program, server);
}

function objects(count: number): Replay {
  const numbers = Array.from({ length: count }, (_, number) => number);
  return {
    jobs: numbers.map((number) => replayedJob(number, number, { active: 1, ready: 1 })),
    pods: numbers.map((number) => replayedPod(number, number, 'Running')),
  };
}

import { interleave, pick } from '../harness/interleave.js';
import type { Goal, Table } from '../harness/measure.js';
import { Programs } from '../harness/programs.js';
import type { Effort, Question } from '../harness/question.js';
import { contestantFile } from '../programs/paths.js';
import { jobRun, specText } from './job.js';

export const build: Question = {
  name: 'build',
  asks: 'How long does it take to build the Job of a run from a stored spec of 85 lines, with ten variables?',
  async answer(effort) {
    return [
      await contest('Build a Job', ['buildJob', 'structuredClone', 'by hand on a clone'], effort, {
        contestant: 'buildJob',
        against: ['structuredClone'],
        atMost: 1,
      }),
      await contest(
        'Build a Job and serialise it to what is sent',
        ['buildJob, then JSON.stringify', 'JSON.stringify of the finished Job'],
        effort,
        {
          contestant: 'buildJob, then JSON.stringify',
          against: ['JSON.stringify of the finished Job'],
          atMost: 1.3,
        },
      ),
    ];
  },
};

async function contest(
  title: string,
  ways: readonly string[],
  { quick }: Effort,
  goal: Goal,
): Promise<Table> {
  await using programs = new Programs(
    ways.map((name) => [name, [process.execPath, contestantFile('node', 'build.js'), name]]),
  );
  const task = { do: 'measure', text: specText, run: jobRun('run-1'), count: quick ? 5_000 : 20_000 };
  const contestants = [...programs].map(([name, program]) => ({
    name,
    run: () => program.ask<{ microseconds: number }>(task),
  }));
  const taken = await interleave(contestants, { rounds: quick ? 5 : 11, warmUps: 2 });
  const series = pick(taken, ({ microseconds }) => microseconds);
  const [reference = ''] = goal.against ?? [];
  return {
    title,
    measures: [{ name: 'time', unit: 'µs', better: 'less', reference, series, goals: [goal] }],
  };
}

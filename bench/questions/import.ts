import { join } from 'node:path';
import { root } from '../../e2e/cluster/root.js';
import { runCommand } from '../../e2e/cluster/run-command.js';
import { interleave } from '../harness/interleave.js';
import type { Goal, Measure, Series } from '../harness/measure.js';
import type { Question } from '../harness/question.js';
import { contestantFile } from '../programs/paths.js';

interface Used {
  /** Since the process was started. */
  readonly milliseconds: number;
  readonly cpu: number;
  readonly bytes: number;
}

const empty = 'nothing';
const ours = 'kubernetes-job-environment';
const reference = 'client-node 1.4';

const modules: Readonly<Record<string, string[]>> = {
  [empty]: [],
  [ours]: [join(root, 'dist/index.js')],
  [reference]: ['@kubernetes/client-node'],
};

export const importCost: Question = {
  name: 'import',
  asks: 'What does importing the library add to an empty Node process?',
  async answer({ quick }) {
    const contestants = Object.entries(modules).map(([name, list]) => ({ name, run: () => use(list) }));
    const used = await interleave(contestants, { rounds: quick ? 7 : 25, warmUps: 2 });
    const measures = [
      column(used, ['time', 'ms'], ({ milliseconds }) => milliseconds, { contestant: ours, atMost: 30 }),
      column(used, ['CPU time', 'ms'], ({ cpu }) => cpu),
      column(used, ['memory', 'MB'], ({ bytes }) => bytes / 1e6, { contestant: ours, atMost: 8 }),
    ];
    return [{ title: 'Over a process that imports nothing', measures }];
  },
};

async function use(list: readonly string[]): Promise<Used> {
  return JSON.parse(
    await runCommand(process.execPath, [contestantFile('node', 'import.js'), ...list]),
  ) as Used;
}

/** What each used more than the empty process of the same round. */
function column(
  used: ReadonlyMap<string, readonly Used[]>,
  [name, unit]: readonly [string, string],
  quantity: (used: Used) => number,
  goal?: Goal,
): Measure {
  const base = used.get(empty) ?? [];
  const series: Series[] = [...used]
    .filter(([contestant]) => contestant !== empty)
    .map(([contestant, rounds]) => ({
      contestant,
      samples: rounds.map((one, round) => quantity(one) - quantity(base[round] ?? one)),
    }));
  return { name, unit, better: 'less', reference, series, goals: goal === undefined ? [] : [goal] };
}

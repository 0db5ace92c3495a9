import { interleave, pick } from '../harness/interleave.js';
import type { Measure } from '../harness/measure.js';
import { Programs } from '../harness/programs.js';
import type { Question } from '../harness/question.js';
import { ApiCaller } from '../programs/api-caller.js';
import { apiTarget, startApiServer } from '../programs/api-server.js';
import { contestantFile } from '../programs/paths.js';
import { specText } from './job.js';

const ours = 'readJobSpec and validateJob';
const yaml = 'yaml alone';

export const spec: Question = {
  name: 'spec',
  asks: 'How long does it take to read and check a spec?',
  async answer({ quick, report }) {
    const openApi = await publishedSchema(report);
    await using programs = new Programs(
      [ours, yaml, 'js-yaml and ajv'].map((name) => [
        name,
        [process.execPath, contestantFile('node', 'spec.js'), name],
      ]),
    );
    for (const [, program] of programs) await program.ask({ do: 'prepare', openApi });
    const measures: Measure[] = [];
    for (const lines of [85, 3_000]) {
      const task = { do: 'read', text: longSpec(lines), count: Math.ceil((quick ? 8_500 : 42_500) / lines) };
      const taken = await interleave(
        [...programs].map(([name, program]) => ({
          name,
          run: () => program.ask<{ milliseconds: number }>(task),
        })),
        { rounds: quick ? 5 : 11, warmUps: 3 },
      );
      measures.push({
        name: `${lines} lines`,
        unit: 'ms',
        better: 'less',
        reference: yaml,
        series: pick(taken, ({ milliseconds }) => milliseconds),
        // 3 000 lines may take 36 times as long: that is linear.
        goals: [{ contestant: ours, atMost: Math.round(lines / 85) }],
      });
    }
    return [{ title: 'Read and check a spec', measures }];
  },
};

/** The spec of 85 lines, with so many variables more that it has this many. */
function longSpec(lines: number): string {
  const more = Math.floor((lines - specText.trimEnd().split('\n').length) / 2);
  const variables = Array.from(
    { length: Math.max(0, more) },
    (_, number) => `            - name: VARIABLE_${number}\n              value: value-${number}\n`,
  );
  return specText.replace(/(?<= {10}env:\n)/, variables.join(''));
}

async function publishedSchema(report: (line: string) => void): Promise<unknown> {
  await using cluster = await startApiServer(report);
  using api = new ApiCaller(apiTarget(cluster));
  return await api.call('GET', '/openapi/v3/apis/batch/v1', undefined, 'application/json');
}

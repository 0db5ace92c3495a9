import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { prefectRuntime } from '../../index.js';
import { namedNamespace } from '../cluster.js';
import { addCommonOptions, type CommandPage, type CommonOptions, makeCommand } from '../common-options.js';
import { addJobOptions, type JobOptions, jobRequest } from '../job-options.js';
import { documentOf, type Format, toYaml } from '../output.js';
import { styleOf } from '../terminal/style.js';
import { jobDiff } from '../text/job-diff.js';
import { warningsTo } from '../warnings.js';

const page: CommandPage = {
  summary: 'Print the Job that a run would send, and nothing else happens',
  examples: [
    ['render job_spec.yaml --image busybox -- echo hello', 'the Job as YAML'],
    ['render job_spec.yaml --image my-flow:1 --prefect --diff', 'what a Prefect flow changes in your YAML'],
    ['render job_spec.yaml | kubectl apply --dry-run=server -f -', 'have it looked at by a cluster'],
  ],
  exitCodes: [
    ['0', 'the Job was printed'],
    ['1', 'no Job can be made of this file; the message says where and why'],
    ['2', 'the command line is wrong'],
  ],
};

interface RenderOptions extends CommonOptions, JobOptions {
  readonly output: Format;
  readonly namespace?: string;
  readonly diff?: boolean;
  readonly prefect?: boolean;
}

export function renderCommand(): Command {
  const command = makeCommand('render', page)
    .argument('<job_spec>', 'the file of the Job YAML')
    .argument('[command...]', 'what runs in the flow container (default: what the YAML says)')
    .option('--diff', 'show what changes in the YAML that was given');
  addJobOptions(command)
    .option('--run-id <id>', 'the id of the run', 'run-id')
    .option('--prefect', 'run a Prefect flow, as the library does unless told otherwise')
    .action(render);
  return addCommonOptions(command, page);
}

async function render(
  file: string,
  words: string[],
  options: RenderOptions,
  command: Command,
): Promise<void> {
  if (options.prefect && words.length > 0) command.error('error: --prefect starts the flow: give no command');
  if (options.diff && options.output !== 'text') command.error('error: --diff is text: leave out --output');
  const namespace = await namedNamespace(options);
  const { environment, flow, run } = jobRequest(
    { file },
    words,
    { ...options, runId: options.runId ?? '', namespace },
    {
      logger: warningsTo((line) => process.stderr.write(`${line}\n`)),
      // The same text each time, for who compares two of them.
      generateId: () => 'new-for-each-run',
      ...(options.prefect ? { runtime: prefectRuntime() } : {}),
    },
  );
  const job = environment.buildJob(flow, run);
  if (options.diff) {
    const given = { file, text: readFileSync(file, 'utf8'), spec: environment.jobSpec.json };
    process.stdout.write(`${jobDiff(given, job, styleOf(process.stdout))}\n`);
  } else {
    process.stdout.write(options.output === 'json' ? documentOf('json', job) : toYaml(job));
  }
}

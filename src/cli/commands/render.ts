import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { type JobManifest, prefectRuntime } from '../../index.js';
import type { Json } from '../../job-spec/job-manifest.js';
import { namedNamespace } from '../cluster.js';
import { addCommonOptions, type CommandPage, type CommonOptions, makeCommand } from '../common-options.js';
import { addJobOptions, type JobOptions, jobRequest } from '../job-options.js';
import { documentOf, type Format, toYaml } from '../output.js';
import { styleOf } from '../terminal/style.js';
import { editYaml } from '../text/edit-yaml.js';
import { type DiffLine, diffLines } from '../text/line-diff.js';
import { unifiedDiff } from '../text/unified-diff.js';
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
    file,
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
  if (options.diff) return printDiff(file, environment.jobSpec.json, job);
  process.stdout.write(options.output === 'json' ? documentOf('json', job) : toYaml(job));
}

function printDiff(file: string, spec: JobManifest, job: JobManifest): void {
  const text = readFileSync(file, 'utf8');
  const { before, after } = editYaml(text, spec as Json, job as Json);
  const lines = withLinesOf(text, diffLines(linesOf(before), linesOf(after)));
  const style = styleOf(process.stdout);
  process.stdout.write(`${unifiedDiff(lines, { before: file, after: `${file} (as sent)`, style })}\n`);
}

/** The lines as they stand in the file, where formatting has left one for each. */
function withLinesOf(text: string, lines: readonly DiffLine[]): readonly DiffLine[] {
  const given = linesOf(text);
  if (given.length !== lines.filter(({ kind }) => kind !== 'added').length) return lines;
  let next = 0;
  return lines.map((line) => (line.kind === 'added' ? line : { ...line, text: given[next++] ?? '' }));
}

function linesOf(text: string): string[] {
  return text.replace(/\n+$/, '').split(/\r?\n/);
}

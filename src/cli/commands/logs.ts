import type { Command } from 'commander';
import { JobMonitor } from '../../index.js';
import { connectTo } from '../cluster.js';
import { addCommonOptions, type CommandPage, type CommonOptions, makeCommand } from '../common-options.js';
import { findRun } from '../find-run.js';
import { type Format, recordOf } from '../output.js';
import { hasSeveralPods } from '../run/several-pods.js';

const page: CommandPage = {
  summary: 'Print the log of a run as it comes, until the run has ended',
  examples: [
    ['logs nightly', 'of the run whose Job is called so'],
    ['logs 6f1c2a9e-2f0e-4f5b-9a3c-1d2e3f4a5b6c', 'of the run with this id'],
    ['logs nightly --container proxy', 'of a sidecar'],
    ['logs nightly --no-follow', 'what it has written so far'],
    ['logs nightly --output json', 'each line with its time, pod and container'],
  ],
  exitCodes: [
    ['0', 'the whole log was printed, whatever became of the run'],
    ['1', 'there is no such run, or its log can not be read'],
    ['2', 'the command line is wrong'],
  ],
};

interface LogsOptions extends CommonOptions {
  readonly output: Format;
  readonly container?: string;
  readonly follow: boolean;
}

export function logsCommand(): Command {
  const command = makeCommand('logs', page)
    .argument('<run>', 'the name of its Job, or its id')
    .option('--container <name>', 'the container to read (default: the first of the pod)')
    .option('--no-follow', 'print what is there now, and end')
    .action(logs);
  return addCommonOptions(command, page);
}

async function logs(nameOrId: string, options: LogsOptions): Promise<void> {
  const { container, follow, output } = options;
  await using api = connectTo(options);
  const { job, object } = await findRun(api, nameOrId, options);
  const severalPods = hasSeveralPods(object);
  await using monitor = new JobMonitor(api);
  for await (const line of monitor.logs(job, { container, follow })) {
    const text = `${severalPods ? `${line.pod} | ` : ''}${line.text}\n`;
    process.stdout.write(output === 'text' ? text : recordOf(output, line));
  }
}

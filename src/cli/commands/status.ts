import type { Command } from 'commander';
import { connectTo } from '../cluster.js';
import { addCommonOptions, type CommandPage, type CommonOptions, makeCommand } from '../common-options.js';
import { findRun } from '../find-run.js';
import { documentOf, type Format } from '../output.js';
import { formatStatus } from '../status/format-status.js';
import { lookAtRun } from '../status/look-at-run.js';
import { styleOf } from '../terminal/style.js';

const page: CommandPage = {
  summary: 'Show how a run stands: its timeline, its pods, and what is wrong',
  examples: [
    ['status nightly', 'of the run whose Job is called so'],
    ['status nightly --output json | jq .timeline', 'how long each part took'],
  ],
  exitCodes: [
    ['0', 'it was shown, whatever became of the run'],
    ['1', 'there is no such run, or the cluster could not be asked'],
    ['2', 'the command line is wrong'],
  ],
};

interface StatusOptions extends CommonOptions {
  readonly output: Format;
}

export function statusCommand(): Command {
  const command = makeCommand('status', page)
    .argument('<run>', 'the name of its Job, or its id')
    .action(status);
  return addCommonOptions(command, page);
}

async function status(nameOrId: string, options: StatusOptions): Promise<void> {
  await using api = connectTo(options);
  const found = await findRun(api, nameOrId, options);
  const now = Date.now();
  const looked = await lookAtRun(api, found, now);
  const { output } = options;
  const { stdout } = process;
  const text = (): string =>
    `${formatStatus(looked, { now, columns: stdout.columns || 80, style: styleOf(stdout) })}\n`;
  stdout.write(output === 'text' ? text() : documentOf(output, looked));
}

import type { Command } from 'commander';
import { JobMonitor } from '../../index.js';
import { connectTo } from '../cluster.js';
import { addCommonOptions, type CommandPage, type CommonOptions, makeCommand } from '../common-options.js';
import { findRun } from '../find-run.js';
import { documentOf, type Format } from '../output.js';
import { tellOutcome } from '../run/tell-outcome.js';
import { Screen } from '../terminal/screen.js';
import { styleOf } from '../terminal/style.js';

const page: CommandPage = {
  summary: 'End a run, and wait until its pods have stopped',
  examples: [
    ['cancel nightly', 'the run whose Job is called so'],
    ['cancel 6f1c2a9e-2f0e-4f5b-9a3c-1d2e3f4a5b6c', 'the run with this id'],
  ],
  exitCodes: [
    ['0', 'the run was cancelled, or had ended before: then it is left as it is'],
    ['1', 'there is no such run, or it could not be cancelled'],
    ['2', 'the command line is wrong'],
  ],
};

interface CancelOptions extends CommonOptions {
  readonly output: Format;
}

export function cancelCommand(): Command {
  const command = makeCommand('cancel', page)
    .argument('<run>', 'the name of its Job, or its id')
    .action(cancel);
  return addCommonOptions(command, page);
}

async function cancel(nameOrId: string, options: CancelOptions): Promise<void> {
  using screen = new Screen();
  await using api = connectTo(options);
  const { job } = await findRun(api, nameOrId, options);
  await using monitor = new JobMonitor(api);
  screen.show(() => 'waits until its pods have stopped');
  const outcome = await monitor.cancel(job);
  screen.show(undefined);
  const { output } = options;
  if (output === 'text') screen.out(`${tellOutcome(job, outcome, styleOf(process.stdout))}\n`);
  else screen.out(documentOf(output, { job, outcome }));
}

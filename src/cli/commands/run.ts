import { randomUUID } from 'node:crypto';
import { type Command, CommanderError } from 'commander';
import { type JobHandle, JobMonitor, isKubernetesJobEnvironmentError } from '../../index.js';
import { connectTo } from '../cluster.js';
import { addCommonOptions, type CommandPage, type CommonOptions, makeCommand } from '../common-options.js';
import { ExitCodeError, exitCodes } from '../exit-codes.js';
import { addJobOptions, type JobOptions, jobRequest } from '../job-options.js';
import { documentOf, type Format } from '../output.js';
import { onCtrlC } from '../run/ctrl-c.js';
import { exitCodeOf } from '../run/exit-code-of.js';
import { followRun } from '../run/follow-run.js';
import { RunView } from '../run/run-view.js';
import { hasSeveralPods } from '../run/several-pods.js';
import { messageOf } from '../message-of.js';
import { Screen } from '../terminal/screen.js';
import { warningsTo } from '../warnings.js';

const page: CommandPage = {
  summary: 'Run a command as a custom Job, and show it until it has ended',
  examples: [
    ['run job_spec.yaml --image busybox -- echo hello', 'the log goes to stdout, all else to stderr'],
    ['run job_spec.yaml --unique-name', 'as the YAML says, beside other runs of it'],
    ['run job_spec.yaml --detach -- make nightly', 'submit it, print the name of its Job, and go'],
    ['run job_spec.yaml -o json | jq -c .outcome', 'each thing that happens as a line of JSON'],
  ],
  exitCodes: [
    ['0', 'the Job succeeded; with --detach: it was submitted'],
    ['N', 'the Job failed, and the command had ended with this exit code'],
    ['2', 'the command line is wrong (or N)'],
    ['125', 'the Job could not be run, is gone, or failed without an exit code'],
    ['130', 'left or cancelled with Ctrl-C'],
  ],
};

interface RunOptions extends CommonOptions, JobOptions {
  readonly output: Format;
  readonly namespace?: string;
  readonly detach?: boolean;
}

export function runCommand(): Command {
  const command = makeCommand('run', page)
    .argument('<job_spec>', 'the file of the Job YAML')
    .argument('[command...]', 'what runs in the flow container (default: what the YAML says)');
  addJobOptions(command)
    .option('--run-id <id>', 'the id of the run: the same is run once (default: a new one)')
    .option('-d, --detach', 'do not wait: print the name of the Job')
    .action((file: string, words: string[], options: RunOptions) =>
      run(file, words, options).catch((error: unknown) => {
        if (error instanceof ExitCodeError || error instanceof CommanderError) throw error;
        throw new ExitCodeError(exitCodes.noExitCode, { cause: withAdvice(error) });
      }),
    );
  return addCommonOptions(command, page);
}

async function run(file: string, words: string[], options: RunOptions): Promise<void> {
  using screen = new Screen();
  const logger = warningsTo((line) => screen.tell(line));
  await using api = connectTo(options);
  const { environment, flow, flowContainer, ...request } = jobRequest(
    { file },
    words,
    { ...options, runId: options.runId ?? randomUUID() },
    { api, logger },
  );
  const spec = environment.jobSpec;
  const severalPods = hasSeveralPods(spec.json);
  const view = new RunView({ output: options.output, screen, flowContainer, severalPods, spec });
  await using monitor = new JobMonitor(api);
  const left = new AbortController();
  const { signal } = left;
  let job: JobHandle | undefined;
  let cancelled = false;
  using _ = onCtrlC(screen, (answer) => {
    if (answer === 'detach') left.abort();
    if (answer !== 'cancel') return;
    cancelled = true;
    if (job === undefined) left.abort();
    else monitor.cancel(job, { signal }).catch((error: unknown) => left.abort(error));
  });
  try {
    job = await environment.execute(flow, request.run, { signal });
    if (options.detach) return printDetached(job, options.output);
    view.job(job);
    const outcome = await followRun(monitor, job, view, signal);
    const wasOurs = cancelled && outcome.status === 'cancelled';
    const code = wasOurs ? exitCodes.interrupted : exitCodeOf(outcome, flowContainer);
    if (code !== exitCodes.ok) throw new ExitCodeError(code);
  } catch (error) {
    if (error instanceof ExitCodeError) throw error;
    // It is not known what became of the run: it goes on, whatever became of this process.
    if (job !== undefined) screen.tell(whereItIs(job));
    // Else it is the cancellation that failed.
    if (!isAbort(signal.reason)) throw error;
    if (job === undefined) screen.tell(messageOf(error));
    throw new ExitCodeError(exitCodes.interrupted);
  }
}

function printDetached(job: JobHandle, output: Format): void {
  process.stdout.write(output === 'text' ? `${job.name}\n` : documentOf(output, job));
}

function isAbort(reason: unknown): boolean {
  return reason instanceof DOMException && reason.name === 'AbortError';
}

function whereItIs({ name, namespace }: JobHandle): string {
  const which = `${name} --namespace ${namespace}`;
  return `The run goes on. See it with kje logs ${which}, end it with kje cancel ${which}`;
}

/** What the library advises, in the words of the command line. */
function withAdvice(error: unknown): unknown {
  if (!isKubernetesJobEnvironmentError(error) || error.code !== 'JOB_CONFLICT') return error;
  return new Error(`${error.message} On the command line that is --unique-name.`, { cause: error });
}

import { randomUUID } from 'node:crypto';
import type { Command } from 'commander';
import { type ClusterApi, JobMonitor } from '../../index.js';
import { connectTo } from '../cluster.js';
import { addCommonOptions, type CommandPage, type CommonOptions, makeCommand } from '../common-options.js';
import { connectEmbedded } from '../demo/connect-embedded.js';
import { demoJobSpec, demoWords } from '../demo/job-spec.js';
import { ExitCodeError, exitCodes } from '../exit-codes.js';
import { findRun } from '../find-run.js';
import { jobRequest } from '../job-options.js';
import type { Format } from '../output.js';
import { followRun } from '../run/follow-run.js';
import { RunView } from '../run/run-view.js';
import { formatStatus } from '../status/format-status.js';
import { lookAtRun } from '../status/look-at-run.js';
import { Screen } from '../terminal/screen.js';
import { type Style, styleOf } from '../terminal/style.js';
import { jobDiff } from '../text/job-diff.js';

const page: CommandPage = {
  summary: 'Show a run from its YAML to its end, on a cluster inside this process',
  examples: [
    ['demo', 'with nothing but Node'],
    ['demo --context kind-dev', 'on a cluster of yours, in the image node:22-alpine'],
  ],
  exitCodes: [
    ['0', 'the run succeeded'],
    ['1', 'it did not, or the cluster could not be asked'],
    ['2', 'the command line is wrong'],
  ],
};

interface DemoOptions extends CommonOptions {
  readonly output: Format;
}

export function demoCommand(): Command {
  return addCommonOptions(makeCommand('demo', page).action(demo), page);
}

const file = 'job_spec.yaml';

async function demo(options: DemoOptions): Promise<void> {
  const own = options.context === undefined && options.kubeconfig === undefined;
  await using cluster = own ? await startCluster() : undefined;
  await using api = cluster === undefined ? connectTo(options) : connectEmbedded(cluster);
  await run(api, options);
}

/** Its node runs containers as processes of this machine. */
async function startCluster() {
  const { EmbeddedCluster, localProcess } = await import('../../testing/index.js');
  return EmbeddedCluster.start({ images: { '*': localProcess() } });
}

async function run(api: ClusterApi, options: DemoOptions): Promise<void> {
  const { output, namespace } = options;
  using screen = new Screen();
  const style = styleOf(process.stdout);
  const say = (text: string): void => {
    if (output === 'text') screen.out(text);
  };
  const { environment, flow, run, flowContainer } = jobRequest(
    { file, text: demoJobSpec },
    demoWords,
    { runId: randomUUID(), uniqueName: true, namespace },
    { api },
  );
  const given = { file, text: demoJobSpec, spec: environment.jobSpec.json };
  say(heading('Your YAML, and what the library changes in it', style));
  say(`${jobDiff(given, environment.buildJob(flow, run), style)}\n`);

  say(heading('The run', style));
  await using monitor = new JobMonitor(api);
  const job = await environment.execute(flow, run);
  const view = new RunView({ output, screen, flowContainer, severalPods: false });
  view.job(job);
  const outcome = await followRun(monitor, job, view, new AbortController().signal);

  const found = await findRun(api, job.name, { ...options, namespace: job.namespace });
  const now = Date.now();
  const columns = process.stdout.columns || 80;
  say(heading('How it went', style));
  say(`${formatStatus(await lookAtRun(api, found, now), { now, columns, style })}\n`);
  if (outcome.status !== 'succeeded') throw new ExitCodeError(exitCodes.failure);
}

function heading(text: string, style: Style): string {
  return `\n${style('bold', `── ${text} ${'─'.repeat(Math.max(0, 60 - text.length))}`)}\n\n`;
}

import type { Command } from 'commander';
import { type ClusterApi, type FoundRun, JobMonitor } from '../../index.js';
import { connectTo, namespaceOf } from '../cluster.js';
import { addCommonOptions, type CommandPage, type CommonOptions, makeCommand } from '../common-options.js';
import { formatRun, formatRuns } from '../list/format-runs.js';
import { watchRuns } from '../list/watch-runs.js';
import { documentOf, type Format, recordOf } from '../output.js';
import { LiveBlock } from '../terminal/live-block.js';
import { styleOf } from '../terminal/style.js';

const page: CommandPage = {
  summary: 'List the runs of this library in a namespace',
  examples: [
    ['list', 'all of them, the youngest first'],
    ['list --watch', 'a table that changes with them; in a pipe a line for each change'],
    ['list -o json | jq \'.[] | select(.state == "failed")\'', 'those that failed'],
  ],
  exitCodes: [
    ['0', 'they were listed; there may be none'],
    ['1', 'the cluster could not be asked'],
    ['2', 'the command line is wrong'],
    ['130', 'with --watch: left with Ctrl-C'],
  ],
};

interface ListOptions extends CommonOptions {
  readonly output: Format;
  readonly watch?: boolean;
}

export function listCommand(): Command {
  const command = makeCommand('list', page)
    .option('-w, --watch', 'go on, and show what changes')
    .action(list);
  return addCommonOptions(command, page);
}

async function list(options: ListOptions): Promise<void> {
  await using api = connectTo(options);
  const namespace = await namespaceOf(api, options);
  if (options.watch) return await watch(api, namespace, options.output);
  await using monitor = new JobMonitor(api);
  const runs: FoundRun[] = [];
  for await (const run of monitor.list({ namespace })) runs.push(run);
  const style = styleOf(process.stdout);
  const text = (): string =>
    runs.length === 0
      ? `No runs in namespace ${namespace}.\n`
      : formatRuns(runs, Date.now(), style)
          .map((line) => `${line}\n`)
          .join('');
  process.stdout.write(options.output === 'text' ? text() : documentOf(options.output, runs));
}

async function watch(api: ClusterApi, namespace: string, output: Format): Promise<void> {
  if (output === 'text' && process.stdout.isTTY) return await watchTable(api, namespace);
  const { stdout } = process;
  const style = styleOf(stdout);
  const told = new Map<string, string>();
  return watchRuns(api, namespace, ({ run, gone }) => {
    if (output !== 'text') return void stdout.write(recordOf(output, { run, gone }));
    const line = `${formatRun(run, Date.now(), style)}${gone ? ', gone' : ''}`;
    // Most changes of a Job are no news.
    if (told.get(run.job.uid) !== line) stdout.write(`${line}\n`);
    told.set(run.job.uid, line);
  });
}

/** How soon a change is drawn, with all that come meanwhile, and how often ages are. */
const [SOON_MS, TICK_MS] = [50, 1_000];

async function watchTable(api: ClusterApi, namespace: string): Promise<void> {
  const style = styleOf(process.stdout);
  const block = new LiveBlock(process.stdout);
  const runs = new Map<string, FoundRun>();
  const draw = (): void => block.draw(formatRuns(runs.values(), Date.now(), style));
  const ticks = setInterval(draw, TICK_MS);
  let soon: NodeJS.Timeout | undefined;
  try {
    await watchRuns(api, namespace, ({ run, gone }) => {
      if (gone) runs.delete(run.job.uid);
      else runs.set(run.job.uid, run);
      clearTimeout(soon);
      soon = setTimeout(draw, SOON_MS);
    });
  } finally {
    clearInterval(ticks);
    clearTimeout(soon);
  }
}

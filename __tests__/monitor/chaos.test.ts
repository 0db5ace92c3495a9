import { expect, test } from '@jest/globals';
import {
  connect,
  type JobManifest,
  JobMonitor,
  type JobOutcome,
  type LogLine,
  type RunEvent,
  submitJob,
} from '../../src/index.js';
import { setLabels } from '../../src/job/set-labels.js';
import { EmbeddedCluster, type ImageFunction, ManualClock } from '../../src/testing/index.js';
import { type ChaosRun, chaosRun, disturb, turns } from '../support/chaos.js';
import { seeded } from '../support/seeded.js';

const runs = Number(process.env.CHAOS_RUNS || 60);
const seed = Number(process.env.CHAOS_SEED || 1);
const AT_ONCE = 40;
const namespace = 'default';

interface Told {
  readonly outcomes: JobOutcome[];
  readonly lines: LogLine[];
  readonly ends: RunEvent['type'][];
}

test(
  `${runs} runs under chaos: each ends once, as it did, with every line of its log (CHAOS_SEED=${seed})`,
  async () => {
    const random = seeded(seed);
    const planned = Array.from({ length: runs }, (_, index) => chaosRun(random, index));
    const byId = new Map(planned.map((run) => [run.id, run]));
    const program: ImageFunction = async ({ env, restartCount, stdout, stderr }) => {
      const run = byId.get(env['RUN'] ?? '') as ChaosRun;
      const last = restartCount === run.lines.length - 1;
      for (const [index, line] of (run.lines[restartCount] ?? []).entries()) {
        const isLast = index === (run.lines[restartCount]?.length ?? 0) - 1;
        (index % 3 === 2 ? stderr : stdout).write(isLast && run.endsWithoutNewline ? line : `${line}\n`);
        if (index % run.pauseEach === 0) await turns(3);
      }
      return last ? run.exitCode : 1;
    };
    await using cluster = await EmbeddedCluster.start({
      clock: new ManualClock(),
      images: { 'flow:1': program },
    });
    await using api = connect(cluster.kubeConfig);
    // Retries do not wait; what bounds something waits until much else has happened.
    const sleep = (ms: number, signal: AbortSignal): Promise<void> =>
      ms < 5_000 ? turns(1) : turns(1_000, signal);
    const waits = { sleep, random: () => 0 };
    await using monitor = new JobMonitor(api, waits);
    const calm = new AbortController();
    const faults = disturb(cluster, random, calm.signal);

    const follow = async (run: ChaosRun): Promise<Told> => {
      // A slow machine meets as many as a fast one.
      faults.arm();
      const job = await submitJob(api, manifest(run), { namespace, flowRunId: run.id, ...waits });
      const told: Told = { outcomes: [], lines: [], ends: [] };
      await Promise.all([
        monitor.wait(job, { until: 'settled' }).then((outcome) => told.outcomes.push(outcome)),
        (async () => {
          for await (const line of monitor.logs(job)) told.lines.push(line);
        })(),
        (async () => {
          for await (const { type } of monitor.events(job))
            if (type === 'succeeded' || type === 'failed' || type === 'deleted') told.ends.push(type);
        })(),
      ]);
      return told;
    };
    const queue = [...planned];
    const told = new Map<string, Told>();
    const worker = async (): Promise<void> => {
      for (let run = queue.shift(); run !== undefined; run = queue.shift())
        told.set(run.id, await follow(run));
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker)).finally(() => calm.abort());

    expect(await faults.met).toBeGreaterThan(runs / 2);
    expect(
      cluster
        .jobs()
        .map(({ metadata }) => metadata.name)
        .sort(),
    ).toEqual([...byId.keys()].sort());
    for (const run of planned) {
      const { outcomes, lines, ends } = told.get(run.id) as Told;
      const status = run.exitCode === 0 ? 'succeeded' : 'failed';
      expect({
        id: run.id,
        outcomes: outcomes.map((outcome) => outcome.status),
        ends,
        missing: lines.filter(({ incomplete }) => incomplete !== undefined).length,
      }).toEqual({ id: run.id, outcomes: [status], ends: [status], missing: 0 });
      expect(written(lines)).toBe(
        run.lines
          .flat()
          .map((line) => `${line}\n`)
          .join(''),
      );
    }
  },
  Math.max(120_000, runs * 2_000),
);

function written(lines: readonly LogLine[]): string {
  return lines.map(({ text, split }) => (split === true ? text : `${text}\n`)).join('');
}

function manifest({ id, lines }: ChaosRun): JobManifest {
  return setLabels({ flowRunId: id, identifier: `identifier-of-${id}` })({
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name: id },
    spec: {
      backoffLimit: 2 * (lines.length - 1),
      template: {
        spec: {
          restartPolicy: lines.length > 1 ? 'OnFailure' : 'Never',
          containers: [{ name: 'main', image: 'flow:1', env: [{ name: 'RUN', value: id }] }],
        },
      },
    },
  });
}

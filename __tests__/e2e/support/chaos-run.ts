import type { JobManifest } from '../../../src/job-spec/job-manifest.js';
import { setLabels } from '../../../src/job/set-labels.js';
import { between, oneOf, type Random } from '../../support/seeded.js';

/** A run whose output and end are known before it is submitted. */
export interface ChaosRun {
  readonly id: string;
  /** What each of its pods prints. */
  readonly lines: readonly string[];
  readonly exitCode: number;
  /** How many pods it takes: a Job that fails tries as often as its back-off limit says. */
  readonly pods: number;
  readonly job: JobManifest;
}

/** Lines, and what makes a shell print them. */
interface Burst {
  readonly lines: readonly string[];
  readonly command: string;
}

export function chaosRun(random: Random, index: number): ChaosRun {
  const id = `run-${index}`;
  const bursts = Array.from({ length: between(random, 2, 5) }, () =>
    oneOf(random, [said, said, counted, long])(random, id),
  );
  const exitCode = oneOf(random, [0, 0, 0, 3]);
  const backoffLimit = oneOf(random, [0, 0, 1]);
  const pauses = bursts.map(() => `sleep ${between(random, 0, 3)}`);
  const script = bursts.flatMap(({ command }, burst) => [command, pauses[burst]]).join('\n');
  return {
    id,
    lines: bursts.flatMap(({ lines }) => lines),
    exitCode,
    pods: exitCode === 0 ? 1 : backoffLimit + 1,
    job: setLabels({ flowRunId: id, identifier: `identifier-of-${id}` })({
      apiVersion: 'batch/v1',
      kind: 'Job',
      metadata: { name: id },
      spec: {
        backoffLimit,
        template: {
          spec: {
            restartPolicy: 'Never',
            terminationGracePeriodSeconds: 0,
            containers: [
              {
                name: 'main',
                image: 'localhost/busybox:1',
                command: ['sh', '-c', `${script}\nexit ${exitCode}`],
              },
            ],
          },
        },
      },
    }),
  };
}

/** Many short lines. */
function counted(random: Random): Burst {
  const [first, length] = [between(random, 1, 1000), between(random, 100, 3000)];
  return {
    lines: Array.from({ length }, (_, index) => String(first + index)),
    command: `seq ${first} ${first + length - 1}`,
  };
}

/** Few lines that are hard to keep apart or whole: empty, equal, with spaces around, of many bytes a character. */
function said(random: Random, id: string): Burst {
  const lines = Array.from({ length: between(random, 1, 20) }, (_, index) =>
    oneOf(random, [
      '',
      'the same',
      `  ${id}: line ${index}\t`,
      'naïve 数据 🙂'.repeat(between(random, 1, 40)),
    ]),
  );
  return { lines, command: `printf '%s\\n' ${lines.map((line) => `'${line}'`).join(' ')}` };
}

/** One line of many times the 16 KiB at which the container runtime cuts. */
function long(random: Random): Burst {
  const length = between(random, 1, 200_000);
  return { lines: ['7'.padStart(length, '0')], command: `printf '%0${length}d\\n' 7` };
}

/** The seed of this run of the tests, which is shown: `CHAOS_SEED` plays it again. */
export function chaosSeed(): number {
  const seed = Number(process.env.CHAOS_SEED || Math.floor(Math.random() * 1_000_000));
  console.info(`CHAOS_SEED=${seed}`);
  return seed;
}

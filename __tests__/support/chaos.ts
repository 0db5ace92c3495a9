import type { EmbeddedCluster, Fault, FaultHandle } from '../../src/testing/index.js';
import { between, oneOf, type Random } from './seeded.js';

/** A run whose output and end are known before it is submitted. */
export interface ChaosRun {
  readonly id: string;
  /** What each run of its container writes: all but the last of them fail. */
  readonly lines: readonly (readonly string[])[];
  readonly endsWithoutNewline: boolean;
  /** It takes a break after so many lines. */
  readonly pauseEach: number;
  readonly exitCode: number;
}

export function chaosRun(random: Random, index: number): ChaosRun {
  // A second restart would wait for a back-off of the kubelet.
  const tries = oneOf(random, [1, 1, 2]);
  const exitCode = tries > 1 ? 0 : oneOf(random, [0, 0, 3]);
  return {
    id: `run-${index}`,
    lines: Array.from({ length: tries }, () =>
      Array.from({ length: between(random, 0, 60) }, (_, line) => text(random, line)),
    ),
    endsWithoutNewline: random() < 0.3,
    pauseEach: between(random, 1, 20),
    exitCode,
  };
}

function text(random: Random, line: number): string {
  const length = random() < 0.01 ? between(random, 200_000, 700_000) : between(random, 0, 80);
  // Not at the end: the container runtime takes a carriage return away that stands before a newline.
  return `${line}${oneOf(random, ['x', 'ä', '€', '😀', '\r', '\t'])} `.repeat(1 + length / 8);
}

/** Faults are met until the signal fires: some by time, and one whenever `arm` is called. */
export function disturb(
  cluster: EmbeddedCluster,
  random: Random,
  calm: AbortSignal,
): { arm(): void; readonly met: Promise<number> } {
  const faults: FaultHandle[] = [];
  let open: FaultHandle | undefined;
  const arm = (): void => {
    // Of a stream that is half open nothing ever comes: whoever reads it has to give it up.
    const isForever = random() < 0.02 && !(open?.hits === 0);
    const fault = cluster.faults.add(isForever ? halfOpen : oneOf(random, makers)(random));
    faults.push(fault);
    if (isForever) open = fault;
    else void turns(between(random, 20, 400)).then(() => fault.remove());
  };
  const byTime = async (): Promise<number> => {
    while (!calm.aborted) {
      arm();
      if (random() < 0.05) cluster.compact();
      await turns(between(random, 1, 8));
    }
    cluster.faults.clear();
    return faults.reduce((met, { hits }) => met + hits, 0);
  };
  return { arm, met: byTime() };
}

const halfOpen: Fault = {
  where: ({ verb, query }) => verb === 'watch' || query.get('follow') === 'true',
  hold: 'after-handling',
};

const resources = ['jobs', 'pods', 'events', 'pods/log'] as const;

/** What can happen to a request, or to an answer. */
const makers: readonly [(random: Random) => Fault, ...((random: Random) => Fault)[]] = [
  (random) => ({ resource: oneOf(random, resources), drop: 'before-handling' }),
  (random) => ({ resource: oneOf(random, resources), drop: 'after-handling' }),
  (random) => ({ resource: oneOf(random, resources), resetAfterBytes: between(random, 0, 20_000) }),
  (random) => ({ resource: 'pods/log', resetAfterBytes: between(random, 0, 900_000) }),
  (random) => ({
    resource: oneOf(random, resources),
    respond: { status: oneOf(random, [429, 500, 503, 504]) },
  }),
  () => ({ verb: 'watch', respond: { status: 410 } }),
  // A kubelet that goes ends the log that is being followed, cleanly.
  () => ({
    resource: 'pods/log',
    where: ({ query }) => query.get('follow') === 'true',
    respond: { status: 200, body: '' },
  }),
  (random) => ({
    resource: oneOf(random, resources),
    hold: oneOf(random, ['before-handling', 'after-handling']),
  }),
];

/** Lets what is under way in this process and on its sockets go on, for so many turns of the loop. */
export async function turns(count: number, signal?: AbortSignal): Promise<void> {
  for (let turn = 0; turn < count; turn += 1) {
    if (signal?.aborted === true) throw signal.reason;
    await new Promise((resolve) => setImmediate(resolve));
  }
}

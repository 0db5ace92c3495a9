import { beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { JobMonitor, type JobOutcome, type RunEvent } from '../../src/index.js';
import { isBound } from '../support/monitored-cluster.js';
import { inWords, recordedRuns } from '../support/recorded-run.js';
import { type Break, ReplayedCluster, settle } from '../support/replayed-cluster.js';

const goesOn = 'goes on';
const completed = 'succeeded CompletionsReached';
const tooManyFailures = 'failed BackoffLimitExceeded';
/** What each recorded run came to, decided and settled; `goes on`: the recording ends before the run. */
const expected: Readonly<Record<string, string>> = {
  'active-deadline-exceeded': 'failed DeadlineExceeded',
  'apiserver-down-at-container-end': completed,
  'apiserver-killed-and-back': completed,
  'backoff-limit-2': tooManyFailures,
  'backoff-limit-per-index': 'failed FailedIndexes',
  'classic-sidecar-never-exits': 'lost Deleted',
  'completions-0': completed,
  'container-sigterm-graceful': completed,
  'create-container-config-error': goesOn,
  'deadline-before-schedule': 'failed DeadlineExceeded',
  'deleted-background': 'lost Deleted',
  'deleted-by-uid-precondition-mismatch': completed,
  'deleted-foreground': 'lost Deleted',
  'deleted-orphan-explicit': 'lost Deleted',
  'deleted-orphan': 'lost Deleted',
  'err-image-never-pull': goesOn,
  evicted: tooManyFailures,
  'exit-3': tooManyFailures,
  'generate-name': completed,
  'image-pull-back-off': 'lost Deleted',
  'indexed-success': completed,
  'init-container-fails': tooManyFailures,
  'init-container-success': completed,
  'invalid-image-name': goesOn,
  'job-name-63-chars': completed,
  'kubelet-killed-and-back': completed,
  'limitrange-defaults': completed,
  'liveness-probe-fails': tooManyFailures,
  'long-log': completed,
  'managed-by-external': 'lost Deleted',
  'missing-configmap-volume': goesOn,
  'native-sidecar': completed,
  'node-lost-for-good': tooManyFailures,
  'node-lost-whole-cluster': goesOn,
  'node-lost': completed,
  'oom-killed-child-exit-4': tooManyFailures,
  'oom-killed': tooManyFailures,
  'pod-deleted-by-hand-backoff-limit-0': tooManyFailures,
  'pod-deleted-by-hand': completed,
  'pod-deletion-timestamp-with-finalizer': completed,
  'pod-failure-policy-failjob': 'failed PodFailurePolicy',
  'pod-failure-policy-ignore': completed,
  'pod-replacement-policy-failed': completed,
  'pod-security-restricted': goesOn,
  'quota-exceeded': goesOn,
  'recovers-missing-volume': completed,
  'recovers-unschedulable': completed,
  'restart-policy-onfailure': completed,
  'scheduling-gated': goesOn,
  'start-error': tooManyFailures,
  'success-policy': 'succeeded SuccessPolicy',
  success: completed,
  'suspended-then-resumed': completed,
  'suspended-while-running': goesOn,
  'termination-message': tooManyFailures,
  'ttl-0': completed,
  'two-containers-success': completed,
  'unschedulable-cpu': goesOn,
  'unschedulable-selector': goesOn,
};

interface Told {
  readonly decided: JobOutcome | undefined;
  readonly settled: JobOutcome | undefined;
  readonly events: readonly RunEvent[];
  /** How often an outcome was held back for pods. */
  readonly waits: number;
}

/** Goes through a recording with a monitor that watches, and breaks what it watches on the way. */
async function replay(scenario: string, breakAfter: (index: number) => Break): Promise<Told> {
  const cluster = new ReplayedCluster(scenario);
  await using monitor = new JobMonitor(cluster, {
    random: () => 0,
    now: () => Date.UTC(2026, 10, 24),
    // Retries come at once; what bounds something never does.
    sleep: (ms, signal) => {
      if (ms === 400) told.waits += 1;
      if (!isBound(ms)) return Promise.resolve();
      return new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('stopped'))));
    },
  });
  const told: { -readonly [K in keyof Told]: Told[K] } & { events: RunEvent[] } = {
    decided: undefined,
    settled: undefined,
    events: [],
    waits: 0,
  };
  const ignore = (): undefined => undefined;
  const done = Promise.all([
    monitor.wait(cluster.job).then((outcome) => (told.decided = outcome), ignore),
    monitor.wait(cluster.job, { until: 'settled' }).then((outcome) => (told.settled = outcome), ignore),
    (async () => {
      for await (const event of monitor.events(cluster.job)) told.events.push(event);
    })().catch(ignore),
  ]);
  await settle();
  for (let index = 0; !cluster.isOver; index += 1) await cluster.step(breakAfter(index));
  await settle();
  await monitor.close();
  await done;
  return told;
}

function inShort({ decided, settled }: Told): string {
  if (decided === undefined) return 'goes on';
  const words = (outcome: JobOutcome): string => `${outcome.status} ${outcome.reason}`;
  if (settled === undefined) return `${words(decided)}, not settled`;
  return words(decided) === words(settled) ? words(settled) : `${words(decided)}, then ${words(settled)}`;
}

/** What happened, without the watch's own troubles. */
function happened({ events }: Told): string[] {
  return events.map(inWords).filter((word) => !word.startsWith('watch-') && !word.startsWith('diagnosis'));
}

test('every recording has its outcome here', () => {
  expect(Object.keys(expected).sort()).toEqual([...recordedRuns].sort());
});

describe.each(recordedRuns)('%s', (scenario) => {
  let whole: Told;
  beforeAll(async () => {
    whole = await replay(scenario, () => 'none');
  });

  test('has its outcome', () => expect(inShort(whole)).toBe(expected[scenario]));

  test('has it without waiting for pods that were told of', () => expect(whole.waits).toBe(0));

  test.each<Break>(['end', 'expired'])(
    'has it, and each event once, when after each change: %s',
    async (each) => {
      const told = await replay(scenario, () => each);
      expect(inShort(told)).toBe(expected[scenario]);
      expect(happened(told).sort()).toEqual(happened(whole).sort());
    },
  );

  test('has it when changes pass unseen, and no event twice', async () => {
    const breaks = fc.array(fc.constantFrom<Break>('none', 'end', 'expired', 'missed'), { minLength: 60 });
    await fc.assert(
      fc.asyncProperty(breaks, async (each) => {
        const told = await replay(scenario, (index) => each[index % each.length] ?? 'none');
        expect(inShort(told).replace(', not settled', '')).toBe(expected[scenario]);
        const left = happened(whole);
        for (const word of happened(told)) {
          const place = left.indexOf(word);
          expect(`${word}: ${place >= 0}`).toBe(`${word}: true`);
          left.splice(place, 1);
        }
      }),
      { numRuns: 2 },
    );
  });
});

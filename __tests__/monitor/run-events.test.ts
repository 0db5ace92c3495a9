import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { KubernetesObject } from '../../src/cluster/cluster-api.js';
import { pullMilliseconds } from '../../src/monitor/events/image-milestones.js';
import type { RunEvent } from '../../src/monitor/events/run-event.js';
import {
  eventsOf,
  inWords,
  newEvents,
  type RecordedChange,
  recordedRun,
  recordedRuns,
} from '../support/recorded-run.js';

const placed = ['submitted', 'pod-created', 'scheduled'];
const started = ['waiting main ContainerCreating', 'image-pulled main', 'started main', 'ready'];
const begun = [...placed, ...started];
const again = ['pod-created', 'scheduled', ...started];
const killed = 'finished main Error 137';
const completed = ['finished main Completed 0', 'succeeded CompletionsReached'];
const initialized = [
  ...placed,
  'waiting prepare PodInitializing',
  'waiting main PodInitializing',
  'image-pulled prepare',
  'started prepare',
];

/** What happened in each recorded run, in the order in which a client learns of it. */
const expected: Record<string, readonly string[]> = {
  'active-deadline-exceeded': [...begun, 'failed DeadlineExceeded', killed, 'pod-deleted'],
  'backoff-limit-2': [
    ...begun,
    'finished main Error 1',
    ...again,
    'finished main Error 1',
    ...again,
    'finished main Error 1',
    'failed BackoffLimitExceeded',
  ],
  'completions-0': ['submitted', 'succeeded CompletionsReached'],
  'container-sigterm-graceful': [...begun, ...completed, 'pod-deleted'],
  'deadline-before-schedule': [
    'submitted',
    'pod-created',
    'waiting Unschedulable',
    'failed DeadlineExceeded',
    'pod-deleted',
  ],
  'deleted-background': [...begun, 'deleted', killed, 'pod-deleted'],
  'deleted-by-uid-precondition-mismatch': [...begun, ...completed],
  'deleted-foreground': [...begun, killed, 'pod-deleted', 'deleted'],
  'deleted-orphan': [...begun, 'deleted'],
  'deleted-orphan-explicit': [...begun, 'deleted'],
  evicted: [...begun, 'evicted EvictionByEvictionAPI', 'failed BackoffLimitExceeded', killed, 'pod-deleted'],
  'exit-3': [...begun, 'finished main Error 3', 'failed BackoffLimitExceeded'],
  'generate-name': [...begun, ...completed],
  'image-pull-back-off': [
    ...placed,
    'waiting main ContainerCreating',
    'image-pulling main',
    'waiting main ErrImagePull',
    'waiting main ImagePullBackOff',
    'deleted',
    'finished main ContainerStatusUnknown 137',
    'pod-deleted',
  ],
  'init-container-fails': [...initialized, 'finished prepare Error 7', 'failed BackoffLimitExceeded'],
  'init-container-success': [
    ...initialized,
    'image-pulled main',
    'finished prepare Completed 0',
    'started main',
    'ready',
    ...completed,
  ],
  'job-name-63-chars': [...begun, ...completed],
  'managed-by-external': ['submitted', 'deleted'],
  'node-lost': [
    ...begun,
    'evicted DeletionByTaintManager',
    'pod-created',
    'waiting Unschedulable',
    'scheduled',
    ...started,
    killed,
    'pod-deleted',
    ...completed,
  ],
  'node-lost-for-good': [...begun, 'evicted DeletionByTaintManager', 'failed BackoffLimitExceeded'],
  'oom-killed': [...begun, 'finished main OOMKilled 137', 'failed BackoffLimitExceeded'],
  'pod-deleted-by-hand': [...begun, killed, 'pod-deleted', ...again, ...completed],
  'pod-deleted-by-hand-backoff-limit-0': [...begun, 'failed BackoffLimitExceeded', killed, 'pod-deleted'],
  'restart-policy-onfailure': [
    ...begun,
    'finished main Error 1',
    'restarted main 1',
    'started main',
    'finished main Error 1',
    'waiting main CrashLoopBackOff',
    'restarted main 2',
    'started main',
    ...completed,
  ],
  'scheduling-gated': ['submitted', 'pod-created', 'waiting SchedulingGated'],
  'start-error': [
    ...placed,
    'waiting main ContainerCreating',
    'image-pulled main',
    'finished main StartError 128',
    'failed BackoffLimitExceeded',
  ],
  success: [
    ...placed,
    'image-pulled main',
    'waiting main ContainerCreating',
    'started main',
    'ready',
    ...completed,
  ],
  'suspended-then-resumed': [
    'submitted',
    'suspended JobSuspended',
    'pod-created',
    'scheduled',
    'resumed JobResumed',
    ...started,
    ...completed,
  ],
  'suspended-while-running': [...begun, 'suspended JobSuspended', killed, 'pod-deleted'],
  'ttl-0': [...begun, ...completed, 'pod-deleted', 'deleted'],
  'two-containers-success': [
    ...placed,
    'waiting main ContainerCreating',
    'waiting second ContainerCreating',
    'image-pulled main',
    'image-pulled second',
    'started main',
    'started second',
    'ready',
    'finished main Completed 0',
    'finished second Completed 0',
    'succeeded CompletionsReached',
  ],
  'unschedulable-selector': ['submitted', 'pod-created', 'waiting Unschedulable'],
  'apiserver-down-at-container-end': [...begun, ...completed],
  'apiserver-killed-and-back': [...begun, ...completed],
  'backoff-limit-per-index': [
    ...placed,
    'pod-created',
    'pod-created',
    'scheduled',
    'scheduled',
    'waiting main ContainerCreating',
    'waiting main ContainerCreating',
    'waiting main ContainerCreating',
    'image-pulled main',
    'image-pulled main',
    'image-pulled main',
    'started main',
    'ready',
    'started main',
    'ready',
    'started main',
    'ready',
    'finished main Completed 0',
    'finished main Error 1',
    'finished main Completed 0',
    ...again,
    'finished main Error 1',
    'failed FailedIndexes',
  ],
  'classic-sidecar-never-exits': [
    ...placed,
    'waiting main ContainerCreating',
    'waiting proxy ContainerCreating',
    'image-pulled main',
    'image-pulled proxy',
    'started main',
    'started proxy',
    'ready',
    'finished main Completed 0',
    'finished proxy Error 137',
    'pod-deleted',
    'deleted',
  ],
  'create-container-config-error': [
    ...placed,
    'waiting main ContainerCreating',
    'image-pulled main',
    'waiting main CreateContainerConfigError',
  ],
  'err-image-never-pull': [...placed, 'waiting main ContainerCreating', 'waiting main ErrImageNeverPull'],
  'indexed-success': [
    ...placed,
    'pod-created',
    'scheduled',
    'waiting main ContainerCreating',
    'waiting main ContainerCreating',
    'image-pulled main',
    'image-pulled main',
    'started main',
    'ready',
    'started main',
    'ready',
    'finished main Completed 0',
    'finished main Completed 0',
    ...again,
    ...completed,
  ],
  'invalid-image-name': [...placed, 'waiting main ContainerCreating', 'waiting main InvalidImageName'],
  'kubelet-killed-and-back': [...begun, ...completed],
  'limitrange-defaults': [...begun, ...completed],
  'liveness-probe-fails': [...begun, killed, 'failed BackoffLimitExceeded'],
  'long-log': [...begun, ...completed],
  'missing-configmap-volume': [...placed, 'waiting main ContainerCreating'],
  'native-sidecar': [
    ...placed,
    'waiting proxy PodInitializing',
    'waiting main PodInitializing',
    'image-pulled proxy',
    'image-pulled main',
    'started proxy',
    'started main',
    'ready',
    'finished main Completed 0',
    'finished proxy Completed 0',
    'succeeded CompletionsReached',
  ],
  'node-lost-whole-cluster': [...begun],
  'oom-killed-child-exit-4': [...begun, 'finished main OOMKilled 4', 'failed BackoffLimitExceeded'],
  'pod-deletion-timestamp-with-finalizer': [...begun, killed, ...again, ...completed, 'pod-deleted'],
  'pod-failure-policy-failjob': [...begun, 'finished main Error 42', 'failed PodFailurePolicy'],
  'pod-failure-policy-ignore': [
    ...begun,
    'evicted EvictionByEvictionAPI',
    killed,
    'pod-deleted',
    ...again,
    ...completed,
  ],
  'pod-replacement-policy-failed': [...begun, killed, 'pod-deleted', ...again, ...completed],
  'pod-security-restricted': ['submitted'],
  'quota-exceeded': ['submitted'],
  'recovers-missing-volume': [...begun, ...completed],
  'recovers-unschedulable': [
    'submitted',
    'pod-created',
    'waiting Unschedulable',
    'scheduled',
    ...started,
    ...completed,
  ],
  'success-policy': [
    ...placed,
    'waiting main ContainerCreating',
    'pod-created',
    'scheduled',
    'pod-created',
    'waiting main ContainerCreating',
    'scheduled',
    'waiting main ContainerCreating',
    'image-pulled main',
    'image-pulled main',
    'image-pulled main',
    'started main',
    'ready',
    'started main',
    'ready',
    'started main',
    'ready',
    'finished main Completed 0',
    'succeeded SuccessPolicy',
    killed,
    killed,
    'pod-deleted',
    'pod-deleted',
  ],
  'termination-message': [...begun, 'finished main Error 5', 'failed BackoffLimitExceeded'],
  'unschedulable-cpu': ['submitted', 'pod-created', 'waiting Unschedulable'],
};

test('every recording has its events here', () => {
  expect(Object.keys(expected).sort()).toEqual([...recordedRuns].sort());
});

test.each(Object.keys(expected))('the events of %s', (scenario) => {
  expect(eventsOf(recordedRun(scenario)).map(inWords)).toEqual(expected[scenario]);
});

test('events carry the time and the source of what they tell', () => {
  const pod = expect.stringMatching(/^success-/);
  expect(eventsOf(recordedRun('success'))).toEqual(
    expect.arrayContaining([
      { type: 'submitted', time: '2026-11-23T21:16:10Z', source: 'api-server' },
      { type: 'scheduled', time: '2026-11-23T21:16:10Z', source: 'scheduler', pod, node: 'localhost' },
      { type: 'started', time: '2026-11-23T21:16:12Z', source: 'kubelet', pod, container: 'main' },
      {
        type: 'succeeded',
        time: '2026-11-23T21:16:15Z',
        source: 'job-controller',
        reason: 'CompletionsReached',
        message: 'Reached expected number of succeeded pods',
      },
    ]),
  );
});

/** These are told whatever states pass unseen, as later states still hold them. */
const lasting = new Set<RunEvent['type']>([
  'submitted',
  'pod-created',
  'scheduled',
  'started',
  'restarted',
  'finished',
  'succeeded',
  'failed',
  'deleted',
  'pod-deleted',
]);

const words = (events: readonly RunEvent[]): string[] => events.map(inWords).sort();
const lastingOf = (events: readonly RunEvent[]): string[] =>
  words(events.filter(({ type }) => lasting.has(type)));

/** What a list finds after the first `end` changes: the last state of all there is, and what is missing. */
function relist(history: readonly RecordedChange[], end: number): RecordedChange[] {
  const last = new Map<string, RecordedChange>();
  for (const change of history.slice(0, end)) last.set(change.object.metadata.uid, change);
  return [...last.values()];
}

describe.each(recordedRuns)('each thing is told once in %s', (scenario) => {
  const history = recordedRun(scenario);
  const whole = eventsOf(history);

  test('when the watch begins, or begins again with a list, after any change', () => {
    for (let cut = 0; cut <= history.length; cut += 1) {
      const list = relist(history, cut);
      const resumed = eventsOf([...history.slice(0, cut), ...list, ...history.slice(cut)]);
      expect(resumed.map(inWords)).toEqual(whole.map(inWords));
      const late = eventsOf([...list, ...history.slice(cut)]);
      expect(whole.map(inWords)).toEqual(expect.arrayContaining(late.map(inWords)));
    }
  });

  test('when changes pass unseen until a list, at any place', () => {
    for (let cut = 0; cut < history.length; cut += 1) {
      const seen = [...history.slice(0, cut), ...relist(history, cut + 1), ...history.slice(cut + 1)];
      const told = eventsOf(seen);
      expect(lastingOf(told)).toEqual(lastingOf(whole));
      expect(isPartOf(words(told), words(whole))).toBe(true);
    }
  });

  test('when changes come twice, and those of Job, pods and events in any order to each other', () => {
    const kinds = ['Job', 'Pod', 'Event'] as const;
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(2), fc.boolean()), { minLength: 40 }), (picks) => {
        const queues = kinds.map((kind) => history.filter((change) => change.kind === kind));
        const mixed: RecordedChange[] = [];
        for (let turn = 0; queues.some((queue) => queue.length > 0); turn += 1) {
          const [pick = 0, twice = false] = picks[turn % picks.length] ?? [];
          const open = queues.filter((queue) => queue.length > 0);
          const change = open[pick % open.length]?.shift();
          if (change !== undefined) mixed.push(change, ...(twice ? [change] : []));
        }
        const told = eventsOf(mixed);
        expect(words(told)).toEqual(words(whole));
        expect(told[0]?.type).toBe('submitted');
      }),
      { numRuns: 25 },
    );
  });
});

/** Whether each of `some` is in `all`, as often. */
function isPartOf(some: readonly string[], all: readonly string[]): boolean {
  const left = [...all];
  return some.every((word) => {
    const index = left.indexOf(word);
    if (index >= 0) left.splice(index, 1);
    return index >= 0;
  });
}

describe('what has no recording here', () => {
  const job = {
    metadata: { name: 'a', uid: 'j', resourceVersion: '1', creationTimestamp: '2026-01-01T00:00:00Z' },
  };
  const pod = (status: object): KubernetesObject => ({
    metadata: { name: 'a-1', uid: 'p', resourceVersion: '1', creationTimestamp: '2026-01-01T00:00:00Z' },
    status,
  });
  const told = (...pods: KubernetesObject[]): string[] => {
    const events = newEvents();
    return [...events.job(job, false), ...pods.flatMap((each) => events.pod(each, false))]
      .slice(2)
      .map(inWords);
  };

  test.each([
    [
      'an eviction by API',
      { conditions: [{ type: 'DisruptionTarget', status: 'True', reason: 'EvictionByEvictionAPI' }] },
      'evicted EvictionByEvictionAPI',
    ],
    ['an eviction by the kubelet', { phase: 'Failed', reason: 'Evicted' }, 'evicted Evicted'],
  ])('%s', (_, status, words) => {
    expect(told(pod(status), pod(status))).toEqual([words]);
  });

  test('a container that never ran has ended but not started', () => {
    const terminated = { exitCode: 137, reason: 'ContainerStatusUnknown', startedAt: null, finishedAt: null };
    expect(told(pod({ containerStatuses: [{ name: 'main', state: { terminated } }] }))).toEqual([
      'finished main ContainerStatusUnknown 137',
    ]);
  });

  test('a Job suspended twice within one second is told so twice', () => {
    const events = newEvents();
    const suspended = (status: string): KubernetesObject => ({
      ...job,
      status: { conditions: [{ type: 'Suspended', status, lastTransitionTime: '2026-01-01T00:00:01Z' }] },
    });
    const states = ['True', 'True', 'False', 'True'].map(suspended);
    expect(states.flatMap((state) => events.job(state, false)).map(inWords)).toEqual([
      'submitted',
      'suspended',
      'resumed',
      'suspended',
    ]);
  });

  test.each([
    ['Successfully pulled image "a:1" in 1.234s (2.5s including waiting). Image size: 2 bytes.', 1234],
    ['Successfully pulled image "a:1" in 85ms (85ms including waiting)', 85],
    ['Successfully pulled image "a:1" in 1m2.5s (1m2.5s including waiting)', 62_500],
    ['Container image "a:1" already present on machine', undefined],
  ])('how long a pull took: %s', (message, ms) => {
    expect(pullMilliseconds(message)).toBe(ms);
  });
});

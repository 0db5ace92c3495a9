import { expect, test } from '@jest/globals';
import { toOutcome, verdictOf } from '../../src/monitor/outcome/job-outcome.js';
import type { WatchedJob, WatchedPod } from '../../src/monitor/watch/namespace-watch.js';
import { hasStarted, overduePod, situationOf } from '../../src/monitor/outcome/situation.js';
import { timelineOf } from '../../src/monitor/outcome/timeline.js';
import { recordedRun, recordedRuns } from '../support/recorded-run.js';

/** What is known of a run after so many of its changes. */
function watched(scenario: string, changes = Infinity): WatchedJob {
  const pods = new Map<string, WatchedPod>();
  let job: WatchedJob['job'];
  let jobGone = false;
  for (const { kind, type, object } of recordedRun(scenario).slice(0, changes)) {
    const gone = type === 'DELETED';
    if (kind === 'Pod') pods.set(object.metadata.uid, { pod: object, gone });
    if (kind === 'Job') [job, jobGone] = [object, gone];
  }
  return { job, jobGone, pods };
}

const timeline = (scenario: string) => {
  const { job, pods } = watched(scenario);
  return timelineOf(job, pods.values());
};

test('a timeline tells when a run came how far, and how long each part took', () => {
  expect(timeline('success')).toEqual({
    created: '2026-11-23T21:16:10Z',
    podCreated: '2026-11-23T21:16:10Z',
    scheduled: '2026-11-23T21:16:10Z',
    started: '2026-11-23T21:16:12Z',
    finished: '2026-11-23T21:16:13Z',
    ended: '2026-11-23T21:16:15Z',
    queuedMs: 0,
    schedulingMs: 0,
    startingMs: 2000,
    runningMs: 1000,
    windingUpMs: 2000,
    totalMs: 5000,
  });
});

test.each([
  ['of all tries', 'backoff-limit-2', { startingMs: 1000, runningMs: 30_000, totalMs: 34_000 }],
  ['of all restarts that are still known', 'restart-policy-onfailure', { runningMs: 14_000 }],
  ['of a suspended run', 'suspended-then-resumed', { queuedMs: 2000, totalMs: 6000 }],
  ['with init containers', 'init-container-success', { startingMs: 2000 }],
])('a timeline %s: %s', (_, scenario, parts) => {
  expect(timeline(scenario)).toMatchObject(parts);
});

test.each([
  ['that never started', 'init-container-fails', ['started', 'finished', 'runningMs', 'windingUpMs']],
  ['whose container could not be started', 'start-error', ['started', 'finished', 'runningMs']],
  ['that has no pod', 'completions-0', ['podCreated', 'scheduled', 'queuedMs']],
  ['that was decided before it stopped', 'active-deadline-exceeded', ['windingUpMs']],
  ['that runs on', 'deleted-orphan', ['finished', 'runningMs', 'ended', 'totalMs']],
])('a timeline of a run %s leaves out what did not happen: %s', (_, scenario, missing) => {
  for (const part of missing) expect(timeline(scenario)).not.toHaveProperty(part);
});

test.each(recordedRuns)('no time of %s is negative, and the outcome is plain JSON', (scenario) => {
  const run = watched(scenario);
  const end = (run.job && verdictOf(run.job)) ?? { status: 'lost' as const, reason: 'Deleted' };
  const outcome = toOutcome({ message: '', settled: false, ...end }, run);
  for (const value of Object.values(outcome.timeline))
    expect(typeof value === 'string' || value >= 0).toBe(true);
  expect(JSON.parse(JSON.stringify(outcome))).toEqual(outcome);
});

test('an outcome tells the last state of each pod, of those that are gone too', () => {
  const run = watched('pod-deleted-by-hand');
  const { pods } = toOutcome({ status: 'succeeded', reason: '', message: '', settled: true }, run);
  expect(pods).toMatchObject([
    { gone: true, node: 'localhost', containers: [{ name: 'main', exitCode: 137, reason: 'Error' }] },
    { gone: false, phase: 'Succeeded', containers: [{ name: 'main', exitCode: 0, init: false }] },
  ]);
});

test.each([
  ['managed-by-external', 1, 'its Job is left to another controller'],
  ['unschedulable-selector', Infinity, 'waits for a node: Unschedulable'],
  ['scheduling-gated', Infinity, 'waits for a node: SchedulingGated'],
  ['suspended-while-running', Infinity, 'its Job is suspended'],
  ['init-container-fails', Infinity, 'container "main" of its pod'],
  ['success', 1, 'its Job has no pod'],
])('where a run stands: %s after %d changes', (scenario, changes, words) => {
  expect(situationOf(watched(scenario, changes))).toContain(words);
});

test.each([
  ['success', true],
  ['active-deadline-exceeded', true],
  ['two-containers-success', true],
  ['init-container-fails', false],
  ['start-error', false],
  ['completions-0', false],
  ['deadline-before-schedule', false],
  ['managed-by-external', false],
  ['scheduling-gated', false],
])('a run has started when a container that is no init container has: %s, %s', (scenario, started) => {
  expect(hasStarted(watched(scenario))).toBe(started);
});

test('a pod that should have stopped is overdue half a minute later, unless it has', () => {
  const metadata = { name: 'a-1', uid: 'p', resourceVersion: '1', deletionTimestamp: '2026-01-01T00:00:30Z' };
  const run = (phase: string, gone = false): WatchedJob => ({
    job: undefined,
    jobGone: false,
    pods: new Map([['p', { pod: { metadata, status: { phase } }, gone }]]),
  });
  expect(overduePod(run('Running'))).toEqual({ name: 'a-1', at: Date.parse('2026-01-01T00:01:00Z') });
  expect(overduePod(run('Failed'))).toBeUndefined();
  expect(overduePod(run('Running', true))).toBeUndefined();
});

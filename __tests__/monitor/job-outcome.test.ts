import { describe, expect, test } from '@jest/globals';
import type { KubernetesObject } from '../../src/cluster/cluster-api.js';
import { verdictOf } from '../../src/monitor/outcome/job-outcome.js';
import { fixture } from '../support/fixtures.js';

/** The outcomes that the Job's states tell one after another, as recorded on a real Kubernetes 1.37. */
function outcomes(scenario: string): unknown[] {
  const { history } = JSON.parse(fixture(`recorded/${scenario}.json`)) as {
    history: { kind: string; object: KubernetesObject }[];
  };
  const told = history
    .filter(({ kind }) => kind === 'Job')
    .map(({ object }) => {
      const verdict = verdictOf(object);
      if (verdict === undefined) return 'undecided';
      const { time, ...rest } = verdict;
      expect(time).toMatch(/^2026-11-23T/);
      return JSON.stringify(rest);
    });
  return [...new Set(told)].map((text) => (text === 'undecided' ? text : JSON.parse(text)));
}

const both = (outcome: object) => [
  'undecided',
  { ...outcome, settled: false },
  { ...outcome, settled: true },
];

describe('the outcome of a Job is decided by its first condition and settled by the second', () => {
  test('success', () => {
    const message = 'Reached expected number of succeeded pods';
    expect(outcomes('success')).toEqual(both({ status: 'succeeded', reason: 'CompletionsReached', message }));
  });

  test.each(['exit-3', 'backoff-limit-2'])('%s', (scenario) => {
    const message = 'Job has reached the specified backoff limit';
    expect(outcomes(scenario)).toEqual(both({ status: 'failed', reason: 'BackoffLimitExceeded', message }));
  });

  test('active-deadline-exceeded', () => {
    const message = 'Job was active longer than specified deadline';
    expect(outcomes('active-deadline-exceeded')).toEqual(
      both({ status: 'failed', reason: 'DeadlineExceeded', message }),
    );
  });

  test.each(['deleted-background', 'deleted-foreground'])('%s tells none', (scenario) => {
    expect(outcomes(scenario)).toEqual(['undecided']);
  });

  test('a condition that is not True tells nothing', () => {
    const job = {
      metadata: { name: 'a', uid: 'u', resourceVersion: '1' },
      status: {
        failed: 3,
        conditions: [
          { type: 'Failed', status: 'False' },
          { type: 'Suspended', status: 'True' },
        ],
      },
    };
    expect(verdictOf(job)).toBeUndefined();
  });
});

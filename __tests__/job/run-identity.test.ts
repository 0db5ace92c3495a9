import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { labelValue } from '../../src/job/label-value.js';
import { runIdentity } from '../../src/job/run-identity.js';
import { setLabels } from '../../src/job/set-labels.js';

describe('the identity of a run', () => {
  test('is read back from what setLabels wrote, whatever the ids are', () => {
    const id = fc.string({ unit: 'grapheme', minLength: 1 });
    fc.assert(
      fc.property(id, id, (flowRunId, identifier) => {
        expect(runIdentity(setLabels({ flowRunId, identifier })({}))).toEqual({ flowRunId, identifier });
      }),
    );
  });

  test('differs for two ids whose labels are alike', () => {
    const odd = 'run/1';
    const literal = labelValue(odd);
    const job = (flowRunId: string) => setLabels({ flowRunId, identifier: 'i' })({});
    expect(runIdentity(job(odd)).flowRunId).not.toBe(runIdentity(job(literal)).flowRunId);
  });

  test('is the label when the annotation was not written with it', () => {
    const metadata = {
      labels: { flow_run_id: 'one' },
      annotations: { 'kubernetes-job-environment/flow-run-id': 'two' },
    };
    expect(runIdentity({ metadata })).toEqual({ flowRunId: 'one' });
  });

  test.each([undefined, null, {}, { metadata: null }, { metadata: { labels: null } }, 'text', []])(
    'is empty for %j',
    (job) => {
      expect(runIdentity(job)).toEqual({});
    },
  );
});

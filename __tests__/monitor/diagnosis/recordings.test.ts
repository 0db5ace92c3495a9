import { readdirSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { diagnose } from '../../../src/monitor/diagnosis/diagnose.js';
import type { Diagnosis } from '../../../src/monitor/diagnosis/diagnosis.js';
import { jobSpecFromObject } from '../../../src/job-spec/job-spec-from-object.js';
import { known, logTails, recording } from './replay.js';

/**
 * Of every recording of a real Kubernetes 1.37 the diagnoses as its history goes on, seen a minute after each change:
 * categories, most telling first, and `!` for stuck. The last entry is what is said in the end.
 */
const expected: Readonly<Record<string, readonly string[]>> = {
  'active-deadline-exceeded': ['', 'pod-deleted', 'deadline'],
  'apiserver-down-at-container-end': [''],
  'apiserver-killed-and-back': [''],
  'backoff-limit-2': ['', 'exit-code', 'exit-code back-off-limit'],
  'backoff-limit-per-index': ['', 'exit-code', 'exit-code failed-indexes'],
  'classic-sidecar-never-exits': ['', 'sidecar-keeps-running!', 'sidecar-keeps-running', ''],
  'completions-0': [''],
  'container-sigterm-graceful': ['', 'pod-deleted', ''],
  'create-container-config-error': ['', 'secret-missing!'],
  'deadline-before-schedule': [
    '',
    'unschedulable!',
    'unschedulable pod-deleted',
    'unschedulable',
    'deadline-before-start unschedulable',
  ],
  'deleted-background': [''],
  'deleted-by-uid-precondition-mismatch': [''],
  'deleted-foreground': [''],
  'deleted-orphan-explicit': [''],
  'deleted-orphan': [''],
  'err-image-never-pull': ['', 'image-never-pull!'],
  evicted: ['', 'evicted', 'evicted back-off-limit'],
  'exit-3': ['', 'exit-code', 'exit-code back-off-limit'],
  'generate-name': [''],
  'image-pull-back-off': ['', 'image-pull!', 'image-pull'],
  'indexed-success': [''],
  'init-container-fails': ['', 'init-container', 'init-container back-off-limit'],
  'init-container-success': [''],
  'invalid-image-name': ['', 'image-name!'],
  'job-name-63-chars': [''],
  'kubelet-killed-and-back': [''],
  'limitrange-defaults': [''],
  'liveness-probe-fails': ['', 'liveness-probe', 'liveness-probe back-off-limit'],
  'long-log': [''],
  'managed-by-external': ['managed-by!', ''],
  'missing-configmap-volume': ['', 'config-map-missing!'],
  'native-sidecar': [''],
  'node-lost-for-good': ['', 'node-lost!', 'node-lost', 'node-lost back-off-limit'],
  'node-lost-whole-cluster': ['', 'node-lost!'],
  'node-lost': ['', 'node-lost!', 'node-lost', 'unschedulable! node-lost', 'node-lost', ''],
  'oom-killed-child-exit-4': ['', 'out-of-memory', 'out-of-memory back-off-limit'],
  'oom-killed': ['', 'out-of-memory', 'out-of-memory back-off-limit'],
  'pod-deleted-by-hand-backoff-limit-0': ['', 'pod-deleted', 'pod-deleted back-off-limit'],
  'pod-deleted-by-hand': ['', 'pod-deleted', ''],
  'pod-deletion-timestamp-with-finalizer': ['', 'pod-deleted', ''],
  'pod-failure-policy-failjob': ['', 'exit-code', 'exit-code pod-failure-policy'],
  'pod-failure-policy-ignore': ['', 'evicted', ''],
  'pod-replacement-policy-failed': ['', 'pod-deleted', ''],
  'pod-security-restricted': ['', 'pod-security!'],
  'quota-exceeded': ['', 'quota!'],
  'recovers-missing-volume': ['', 'config-map-missing!', ''],
  'recovers-unschedulable': ['', 'unschedulable!', ''],
  'restart-policy-onfailure': ['', 'exit-code', '', 'exit-code', ''],
  'scheduling-gated': ['', 'scheduling-gated!'],
  'start-error': ['', 'command', 'command back-off-limit'],
  'success-policy': ['', 'pod-deleted', ''],
  success: [''],
  'suspended-then-resumed': ['suspended!', ''],
  'suspended-while-running': ['', 'suspended!'],
  'termination-message': ['', 'exit-code', 'exit-code back-off-limit'],
  'ttl-0': [''],
  'two-containers-success': ['', 'sidecar-keeps-running!', ''],
  'unschedulable-cpu': ['', 'unschedulable!'],
  'unschedulable-selector': ['', 'unschedulable!'],
};

const files = readdirSync(new URL('../../fixtures/recorded/', import.meta.url))
  .filter((file) => file.endsWith('.json'))
  .map((file) => file.slice(0, -'.json'.length));

function categories(diagnoses: readonly Diagnosis[]): string {
  return diagnoses.map(({ category, stuck }) => `${category}${stuck === true ? '!' : ''}`).join(' ');
}

function final(scenario: string): readonly Diagnosis[] {
  const { history, submitted } = recording(scenario);
  return diagnose({ ...known(history), logTails: logTails(scenario) }, jobSpecFromObject(submitted));
}

test('every recording has an expectation', () => {
  expect(Object.keys(expected).sort()).toEqual(files.sort());
});

describe('the diagnoses along each recorded history', () => {
  test.each(Object.entries(expected))('%s', (scenario, told) => {
    const { history, submitted } = recording(scenario);
    const spec = jobSpecFromObject(submitted);
    const seen: string[] = [];
    history.forEach((_, index) => {
      const now = categories(diagnose(known(history.slice(0, index + 1), 60_000), spec));
      if (seen.at(-1) !== now) seen.push(now);
    });
    expect(seen).toEqual(told);
  });
});

describe('the first diagnosis tells the facts', () => {
  test.each([
    ['oom-killed', /^Container "main" of pod "\S+" ran out of memory at its memory limit of 16Mi\.$/],
    ['oom-killed-child-exit-4', /limit of 16Mi: a process in it was killed, .* exit code 4\.$/],
    ['exit-3', /ended with exit code 3 /],
    ['termination-message', /exit code 5 .*; it said: cannot open model: no such file\.$/],
    ['start-error', /could not be started: "no-such-command": executable file not found in \$PATH\.$/],
    ['init-container-fails', /^Init container "prepare" .* exit code 7 .* never started\.$/],
    ['liveness-probe-fails', /killed because its livenessProbe failed 2 times\.$/],
    ['unschedulable-cpu', /which asks for 1k cpu \(container "main"\): 0\/1 nodes .* Insufficient cpu/],
    ['unschedulable-selector', /which asks for node label gpu=h100: 0\/1 nodes/],
    ['scheduling-gated', /scheduling gate "example.com\/wait"/],
    ['create-container-config-error', /^Secret "absent", which container "main"/],
    ['missing-configmap-volume', /^ConfigMap "absent", which pod/],
    ['quota-exceeded', /exceeded quota: none, requested: pods=1, used: pods=0, limited: pods=0\.$/],
    ['active-deadline-exceeded', /deadline of 2 s while its container ran\.$/],
    ['deadline-before-schedule', /deadline of 2 s before any of its containers had started\.$/],
    ['err-image-never-pull', /^Image "localhost\/missing:1" .* is not on the node/],
  ])('%s', (scenario, summary) => {
    expect(final(scenario)[0]?.summary).toMatch(summary);
  });

  test('with the last lines of the log of the container that failed', () => {
    expect(final('exit-3')[0]?.evidence).toContain('log: failing');
    expect(final('init-container-fails')[0]?.evidence).toContain('log: init');
  });
});

describe('an image that cannot be pulled', () => {
  const { history } = recording('image-pull-back-off');
  const failing = history.filter(({ at }) => at < 600);

  test('counts as stuck only after a grace, as the kubelet tries again', () => {
    expect(categories(diagnose(known(failing, 1_000)))).toBe('image-pull');
    expect(categories(diagnose(known(failing, 31_000)))).toBe('image-pull!');
  });

  test.each(['invalid-image-name', 'err-image-never-pull'])('%s counts as stuck at once', (scenario) => {
    const { history } = recording(scenario);
    expect(diagnose(known(history))[0]?.stuck).toBe(true);
  });
});

test('containers of a pod that end one after another are not told of within their grace', () => {
  const { history } = recording('two-containers-success');
  history.forEach((_, index) => expect(diagnose(known(history.slice(0, index + 1)))).toEqual([]));
});

test('any part of any history, in any order, is diagnosed without an error, and the same each time', () => {
  fc.assert(
    fc.property(fc.constantFrom(...files), fc.integer(), fc.integer(), (scenario, seed, later) => {
      const { history } = recording(scenario);
      const random = (index: number): number => Math.abs(Math.sin(seed + index));
      const part = history
        .map((entry, index) => ({ entry, key: random(index) }))
        .filter(({ key }) => key > 0.3)
        .sort((a, b) => a.key - b.key)
        .map(({ entry }) => entry);
      const input = known(part, later);
      expect(diagnose(input)).toEqual(diagnose(input));
    }),
    { numRuns: 100 },
  );
});

test('objects of any shape are diagnosed without an error', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.jsonValue(), fc.jsonValue(), (status, spec, event) => {
      const object = { metadata: { name: 'a', uid: 'a', resourceVersion: '1' }, status, spec } as never;
      const pods = [{ pod: object, gone: false }];
      const input = { job: object, pods, events: [object, { ...(object as object), event } as never] };
      expect(Array.isArray(diagnose({ ...input, now: 0, redact: (text) => text }))).toBe(true);
    }),
  );
});

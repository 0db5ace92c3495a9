import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { readJobSpec } from '../../../src/job-spec/read-job-spec.js';
import { diagnose } from '../../../src/monitor/diagnosis/diagnose.js';
import { diagnosisCategories, type DiagnoseInput } from '../../../src/monitor/diagnosis/diagnosis.js';
import { known, recording } from './replay.js';

const yaml = `apiVersion: batch/v1
kind: Job
metadata:
  name: run
spec:
  backoffLimit: 0
  activeDeadlineSeconds: 2
  template:
    spec:
      nodeSelector:
        gpu: h100
      containers:
        - name: main
          image: localhost/missing:1
          imagePullPolicy: Never
          command: [no-such-command]
          env:
            - name: TOKEN
              valueFrom:
                secretKeyRef:
                  name: absent
                  key: token
          resources:
            limits:
              memory: 16Mi
              cpu: 1000
      volumes:
        - name: c
          configMap:
            name: absent
`;
const lineOf = (text: string, nth = 0): number =>
  yaml.split('\n').flatMap((line, index) => (line.includes(text) ? [index + 1] : []))[nth]!;

describe('a diagnosis points to the value to change', () => {
  test.each([
    ['oom-killed', 'memory: 16Mi', 0],
    ['start-error', 'command:', 0],
    ['err-image-never-pull', 'imagePullPolicy', 0],
    ['invalid-image-name', 'image:', 0],
    ['create-container-config-error', 'name: absent', 0],
    ['missing-configmap-volume', 'name: absent', 1],
    ['unschedulable-cpu', 'cpu: 1000', 0],
    ['unschedulable-selector', 'gpu: h100', 0],
    ['active-deadline-exceeded', 'activeDeadlineSeconds', 0],
    ['pod-deleted-by-hand-backoff-limit-0', 'backoffLimit', 0],
  ])('%s: %s', (scenario, text, nth) => {
    const spec = readJobSpec(yaml, { file: 'job.yaml' });
    const { history } = recording(scenario);
    const [first] = diagnose(known(history), spec);
    expect(first?.position).toMatchObject({ file: 'job.yaml', line: lineOf(text, nth) });
  });

  test('and to none when there is no text', () => {
    expect(diagnose(known(recording('oom-killed').history))[0]).not.toHaveProperty('position');
  });
});

const meta = (name: string, rest: object = {}) => ({ name, uid: name, resourceVersion: '1', ...rest });
const failure = { type: 'FailureTarget', status: 'True', reason: 'BackoffLimitExceeded', message: 'limit' };

/** A Job, failed unless said otherwise, of one pod with this status. */
function input(status: object, more: { pod?: object; job?: object; gone?: boolean } = {}): DiagnoseInput {
  return {
    job: { metadata: meta('job'), status: { conditions: [failure] }, ...more.job },
    pods: [{ pod: { metadata: meta('pod'), status, ...more.pod }, gone: more.gone ?? false }],
    events: [],
    now: Date.parse('2026-01-01T00:10:00Z'),
    redact: (text) => text,
  };
}

const ended = (exitCode: number, reason = 'Error', message?: string) => ({
  phase: 'Failed',
  containerStatuses: [
    { name: 'main', state: { terminated: { exitCode, reason, message, startedAt: '2026-01-01T00:00:00Z' } } },
  ],
});

describe('traps of a real cluster', () => {
  test('OOMKilled with exit code 0 in a run that succeeded is no failure', () => {
    const job = { status: { conditions: [{ type: 'Complete', status: 'True' }] } };
    expect(diagnose(input({ ...ended(0, 'OOMKilled'), phase: 'Succeeded' }, { job }))).toEqual([]);
  });

  test('Error with exit code 137 is no lack of memory', () => {
    expect(diagnose(input(ended(137)))[0]?.category).toBe('killed');
  });

  test('ContainerStatusUnknown with exit code 137 never ran', () => {
    const told = diagnose(input(ended(137, 'ContainerStatusUnknown'))).map(({ category }) => category);
    expect(told).toEqual(['back-off-limit']);
  });

  test('a pod that is gone and was last seen running was deleted by force', () => {
    const status = { phase: 'Running', containerStatuses: [{ name: 'main', state: { running: {} } }] };
    expect(diagnose(input(status, { gone: true }))[0]?.category).toBe('pod-deleted');
  });

  test('a pod that failed by itself and was deleted with its Job keeps its own cause', () => {
    const pod = { metadata: meta('pod', { deletionTimestamp: '2026-01-01T00:00:05Z' }) };
    expect(diagnose(input(ended(3), { pod, gone: true }))[0]?.category).toBe('exit-code');
  });
});

test.each([
  [1, 'exit-code', 'a general error'],
  [2, 'exit-code', 'wrong use of a command'],
  [126, 'exit-code', 'cannot be executed'],
  [127, 'exit-code', 'was not found'],
  [137, 'killed', 'SIGKILL'],
  [139, 'exit-code', 'SIGSEGV'],
  [143, 'killed', 'SIGTERM'],
])('exit code %d is told with its meaning', (code, category, meaning) => {
  const [first] = diagnose(input(ended(code)));
  expect(first?.category).toBe(category);
  expect(first?.summary).toContain(meaning);
});

test.each([
  ['Evicted', 'evicted'],
  ['Preempting', 'preempted'],
  ['NodeLost', 'node-lost'],
  ['DeadlineExceeded', 'pod-deadline'],
  ['OutOfcpu', 'pod-rejected'],
])('a pod of reason %s tells %s', (reason, category) => {
  expect(diagnose(input({ phase: 'Failed', reason, message: 'why' }))[0]?.category).toBe(category);
});

test.each([
  ['exceeded quota: q, requested: pods=1', 'quota'],
  ['maximum cpu usage per Container is 1, but limit is 2', 'limit-range'],
  ['error looking up service account ns/a: serviceaccount "a" not found', 'service-account-missing'],
  ['no PriorityClass with name high was found', 'priority-class-missing'],
  ['pod rejected: RuntimeClass "kata" not found', 'runtime-class-missing'],
  ['admission webhook "a.example" denied the request: no', 'admission'],
  ['unable to create new content in namespace ns because it is being terminated', 'namespace-terminating'],
  ['something else', 'pod-creation'],
])('a Job whose pods are refused with "%s" is stuck: %s', (message, category) => {
  const event = {
    metadata: meta('event'),
    involvedObject: { kind: 'Job', uid: 'job', name: 'job' },
    reason: 'FailedCreate',
    message: `Error creating: pods "job-x" is forbidden: ${message}`,
  };
  const job = { metadata: meta('job'), status: {} };
  expect(diagnose({ ...input({}), job, pods: [], events: [event] })).toMatchObject([
    { category, stuck: true },
  ]);
});

test('every text is redacted before it is cut', () => {
  const secret = 's3cr3t';
  const redact = (text: string): string => text.replaceAll(secret, '***');
  const status = ended(1, 'Error', `${'x'.repeat(900)} ${secret.repeat(50)}`);
  const logTails = [{ pod: 'pod', container: 'main', lines: [`key=${secret}`] }];
  const told = JSON.stringify(diagnose({ ...input(status), redact, logTails }));
  expect(told).toContain('key=***');
  expect(told).not.toContain('s3');
});

test('every category is documented, and no other', () => {
  const text = readFileSync(new URL('../../../docs/diagnosis.md', import.meta.url), 'utf8');
  const documented = [...text.matchAll(/^\| `([a-z-]+)` +\|/gm)].map(([, category]) => category);
  expect(documented).toEqual([...diagnosisCategories]);
});

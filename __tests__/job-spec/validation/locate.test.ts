import { describe, expect, test } from '@jest/globals';
import { buildJob } from '../../../src/job/build-job.js';
import { readJobSpec } from '../../../src/job-spec/read-job-spec.js';
import { formatFinding } from '../../../src/job-spec/validation/format-finding.js';
import { locateRefusal, locateWarning } from '../../../src/job-spec/validation/locate.js';

// The answers are those of an API server of Kubernetes 1.37, word for word.
const text = `apiVersion: batch/v1
kind: Job
metadata:
  labels: {"a b": c, d: "e f"}
spec:
  retries: 3
  template:
    metadata:
      labels:
        tier: "x y"
    spec:
      nodeSelector: {disk: "s s d"}
      containers:
        - name: flow
          env:
            - {name: A, value: a}
            - {name: B, value: 5}
          comand: [x]
        - name: second
          image: busybox
          command: sh
          volumeMounts:
            - {name: v, mountPath: /x, subPath: ../a}
          resources:
            limits: {foo: "1", nvidia.com/gpu: "1GB"}
`;
const spec = readJobSpec(text, { file: 'job.yaml' });
const job = buildJob(spec, {
  flowRunId: 'run-1',
  identifier: 'identifier-1',
  flowSlug: 'flow',
  image: 'Not An Image',
  command: ['sh'],
  args: ['x'],
  env: [{ name: 'OURS', value: 'ours' }],
});
const sent = { spec, job };

function refused(message: string, ...causes: { field?: string; message?: string }[]): string[] {
  return locateRefusal(sent, { message, causes }).map((finding) => formatFinding(finding));
}

test('a field whose name has dots is found', () => {
  const dotted = readJobSpec('apiVersion: batch/v1\nkind: Job\nspec:\n  kueue.x-k8s.io/queue-name: a\n');
  const message = 'strict decoding error: unknown field "spec.kueue.x-k8s.io/queue-name"';
  expect(locateRefusal({ spec: dotted, job: dotted.json }, { message })).toMatchObject([
    { path: 'spec["kueue.x-k8s.io/queue-name"]', line: 4, column: 3 },
  ]);
});

describe("the API server's word, mapped back to the YAML", () => {
  test('unknown fields of a strict decoding error', () => {
    const message =
      'The API server refused to create jobs "x": 400 BadRequest, Job in version "v1" cannot be handled as a Job: strict ' +
      'decoding error: unknown field "spec.template.spec.containers[0].comand", unknown field "spec.retries".';
    expect(refused(message)).toEqual([
      'job.yaml:18:11 error spec.template.spec.containers[0].comand: unknown field',
      'job.yaml:6:3 error spec.retries: unknown field',
    ]);
  });

  test.each([
    [
      'json: cannot unmarshal number into Go struct field EnvVar.spec.template.spec.containers.env.value of type string',
      'job.yaml:17:32 error spec.template.spec.containers[0].env[1].value: can not be a number; it is of type string',
    ],
    [
      'json: cannot unmarshal string into Go struct field Container.spec.template.spec.containers.command of type []string',
      'job.yaml:21:20 error spec.template.spec.containers[1].command: can not be a string; it is of type []string',
    ],
    [
      "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'",
      'job.yaml:25:48 error "nvidia.com/gpu" is no quantity; write a number with a unit of Kubernetes, as 500m, 2 or 1.5Gi; did you mean "1G"?',
    ],
  ])('a wrong type, which the server names without an index: %s', (message, expected) => {
    expect(refused(`Job in version "v1" cannot be handled as a Job: ${message}`)).toEqual([expected]);
  });

  test.each([
    ['metadata.labels', 'Invalid value: "a b": name part must …', '4:12', 'metadata.labels["a b"]'],
    ['metadata.labels', 'Invalid value: "e f": a valid label must …', '4:25', 'metadata.labels.d'],
    [
      'spec.template.labels',
      'Invalid value: "x y": a valid label must …',
      '10:15',
      'spec.template.metadata.labels.tier',
    ],
    [
      'spec.template.spec.nodeSelector',
      'Invalid value: "s s d": a valid label …',
      '12:28',
      'spec.template.spec.nodeSelector.disk',
    ],
    [
      'spec.template.spec.containers[1].resources.limits[foo]',
      'Invalid value: "foo": must be a standard resource',
      '25:22',
      'spec.template.spec.containers[1].resources.limits.foo',
    ],
    [
      'spec.template.spec.containers[1].volumeMounts.subPath',
      'Invalid value: "../a": must not contain',
      '23:49',
      'spec.template.spec.containers[1].volumeMounts[0].subPath',
    ],
    [
      'spec.template.spec.containers[1].name',
      'Duplicate value: "second"',
      '19:17',
      'spec.template.spec.containers[1].name',
    ],
    ['spec.completions', 'Required value: when completion mode is Indexed', '5:1', 'spec.completions'],
  ])('the cause %s: %s', (field, message, position, path) => {
    expect(refused('Job.batch "x" is invalid', { field, message })).toEqual([
      `job.yaml:${position} error ${path}: ${message}`,
    ]);
  });

  test.each([
    ['metadata.name', 'Invalid value: "x"'],
    ['spec.template.spec.containers[0].image', 'Required value'],
    ['spec.template.spec.containers[0].env[2].name', 'Invalid value: "OURS"'],
    ['spec.template.spec.restartPolicy', 'Unsupported value'],
  ])('%s, which the library wrote, is said to be set by it', (field, message) => {
    const [finding, ...more] = locateRefusal(sent, { message: '', causes: [{ field, message }] });
    expect(more).toEqual([]);
    expect(finding).toMatchObject({
      path: field,
      setBy: 'library',
      message: `${field}: ${message} (set by the library)`,
    });
    expect(finding?.line).toBeUndefined();
  });

  test('the word of a policy or webhook, when it holds a path or a pointer', () => {
    const denied = 'admission webhook "v.example.com" denied the request: ';
    expect(
      refused(`${denied}validation error: rule at path /spec/template/spec/containers/1/command/`),
    ).toEqual([
      expect.stringMatching(
        /^job\.yaml:21:20 error spec\.template\.spec\.containers\[1\]\.command: admission webhook/,
      ),
    ]);
    expect(refused(`${denied}spec.template.spec.containers[1].resources is too much`)).toEqual([
      expect.stringMatching(/^job\.yaml:25:13 error spec\.template\.spec\.containers\[1\]\.resources: /),
    ]);
    expect(refused(`${denied}no.`)).toEqual([expect.stringMatching(/^the Job error admission webhook/)]);
  });

  test.each([
    [
      'spec.template.spec.containers[0].env[1]: hides previous definition of "A", which may be dropped when using apply',
      'job.yaml:17:15 warning spec.template.spec.containers[0].env[1]: hides previous',
    ],
    [
      'spec.template.spec.nodeSelector[disk]: deprecated since v1.14; use "x" instead',
      'job.yaml:12:28 warning spec.template.spec.nodeSelector.disk: deprecated',
    ],
    ['unknown field "spec.retries"', 'job.yaml:6:3 warning spec.retries: unknown field'],
    [
      'metadata.name: this is used in Pod names',
      'metadata.name warning metadata.name: this is used in Pod names (set by the library)',
    ],
    ['would violate PodSecurity "restricted:latest"', 'the Job warning would violate PodSecurity'],
  ])('the warning %s', (warning, expected) => {
    expect(formatFinding(locateWarning(sent, warning))).toContain(expected);
  });
});

import { describe, expect, test } from '@jest/globals';
import { parseAllDocuments } from 'yaml';
import type { KubernetesJobEnvironmentError } from '../../src/errors.js';
import { readJobSpec } from '../../src/job-spec/read-job-spec.js';
import { fixture, fixtures } from '../support/fixtures.js';

const head = 'apiVersion: batch/v1\nkind: Job\n';

function failure(text: string): string {
  try {
    readJobSpec(text, { file: 'job.yaml' });
  } catch (error) {
    const { name, message } = error as KubernetesJobEnvironmentError;
    return `${name} ${message}`;
  }
  return 'no error';
}

function expectDeepFrozen(value: unknown): void {
  if (typeof value !== 'object' || value === null) return;
  expect(Object.isFrozen(value)).toBe(true);
  Object.values(value).forEach(expectDeepFrozen);
}

describe('public manifests', () => {
  const files = fixtures('job-manifests', '.yaml');
  const documentsOf = (file: string) => {
    const parsed = parseAllDocuments(fixture(file), { version: '1.1', logLevel: 'silent' });
    return Array.isArray(parsed) ? parsed.filter(({ contents }) => contents !== null) : [];
  };
  const alone = files.filter((file) => documentsOf(file).length === 1);
  const several = files.filter((file) => documentsOf(file).length > 1);

  test('there are 20 with a Job alone and 4 with other objects beside it', () => {
    expect([alone.length, several.length]).toEqual([20, 4]);
  });

  test.each(alone)('%s is read as an independent reader reads it', (file) => {
    const { json } = readJobSpec(fixture(file), { file });
    // None of these files holds a date or a base-60 number, where YAML 1.1 and kubectl part.
    expect(json).toEqual(documentsOf(file)[0]?.toJS());
    expectDeepFrozen(json);
  });

  test.each(several)(
    '%s is refused for the objects beside the Job, which is read when it stands alone',
    (file) => {
      expect(() => readJobSpec(fixture(file), { file })).toThrow(
        expect.objectContaining({
          code: 'JOB_SPEC_DOCUMENT',
          message: expect.stringMatching(/line \d+: Job "/),
        }),
      );
      const job = documentsOf(file).find((document) => document.get('kind') === 'Job');
      expect(readJobSpec(String(job)).json).toEqual(job?.toJS());
    },
  );
});

describe('edge manifests', () => {
  const readable = fixtures('prefect-contract/manifests/edge', '.yaml').filter(
    (file) =>
      !/(binary|empty-file|env-as-map|not-a-job|null-container|odd-scalars|scalar|two-documents|wrong-shapes)\.yaml$/.test(
        file,
      ),
  );

  test.each([...readable, ...fixtures('prefect-contract/manifests/seed', '.yaml')])('%s is read', (file) => {
    const { json } = readJobSpec(fixture(file), { file });
    expect(json.kind).toBe('Job');
    expectDeepFrozen(json);
  });

  test.each([
    ['binary', 'JOB_SPEC_SYNTAX', ':6:21: '],
    ['empty-file', 'JOB_SPEC_DOCUMENT', ':1:1: '],
    ['env-as-map', 'JOB_SPEC_SHAPE', ':10:16: '],
    ['not-a-job', 'JOB_SPEC_DOCUMENT', ':2:7: '],
    ['null-container', 'JOB_SPEC_SHAPE', ':8:10: '],
    ['odd-scalars', 'JOB_SPEC_SYNTAX', ':12:5: The key "true" stands twice'],
    ['scalar', 'JOB_SPEC_DOCUMENT', ':1:1: '],
    ['two-documents', 'JOB_SPEC_DOCUMENT', ':6:1: '],
    ['wrong-shapes', 'JOB_SPEC_SHAPE', ':3:40: '],
  ])('%s.yaml is refused with %s at its place', (name, code, message) => {
    const file = `prefect-contract/manifests/edge/${name}.yaml`;
    expect(() => readJobSpec(fixture(file), { file: `${name}.yaml` })).toThrow(
      expect.objectContaining({ code, message: expect.stringContaining(`${name}.yaml${message}`) }),
    );
  });

  test('scalars that YAML versions disagree on are read as kubectl does', () => {
    // Without the line "y: y": kubectl takes it for the same key as "yes: yes".
    const text = fixture('prefect-contract/manifests/edge/odd-scalars.yaml').replace('    y: y\n', '');
    const { json } = readJobSpec(text);
    expect(json.metadata?.annotations).toEqual({
      'a-date': '2020-05-19',
      'a-time': '2020-05-19T12:34:56Z',
      sexagesimal: '1:30',
      octal: 420,
      octal12: 420,
      true: true,
      empty: null,
      float: 1000,
      float2: 1,
      underscore: 1000,
      '1': 'number-key',
      quoted: '2020-05-19',
    });
    expect(json.spec?.['activeDeadlineSeconds']).toBe('1:30');
  });
});

describe('exactly one Job', () => {
  const job = 'Write a Job (apiVersion: batch/v1, kind: Job).';

  test.each([
    ['', `1:1: The Job spec is empty: there is nothing but comments in it, or nothing. ${job}`],
    [
      '# a\n---\n# b\n--- ~\n',
      `1:1: The Job spec is empty: there is nothing but comments in it, or nothing. ${job}`,
    ],
    [
      'just text\n',
      `1:1: The Job spec is a single text or number, but must be a map of keys and values. ${job}`,
    ],
    ['\n- a\n', `2:1: The Job spec is a list, but must be a map of keys and values. ${job}`],
    [
      'apiVersion: v1\nkind: Pod\n',
      '2:7: The Job spec is a Pod, not a Job. Put its spec into spec.template.spec of a Job (apiVersion: batch/v1, kind: Job).',
    ],
    [
      'apiVersion: batch/v1\nkind: CronJob\n',
      '2:7: The Job spec is a CronJob, not a Job. Write what stands in its spec.jobTemplate as a Job (apiVersion: batch/v1, kind: Job) ' +
        'in a file of its own; the flow is then run by you, not by the schedule.',
    ],
    [
      'apiVersion: v1\nkind: List\nitems: []\n',
      '2:7: The Job spec is a List, not a Job. Take the one Job out of its items into a file of its own, and apply the others with kubectl.',
    ],
    [
      'apiVersion: apps/v1\nkind: Deployment\n',
      '2:7: The Job spec is a Deployment, not a Job. A flow runs as a Job: write a Job (apiVersion: batch/v1, kind: Job) ' +
        'with the containers under spec.template.spec.',
    ],
    [
      'kind: toString\n',
      '1:7: The Job spec is a toString, not a Job. A flow runs as a Job: write a Job (apiVersion: batch/v1, kind: Job) with the containers under spec.template.spec.',
    ],
    ['kind: job\n', '1:7: The Job spec is a job, not a Job. Kinds are case-sensitive: write "kind: Job".'],
    ['kind: 5\n', '1:7: The Job spec is an object whose kind is no text, not a Job. Write "kind: Job".'],
    [
      'spec: {}\n',
      '1:1: The Job spec has neither apiVersion nor kind. Add the lines "apiVersion: batch/v1" and "kind: Job".',
    ],
    [
      'apiVersion: batch/v1\n',
      '1:1: The Job spec has no kind. Add the lines "apiVersion: batch/v1" and "kind: Job".',
    ],
    ['kind: Job\n', '1:1: The Job has no apiVersion. Add the line "apiVersion: batch/v1".'],
    [
      'kind: Job\napiVersion: batch/v1beta1\n',
      '2:13: The apiVersion of the Job is "batch/v1beta1", but Jobs are batch/v1. Write "apiVersion: batch/v1".',
    ],
    [
      'kind: Job\napiVersion: 1\n',
      '2:13: The apiVersion of the Job is no text, but Jobs are batch/v1. Write "apiVersion: batch/v1".',
    ],
    [
      `apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: runner}\n---\n${head}metadata: {name: train}\n---\n`,
      '1:1: The Job spec holds 2 documents, but must be exactly one Job:\n  line 1: ServiceAccount "runner"\n  line 5: Job "train"\n' +
        'Put only the Job of line 5 into this file, and apply the others once with kubectl.',
    ],
    [
      `${head}---\n${head}metadata: {name: b}\n---\n- x\n`,
      '4:1: The Job spec holds 3 documents, but must be exactly one Job:\n  line 1: Job\n  line 4: Job "b"\n  line 8: a list\n' +
        'Give each Job a file of its own.',
    ],
    [
      'a: 1\n---\nkind: "Odd kind"\n',
      '1:1: The Job spec holds 2 documents, but must be exactly one Job:\n  line 1: an object whose kind is no text\n' +
        `  line 3: of kind "Odd kind"\nNone of them is a Job. ${job}`,
    ],
  ])('%j', (text, message) => expect(failure(text)).toBe(`JobSpecDocumentError job.yaml:${message}`));

  test('a stream of many documents names the first ten', () => {
    expect(failure('kind: Pod\n---\n'.repeat(12))).toMatch(/line 19: Pod\n {2}and 2 more\n/);
  });

  test('empty documents around the Job are skipped', () => {
    expect(readJobSpec(`---\n# nothing\n---\n${head}---\nnull\n...\n`).json).toEqual({
      apiVersion: 'batch/v1',
      kind: 'Job',
    });
  });

  test('kind and apiVersion may come from a merge', () => {
    expect(readJobSpec('x-base: &base {apiVersion: batch/v1, kind: Job}\n<<: *base\n').json.kind).toBe('Job');
  });
});

describe('syntax errors say what to do', () => {
  const template =
    'Render it first (helm template, your CI) and give the result; or put the whole value in quotes, if the braces are text.';

  test.each([
    ['metadata:\n\tname: x\n', '4:1: A tab is used as indentation, which YAML forbids. Use spaces.'],
    [
      'metadata: {}\nmetadata: {}\n',
      '4:1: The key "metadata" stands twice in one map, first in line 3; kubectl would take the last without a word. Remove one of them.',
    ],
    [
      'x: [9007199254740992]\n',
      '3:5: The integer is beyond 2^53, where JavaScript can not tell neighbours apart. Quote it if text is meant.',
    ],
    [
      'x: -.inf\n',
      '3:4: Infinity and NaN are no JSON numbers, so no Job can hold them. Quote the value if text is meant.',
    ],
    ['x: !!int ten\n', '3:10: The value can not be read as !!int. Correct the value, or remove the tag.'],
    [
      'x: *a\n',
      '3:4: There is no anchor (&name) above for this alias (*name). Add it, or quote the value if the * is text.',
    ],
    [
      'x: &a [*a]\n',
      '3:8: This alias (*name) stands inside its own anchor (&name), so it has no end. Remove it.',
    ],
    [
      'x: &a\n  <<: *a\n',
      '4:7: This alias (*name) stands inside its own anchor (&name), so it has no end. Remove it.',
    ],
    [
      'm: &m {name: a}\nx: {name: b, <<: *m}\n',
      '4:5: The key "name" stands before a "<<" that brings the same key. YAML says that this one counts, kubectl takes the one of ' +
        'the "<<". Write the "<<" first in its map; then this one counts everywhere.',
    ],
    [
      'x: {<<: 5}\n',
      '3:9: "<<" takes in a map or a list of maps, as "<<: *name". Point it at one; or quote the "<<" if it is a key.',
    ],
    [
      'm: &m {name: a}\nx: {<<: *m, <<: *m}\n',
      '4:13: There is a second "<<" in one map. Write one, with a list: "<<: [*a, *b]".',
    ],
    [
      'x: "abc\n  d\ny: 1\n',
      '3:4: The quote that opens here is not closed, or the lines after it are not indented enough. Close it, or indent them.',
    ],
    ['x: [1, 2\ny: 3\n', '4:1: A [ is not closed, or its ] is not indented enough. Add or indent the ].'],
    ['x: {a: 2\ny: 3\n', '4:1: A { is not closed, or its } is not indented enough. Add or indent the }.'],
    ['metadata\n', '3:1: There is no ": " after this key. Add the colon, or indent the line if it is text.'],
    [
      'x: "C:\\dir"\n',
      '3:7: There is no such escape in double quotes. Write \\\\ for a backslash, or use single quotes, where it needs no escape.',
    ],
    ['x: @a\n', '3:4: No text can start with this character (%, @, `, |, >) without quotes. Quote it.'],
    [
      'metadata:\n    name: a\n  labels: {}\n',
      '5:1: The indentation fits nothing above. Start it in the same column as its siblings.',
    ],
    [': 5\n', '3:1: There is no key before this colon, or it is null. Write one, or quote it.'],
    ['? [a]\n: b\n', '3:3: A map or a list is no key of a Job. Quote the text, or write a plain key.'],
    [
      'x: \u0007\n',
      '3:4: The character U+0007 is not allowed in YAML. Remove it, or write it as an escape in double quotes.',
    ],
    [
      'x: a\ud800\n',
      '3:5: The character U+D800 is not allowed in YAML. Remove it, or write it as an escape in double quotes.',
    ],
    [
      'x: a\u2028b\n',
      '3:5: The line break U+2028 is one to kubectl but not to every YAML reader. Remove it, or write it as an escape in double quotes.',
    ],
    ['x: a\ry: b\r', '3:5: A line ends with a lone CR. Save the file with LF or CRLF line ends.'],
    [
      'x: "\\/"\n',
      '3:4: kubectl does not read the escapes \\/ and \\ud800 to \\udfff in YAML. Write the character itself.',
    ],
    [
      'metadata:\n  name: {{ .Release.Name }}-job\n',
      `4:9: This looks like a template that was not rendered ("{{"). ${template}`,
    ],
    [
      'metadata:\n  name: {{ name }}\n',
      `4:9: This looks like a template that was not rendered ("{{"). ${template}`,
    ],
    [
      '{{- if .Values.on }}\nspec: {}\n{{- end }}\n',
      `3:1: This looks like a template that was not rendered ("{{"). ${template}`,
    ],
    [
      '{% if on %}\nspec: {}\n{% endif %}\n',
      `3:1: This looks like a template that was not rendered ("{%"). ${template}`,
    ],
  ])('%j', (text, message) => expect(failure(head + text)).toBe(`JobSpecSyntaxError job.yaml:${message}`));

  test.each([
    ['%YAML 1.2\n---\n', 'kubectl reads YAML 1.1 only. Remove the %YAML line.'],
    [
      '%FOO x\n---\n',
      'A line that starts with % is a YAML directive, and this one is none. Remove the line.',
    ],
  ])('%j before the Job', (text, message) =>
    expect(failure(text + head)).toBe(`JobSpecSyntaxError job.yaml:1:1: ${message}`),
  );

  test('braces of a template language inside quotes are text', () => {
    const { json } = readJobSpec(`${head}metadata: {annotations: {format: "{{ .Name }}"}}\n`);
    expect(json.metadata?.annotations).toEqual({ format: '{{ .Name }}' });
  });

  test('a far line with braces is not blamed for an error elsewhere', () => {
    expect(failure(`${head}x: |\n  {{ jinja }}\n  text\ny: @a\n`)).toContain(
      'job.yaml:6:4: No text can start',
    );
  });

  test('without a file name the error says "job spec"', () => {
    expect(() => readJobSpec('a: b: c')).toThrow(/^job spec:1:4: /);
  });
});

test('bytes are refused: only the caller knows how to decode them', () => {
  expect(() => readJobSpec(Buffer.from(head) as unknown as string)).toThrow(
    expect.objectContaining({ code: 'INVALID_ARGUMENT', argument: 'text' }),
  );
});

describe('JSON', () => {
  test('a Job written as JSON is read, with the escapes that only JSON has', () => {
    const json = { apiVersion: 'batch/v1', kind: 'Job', metadata: { name: 'a', annotations: { x: '😀/' } } };
    const text = JSON.stringify(json, null, '\t').replace('😀/', '\\ud83d\\ude00\\/');
    expect(readJobSpec(text).json).toEqual(json);
  });
});

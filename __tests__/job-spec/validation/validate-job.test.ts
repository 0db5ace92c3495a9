import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { jobSpecFromObject } from '../../../src/job-spec/job-spec-from-object.js';
import { readJobSpec } from '../../../src/job-spec/read-job-spec.js';
import { Schema, schemaOfJob } from '../../../src/schema/schema.js';
import type { V1Job } from '../../../src/schema/job-types.js';
import { Check } from '../../../src/job-spec/validation/check.js';
import { distance, nearest } from '../../../src/job-spec/validation/distance.js';
import type { Finding } from '../../../src/job-spec/validation/finding.js';
import { parseQuantity, quantityHint } from '../../../src/job-spec/validation/quantity.js';
import * as syntax from '../../../src/job-spec/validation/syntax.js';
import { validateJob } from '../../../src/job-spec/validation/validate-job.js';
import { Walk } from '../../../src/job-spec/validation/walk.js';

function job(rest: string): Finding[] {
  return validateJob(readJobSpec(`apiVersion: batch/v1\nkind: Job\n${rest}`));
}

const codes = (findings: readonly Finding[]): string[] => findings.map(({ code, path }) => `${code} ${path}`);

describe('what a run fills in may be missing', () => {
  test.each([
    '',
    'spec: {}\n',
    'spec: {template: {}}\n',
    'spec: {template: {spec: {containers: []}}}\n',
    'spec: null\n',
  ])('%j', (rest) => expect(job(rest)).toEqual([]));

  test('what is wrong in a field that the run replaces is a warning', () => {
    const rest =
      'spec: {template: {spec: {containers: [{name: a, image: 5, command: x}, {name: b, image: 5}]}}}\n';
    expect(job(rest).map(({ severity, path }) => `${severity} ${path}`)).toEqual([
      'warning spec.template.spec.containers[0].image',
      'warning spec.template.spec.containers[0].command',
      'error spec.template.spec.containers[1].image',
    ]);
  });

  test('the flow container is the one of that name', () => {
    const spec = readJobSpec(
      'apiVersion: batch/v1\nkind: Job\nspec: {template: {spec: {containers: [{name: a}, {name: b}]}}}\n',
    );
    expect(codes(validateJob(spec, { flowContainer: 'b' }))).toEqual([
      'missing-field spec.template.spec.containers[0].image',
    ]);
  });

  test('a name that will be cut may be long', () => {
    const spec = readJobSpec(`apiVersion: batch/v1\nkind: Job\nmetadata: {name: ${'x'.repeat(80)}}\n`);
    expect(codes(validateJob(spec))).toEqual(['invalid-name metadata.name']);
    expect(validateJob(spec, { uniqueJobName: true })).toEqual([]);
  });
});

describe('one mistake is one finding', () => {
  test.each([
    ['a misspelt field is not missing too', 'containers: [{nmae: a, image: b}]', 1],
    [
      'what is mounted is not missing when "volumes" is misspelt',
      'containers: [{name: a, volumeMounts: [{name: v, mountPath: /v}]}], volume: [{name: v}]',
      1,
    ],
    [
      'a misspelt source of a variable',
      'containers: [{name: a, env: [{name: A, valueFrom: {secretRef: {name: s, key: k}}}]}]',
      1,
    ],
    ['a misspelt handler', 'containers: [{name: a, livenessProbe: {httpget: {port: 1}}}]', 1],
    ['a wrong type is not a wrong value too', 'restartPolicy: [Always], containers: [{name: a}]', 1],
    [
      'nothing is said of what is inside of an unknown field',
      'containres: [{nmae: 1}], containers: [{name: a}]',
      1,
    ],
  ])('%s', (_, podSpec, count) => {
    expect(job(`spec: {template: {spec: {${podSpec}}}}\n`)).toHaveLength(count);
  });

  test('what an alias brings to two places is found once', () => {
    expect(
      job('metadata: {labels: &l {a: "x y"}}\nspec: {template: {metadata: {labels: *l}}}\n'),
    ).toHaveLength(1);
  });
});

test('findings come in the order of the text, errors first in one place', () => {
  const findings = job(
    'spec:\n  zzz: 1\n  template: {spec: {containers: [{name: A}]}}\n  parallelism: -1\nmetadata: {name: B}\n',
  );
  expect(findings.map(({ line }) => line)).toEqual([4, 5, 6, 7]);
});

describe('suggestions', () => {
  test.each([
    ['comand', 'command'],
    ['image_pull_policy', 'imagePullPolicy'],
    ['image-pull-policy', 'imagePullPolicy'],
    ['IMAGE', 'image'],
    ['volumemount', 'volumeMounts'],
    ['arsg', 'args'],
    ['evn', 'env'],
  ])('%s is %s', (word, meant) => {
    expect(nearest(word, schemaOfJob().fields('Container').keys())?.word).toBe(meant);
  });

  test.each(['xyz', 'password', '', 'x'.repeat(5000)])('%j is nothing', (word) => {
    expect(nearest(word, schemaOfJob().fields('Container').keys())).toBeUndefined();
  });

  test('the distance is a metric, and a swap is one step', () => {
    expect(distance('comand', 'command')).toBe(1);
    expect(distance('evn', 'env')).toBe(1);
    fc.assert(
      fc.property(fc.string({ maxLength: 12 }), fc.string({ maxLength: 12 }), (a, b) => {
        expect(distance(a, b)).toBe(distance(b, a));
        expect(distance(a, b) === 0).toBe(a === b);
        expect(distance(a, b)).toBeLessThanOrEqual(Math.max(a.length, b.length));
      }),
    );
  });
});

test.each([
  ['512MB', '512M'],
  ['1gb', '1G'],
  ['2 GiB', '2Gi'],
  ['0,5', '0.5'],
  ['2 cores', '2'],
  ['1 Gi', '1Gi'],
  ['much', undefined],
  ['1e', undefined],
])('the quantity %s is likely %s', (text, hint) => {
  expect(parseQuantity(text)).toBeUndefined();
  expect(quantityHint(text)).toBe(hint);
});

test.each([
  ['500m', 0.5],
  ['1.5Gi', 1.5 * 2 ** 30],
  ['1e3', 1000],
  ['.5', 0.5],
  ['5.', 5],
  ['+1k', 1000],
  ['100n', 1e-7],
])('the quantity %s is %d', (text, value) => expect(parseQuantity(text)).toBeCloseTo(value, 9));

describe('syntax', () => {
  test.each(['::', '::1', 'fd00::10', '1:2:3:4:5:6:7:8', '::ffff:10.0.0.1', '10.0.0.1', '255.255.255.255'])(
    '%s is an address',
    (ip) => expect(syntax.ipAddress(ip)).toBeUndefined(),
  );
  test.each([
    '',
    '1.2.3',
    '256.1.1.1',
    '1:2',
    ':::',
    'fd00::10::1',
    'localhost',
    '1:2:3:4:5:6:7:8:9',
    'g::1',
  ])('%j is none', (ip) => expect(syntax.ipAddress(ip)).toBeDefined());
  test.each(['a', 'example.com/a.b_c-d', 'A1', 'x.y/z'])('%s is a label key', (key) =>
    expect(syntax.qualifiedName(key)).toBeUndefined(),
  );
  test.each(['', '/a', 'a/', 'a/b/c', 'A.com/x', '-a', 'a-', 'a b', 'x'.repeat(64)])('%j is none', (key) =>
    expect(syntax.qualifiedName(key)).toBeDefined(),
  );
});

describe('the table', () => {
  test('names only types that it has, and is that of Kubernetes 1.37', () => {
    const schema = schemaOfJob();
    const types = [...schema.types];
    expect(types.length).toBeGreaterThan(120);
    expect(() => types.forEach((type) => schema.fields(type))).not.toThrow();
    const refers = JSON.stringify(types.map((type) => [...schema.fields(type).values()])).matchAll(
      /"kind":"object","name":"(\w+)"/g,
    );
    for (const [, name = ''] of refers) expect(types).toContain(name);
    expect(schema.fields('JobSpec').get('completionMode')?.type).toEqual({
      kind: 'enum',
      values: ['Indexed', 'NonIndexed'],
    });
  });

  test('of another Kubernetes brings its fields with it', () => {
    const check = new Check();
    const table = 'Job\nspec! Spec\n\nSpec\nnewField [int32] unique\nmode A|B';
    new Walk(new Schema(table), new Map(), check).object(
      { spec: { newField: ['x'], mode: 'C', old: 1 } },
      'Job',
    );
    expect(check.found.map(({ code, path }) => `${code} ${path.join('.')}`)).toEqual([
      'wrong-type spec.newField.0',
      'unknown-value spec.mode',
      'unknown-field spec.old',
    ]);
  });
});

test('any JSON is checked without a crash, and its findings stand in it', () => {
  const key = fc.constantFrom(
    'spec',
    'template',
    'metadata',
    'containers',
    'name',
    'env',
    'image',
    'labels',
    'a',
    '__proto__',
  );
  const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
    tree: fc.oneof(
      { maxDepth: 7 },
      fc.constantFrom(null, true, 0, -1, 1.5, '', 'x', 'Always', '1Gi'),
      fc.array(tie('tree'), { maxLength: 3 }),
      fc.dictionary(key, tie('tree'), { maxKeys: 5 }),
    ),
  }));
  fc.assert(
    fc.property(tree, (spec) => {
      let checked;
      try {
        checked = jobSpecFromObject({ apiVersion: 'batch/v1', kind: 'Job', spec });
      } catch {
        return;
      }
      for (const { path } of validateJob(checked)) expect(path.startsWith('spec')).toBe(true);
    }),
    { numRuns: 500 },
  );
});

test('a Job in TypeScript is checked by the compiler', () => {
  const sound: V1Job = {
    spec: {
      completionMode: 'Indexed',
      template: { spec: { containers: [{ name: 'a', resources: { limits: { cpu: 1, memory: '1Gi' } } }] } },
    },
  };
  // @ts-expect-error a misspelt field
  const misspelt: V1Job = { spec: { complections: 3 } };
  // @ts-expect-error no such policy
  const policy: V1Job = { spec: { template: { spec: { restartPolicy: 'Sometimes' } } } };
  // @ts-expect-error a list is asked for
  const type: V1Job = { spec: { template: { spec: { containers: [{ name: 'a', command: 'sh' }] } } } };
  // @ts-expect-error only the server sets it
  const status: V1Job = { status: {} };
  const newer: object = { spec: { fieldOfTomorrow: 1 } };
  const taken: V1Job = newer;
  expect([sound, misspelt, policy, type, status, taken]).toHaveLength(6);
});

import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { stringify } from 'yaml';
import type { JobPath, Json } from '../../src/job-spec/job-manifest.js';
import type { JobSpec, SpecPosition } from '../../src/job-spec/job-spec.js';
import { readJobSpec } from '../../src/job-spec/read-job-spec.js';

/** What stands at a position: the only thing that tells whether it is right. */
function textAt(text: string, position: SpecPosition | undefined): string | undefined {
  if (position === undefined) return undefined;
  const lines = text.split('\n');
  const offset = (line: number, column: number) =>
    lines.slice(0, line - 1).reduce((sum, { length }) => sum + length + 1, 0) + column - 1;
  return text.slice(offset(position.line, position.column), offset(position.endLine, position.endColumn));
}

const text = `apiVersion: batch/v1
kind: Job
metadata: {name: train, labels: {"a b": 'x y', empty: }}
defaults: &defaults
  image: base
  pull: Always
spec:
  template:
    spec:
      containers:
        - &first
          name: flow
          <<: *defaults
          args: [one, {two: 2}]
          script: |
            line 1
            line 2
        - <<: [*first]
          name: second
          env: &env [{name: A, value: "1"}]
        - {name: third, env: *env}
        -
        - ? key
`;

describe('positions', () => {
  // A container that is empty is refused, so the list is another one here.
  const renamed = text.replace('containers:', 'parts:');
  const spec = readJobSpec(renamed, { file: 'job.yaml' });
  const parts = ['spec', 'template', 'spec', 'parts'];

  test.each<[JobPath, value: string, key: string]>([
    [['kind'], 'Job', 'kind'],
    [['metadata'], `{name: train, labels: {"a b": 'x y', empty: }}`, 'metadata'],
    [['metadata', 'name'], 'train', 'name'],
    [['metadata', 'labels', 'a b'], `'x y'`, '"a b"'],
    [['metadata', 'labels', 'empty'], '', 'empty'],
    [[...parts, 0, 'name'], 'flow', 'name'],
    [[...parts, 0, 'image'], 'base', 'image'],
    [[...parts, 0, 'args', 0], 'one', 'one'],
    [[...parts, 0, 'args', 1], '{two: 2}', '{two: 2}'],
    [[...parts, 0, 'args', 1, 'two'], '2', 'two'],
    [[...parts, 0, 'script'], '|\n            line 1\n            line 2\n', 'script'],
    [[...parts, 1, 'name'], 'second', 'name'],
    [[...parts, 1, 'pull'], 'Always', 'pull'],
    [[...parts, 1, 'args', 1, 'two'], '2', 'two'],
    [[...parts, 2, 'env', 0, 'value'], '"1"', 'value'],
    [[...parts, 2, 'env'], '[{name: A, value: "1"}]', 'env'],
    [[...parts, 3], '', ''],
    [[...parts, 4, 'key'], 'key', 'key'],
  ])('%j is found where it is written', (path, value, key) => {
    expect(textAt(renamed, spec.position(path))).toBe(value);
    expect(textAt(renamed, spec.position(path, 'key'))).toBe(key);
  });

  test('what comes through an alias or a merge has the line of the anchor', () => {
    expect(spec.position([...parts, 2, 'env', 0, 'name'])?.line).toBe(20);
    expect(spec.position([...parts, 1, 'image'])?.line).toBe(5);
    expect(spec.position([...parts, 1, 'name'])?.line).toBe(19);
  });

  test('lines and columns count from 1, carry the file, and the end is exclusive', () => {
    expect(spec.position(['kind'])).toEqual({
      file: 'job.yaml',
      line: 2,
      column: 7,
      endLine: 2,
      endColumn: 10,
    });
    expect(spec.position([])).toMatchObject({ line: 1, column: 1 });
  });

  test.each<[JobPath]>([
    [['nothing']],
    [['kind', 'x']],
    [[...parts, 9]],
    [[...parts, 'length']],
    [['metadata', 0]],
    [['<<']],
  ])('nothing stands at %j', (path) => expect(spec.position(path)).toBeUndefined());

  test('a byte order mark is no column, and CRLF ends a line as LF does', () => {
    const windows = readJobSpec(`\ufeff${renamed.replaceAll('\n', '\r\n')}`);
    expect(windows.json).toEqual(spec.json);
    for (const path of [['apiVersion'], ['kind'], ['metadata', 'name'], [...parts, 2, 'env', 0, 'value']]) {
      const { file: _, ...expected } = spec.position(path) as SpecPosition;
      expect(windows.position(path)).toEqual(expected);
    }
  });

  test('the stored spec itself can not be changed', () => {
    expect(Object.isFrozen(spec)).toBe(true);
  });
});

const { value: json } = fc.letrec<{ value: Json; list: Json[]; map: Record<string, Json> }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.string({ unit: 'grapheme' }).filter(readable),
    fc.constantFrom<Json>(
      'yes',
      '0644',
      '1_000',
      '2020-01-01',
      '~',
      'null',
      '<<',
      '1e3',
      '.5',
      '{{ x }}',
      '- a',
      'a: b',
      ' x ',
      '\n\nx\n',
    ),
    fc.double({ noNaN: true, min: -(2 ** 53) + 1, max: 2 ** 53 - 1 }).map((number) => number + 0),
    fc.maxSafeInteger(),
    fc.boolean(),
    fc.constant(null),
    tie('list'),
    tie('map'),
  ),
  list: fc.array(tie('value'), { maxLength: 4 }),
  map: fc.dictionary(fc.string({ unit: 'grapheme' }).filter(readable), tie('value'), {
    maxKeys: 4,
    noNullPrototype: true,
  }),
}));

/** Characters that YAML does not take as they are; the writer of these tests escapes some, not all. */
function readable(value: string): boolean {
  return !/[^\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\u{10000}-\u{10ffff}]/u.test(value);
}

function scalarPaths(value: Json, path: JobPath = []): [JobPath, Json][] {
  if (typeof value !== 'object' || value === null) return [[path, value]];
  return Object.entries(value).flatMap(([key, item]) =>
    scalarPaths(item, [...path, Array.isArray(value) ? Number(key) : key]),
  );
}

type Writer = [name: string, write: (value: unknown) => string];

/** With `version: '1.1'` the writer quotes what kubectl would read as something else. JSON texts are YAML too. */
const yaml = { version: '1.1', lineWidth: 0, aliasDuplicateObjects: false } as const;
const inline: Writer[] = [
  ['YAML', (value) => stringify(value, { ...yaml, blockQuote: false })],
  ['JSON on one line', (value) => JSON.stringify(value)],
  ['indented JSON', (value) => JSON.stringify(value, null, 2)],
];
const writers: Writer[] = [...inline, ['YAML with texts as blocks', (value) => stringify(value, yaml)]];

const job = json.map((x) => ({ apiVersion: 'batch/v1', kind: 'Job', x }));

test.each(writers)('any Job written as %s is read back as it was, frozen', (_, write) => {
  fc.assert(
    fc.property(job, (value) => {
      const spec = readJobSpec(write(value));
      expect(spec.json).toEqual(value);
      expect(JSON.stringify(spec.json)).toBe(JSON.stringify(value));
      for (const [path] of scalarPaths(spec.json as Json)) {
        let part: unknown = spec.json;
        for (const step of path) {
          expect(Object.isFrozen(part)).toBe(true);
          part = (part as Record<string | number, unknown>)[step];
        }
      }
    }),
  );
});

test.each(inline)('any Job written as %s has every scalar and key where its text stands', (_, write) => {
  fc.assert(
    fc.property(job, (value) => {
      const written = write(value);
      const spec: JobSpec = readJobSpec(written);
      for (const [path, scalar] of scalarPaths(value)) {
        // The text at the position, read as the only item of a list, is the scalar again.
        expect(itemsOf(textAt(written, spec.position(path)) ?? 'nothing')).toEqual([scalar]);
        const key = path.at(-1);
        if (typeof key !== 'string') continue;
        expect(itemsOf(textAt(written, spec.position(path, 'key')) ?? '')).toEqual([key]);
      }
    }),
  );
});

function itemsOf(scalar: string): readonly Json[] {
  return readJobSpec(`apiVersion: batch/v1\nkind: Job\nitems:\n  - ${scalar}\n`).json[
    'items'
  ] as readonly Json[];
}

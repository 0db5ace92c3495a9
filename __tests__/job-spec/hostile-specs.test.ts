import { describe, expect, test } from '@jest/globals';
import { jobSpecFromObject } from '../../src/job-spec/job-spec-from-object.js';
import { readJobSpec } from '../../src/job-spec/read-job-spec.js';

const head = 'apiVersion: batch/v1\nkind: Job\n';
const syntaxError = expect.objectContaining({ code: 'JOB_SPEC_SYNTAX' });

function steps(count: number, line: (i: number) => string): string {
  return Array.from({ length: count }, (_, i) => line(i)).join('');
}

describe('prototype pollution', () => {
  test.each([
    ['a __proto__ key', '__proto__: {polluted: true}\n'],
    ['a quoted __proto__ key', '"__proto__": {polluted: true}\n'],
    ['a merged __proto__ key', 'm: &m {__proto__: {polluted: true}}\nx: {<<: *m}\n'],
    ['constructor.prototype', 'constructor: {prototype: {polluted: true}}\n'],
  ])('%s changes no prototype', (_, text) => {
    const { json } = readJobSpec(head + text);
    const x = json['x'] as object | undefined;
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
    expect((json as { polluted?: boolean }).polluted).toBeUndefined();
    for (const object of [json, x ?? {}]) {
      expect(Object.getPrototypeOf(object)).toBe(Object.prototype);
    }
  });

  test('__proto__ is a key like any other, as to kubectl, and keeps its place', () => {
    const spec = readJobSpec(`${head}m: &m {__proto__: {a: 1}}\nx: {<<: *m}\n`);
    expect(JSON.stringify(spec.json['x'])).toBe('{"__proto__":{"a":1}}');
    expect(spec.position(['x', '__proto__', 'a'])).toMatchObject({ line: 3, column: 23 });
    expect(spec.position(['x', 'toString'])).toBeUndefined();
  });

  test('an object with an own __proto__ key is copied as it is', () => {
    const { json } = jobSpecFromObject(
      JSON.parse('{"apiVersion":"batch/v1","kind":"Job","__proto__":{"polluted":true}}') as object,
    );
    expect(Object.getPrototypeOf(json)).toBe(Object.prototype);
    expect(JSON.stringify(json)).toBe('{"apiVersion":"batch/v1","kind":"Job","__proto__":{"polluted":true}}');
  });
});

describe('alias bombs', () => {
  const ten = (name: string) => Array<string>(10).fill(`*${name}`).join(',');

  test.each([
    ['lists of lists', `a0: &a0 [x]\n${steps(12, (i) => `a${i + 1}: &a${i + 1} [${ten(`a${i}`)}]\n`)}`],
    [
      'maps of maps',
      `a0: &a0 {x: 1}\n${steps(12, (i) => `a${i + 1}: &a${i + 1} {k: *a${i}, l: *a${i}, m: *a${i}, n: *a${i}}\n`)}`,
    ],
    [
      'merges of merges',
      `a0: &a0 {x: 1}\n${steps(12, (i) => `a${i + 1}: &a${i + 1} {<<: [${ten(`a${i}`)}]}\n`)}`,
    ],
    ['one long text', `a: &a "${'x'.repeat(100_000)}"\nb: [${Array<string>(20).fill('*a').join(',')}]\n`],
  ])('%s are refused at the alias that is too much', (_, text) => {
    expect(() => readJobSpec(head + text)).toThrow(
      /^job spec:\d+:\d+: The aliases \(\*name\) up to here make more than 1572864 /,
    );
  });

  test('a search through merges of merges ends', () => {
    const text = `a0: &a0 {x: 1}\n${steps(30, (i) => `a${i + 1}: &a${i + 1} {<<: [${ten(`a${i}`)}]}\n`)}<<: *a30\n`;
    expect(() => readJobSpec(text)).toThrow('neither apiVersion nor kind');
  });

  test('a chain of thousands of aliases is refused, not a stack overflow', () => {
    const base = 'a0: &a0 {apiVersion: batch/v1, kind: Job}\n';
    const merges = `${base}${steps(5_000, (i) => `a${i + 1}: &a${i + 1} {<<: *a${i}}\n`)}<<: *a5000\n`;
    expect(() => readJobSpec(merges)).toThrow('deeper than 100 levels');
    const lists = `${head}a0: &a0 []\n${steps(5_000, (i) => `a${i + 1}: &a${i + 1} [*a${i}]\n`)}`;
    expect(() => readJobSpec(lists)).toThrow('deeper than 100 levels');
  });

  test('a merge of a hundred thousand maps does not overflow the stack', () => {
    const text = `${head}m: &m {}\nx: {<<: [${Array<string>(100_000).fill('*m').join(',')}]}\n`;
    const spec = readJobSpec(text);
    expect(spec.json['x']).toEqual({});
    expect(spec.position(['x', 'missing'])).toBeUndefined();
  });

  test('ordinary sharing, more than a hundred times, is no bomb', () => {
    const env = '[{name: A, value: "1"}, {name: B, value: "2"}]';
    const { json } = readJobSpec(
      `${head}env: &env ${env}\nall: [${Array<string>(200).fill('*env').join(', ')}]\n`,
    );
    expect(json['all']).toHaveLength(200);
  });
});

describe('depth and size', () => {
  test.each([
    ['flow lists', `${head}x: ${'['.repeat(10_000)}`],
    ['closed flow maps', `${head}x: ${'{a: '.repeat(10_000)}1${'}'.repeat(10_000)}`],
    ['block lists', `${head}x:\n  ${'- '.repeat(10_000)}a\n`],
    ['block maps', `${head}x:\n${steps(1_000, (i) => `${' '.repeat(i + 1)}a:\n`)}`],
    ['explicit keys', `${head}${'? '.repeat(10_000)}`],
  ])('%s nested too deeply are refused at the place where it is too much', (_, text) => {
    expect(() => readJobSpec(text, { file: 'job.yaml' })).toThrow(
      /^job\.yaml:\d+:\d+: Maps and lists are nested deeper than 100 levels here/,
    );
  });

  test('a hundred levels are read, written as text or as an object', () => {
    const text = `{"apiVersion":"batch/v1","kind":"Job","x":${'['.repeat(99)}${']'.repeat(99)}}`;
    expect(readJobSpec(text).json).toEqual(JSON.parse(text));
    expect(jobSpecFromObject(JSON.parse(text) as object).json).toEqual(JSON.parse(text));
  });

  test('3 MB of text are refused', () => {
    expect(() => readJobSpec(`${head}x: "${'a'.repeat(3_000_000)}"`, { file: 'job.yaml' })).toThrow(
      expect.objectContaining({
        code: 'JOB_SPEC_UNREADABLE',
        file: 'job.yaml',
        message:
          'The Job spec job.yaml is too large: 3000036 bytes, and no cluster stores a Job of more than 1572864 (1.5 MiB, the limit ' +
          'of etcd). Move data out of it, into the image, a ConfigMap or a volume.',
      }),
    );
  });

  test('1.4 MB of text are read', () => {
    const { json } = readJobSpec(`${head}x: "${'a'.repeat(1_400_000)}"`);
    expect(json['x']).toHaveLength(1_400_000);
  });

  test.each([
    ['digits', `x: ${'1'.repeat(500_000)}`],
    ['commas', `x: [${','.repeat(50_000)}]`],
    ['closing braces', `x: ${'}'.repeat(50_000)}`],
    ['colons', ':'.repeat(500_000)],
    ['exclamation marks', `x: ${'!'.repeat(500_000)}`],
  ])('a flood of %s is a syntax error, soon', (_, text) => {
    expect(() => readJobSpec(head + text)).toThrow(syntaxError);
  });
});

import { describe, expect, test } from '@jest/globals';
import { jobSpecFromObject } from '../../src/job-spec/job-spec-from-object.js';

const job = (fields: object) => ({ apiVersion: 'batch/v1', kind: 'Job', ...fields });
const only = 'A Job spec holds plain JSON only: maps, lists, text, finite numbers, true, false and null.';

class Resources {
  cpu = '1';
}

describe('a spec written as an object', () => {
  test('is a deep-frozen copy that later changes do not reach', () => {
    const labels = { team: 'a' };
    const input = job({ metadata: { labels, annotations: labels }, list: [1, [null, -0]], gone: undefined });
    const spec = jobSpecFromObject(input);
    labels.team = 'b';
    expect(spec.json).toEqual(
      job({ metadata: { labels: { team: 'a' }, annotations: { team: 'a' } }, list: [1, [null, 0]] }),
    );
    expect(Object.keys(spec.json)).not.toContain('gone');
    expect(Object.isFrozen(spec.json.metadata?.labels)).toBe(true);
    expect(Object.isFrozen((spec.json['list'] as unknown[])[1])).toBe(true);
    expect(spec.json.metadata?.labels).not.toBe(spec.json.metadata?.annotations);
    expect(Object.isFrozen(labels)).toBe(false);
  });

  test('knows no place and no file', () => {
    const spec = jobSpecFromObject(job({}));
    expect(spec.position(['kind'])).toBeUndefined();
    expect('file' in spec).toBe(false);
  });

  test('may have objects without a prototype', () => {
    const input = Object.assign(
      Object.create(null) as object,
      job({ metadata: Object.create(null) as object }),
    );
    expect(jobSpecFromObject(input).json).toEqual(job({ metadata: {} }));
  });

  test.each([
    ['a function', { spec: { run: () => 1 } }, 'spec.run is a function.'],
    ['a symbol', { spec: [Symbol('x')] }, 'spec[0] is a symbol.'],
    ['a bigint', { spec: { 'a.b': 1n } }, 'spec["a.b"] is a bigint.'],
    ['a date', { at: new Date(0) }, 'at is an instance of Date.'],
    ['a map', { spec: new Map() }, 'spec is an instance of Map.'],
    [
      'a class instance',
      { spec: { resources: new Resources() } },
      'spec.resources is an instance of Resources.',
    ],
    ['a boxed text', { name: Object('x') as unknown }, 'name is an instance of String.'],
    ['NaN', { spec: [0, NaN] }, 'spec[1] is a number that is not finite.'],
    ['Infinity', { n: -Infinity }, 'n is a number that is not finite.'],
    ['undefined in a list', { list: [undefined] }, 'list[0] is undefined.'],
    // eslint-disable-next-line no-sparse-arrays
    ['a hole in a list', { list: [1, , 2] }, 'list[1] is undefined.'],
  ])('with %s is refused by its path', (_, fields, message) => {
    expect(() => jobSpecFromObject(job(fields))).toThrow(
      expect.objectContaining({ code: 'JOB_SPEC_SHAPE', message: `${message} ${only}` }),
    );
  });

  test('that contains itself is refused', () => {
    const spec: Record<string, unknown> = {};
    spec['again'] = { deeper: [spec] };
    expect(() => jobSpecFromObject(job({ spec }))).toThrow(
      'spec.again.deeper[0] is an object that contains itself.',
    );
  });

  test('that is too deep is refused, not a stack overflow', () => {
    let deep: unknown = 1;
    for (let i = 0; i < 100_000; i++) deep = { a: deep };
    expect(() => jobSpecFromObject(job({ deep }))).toThrow(
      'deep.a.a.a.a.a.a.a.a.a is something nested deeper than 100 levels',
    );
  });

  test('that unfolds to more than a cluster stores is refused', () => {
    let shared: unknown = 'x';
    for (let i = 0; i < 60; i++) shared = { a: shared, b: shared };
    expect(() => jobSpecFromObject(job({ shared }))).toThrow('larger than 1572864 characters (1.5 MiB)');
  });
});

describe('an object that is no Job is refused', () => {
  test.each([
    [
      {},
      'The Job spec has neither apiVersion nor kind. Add the lines "apiVersion: batch/v1" and "kind: Job".',
    ],
    [{ kind: 'Job' }, 'The Job has no apiVersion. Add the line "apiVersion: batch/v1".'],
    [
      { apiVersion: 'v1', kind: 'Job' },
      'The apiVersion of the Job is "v1", but Jobs are batch/v1. Write "apiVersion: batch/v1".',
    ],
    [
      { apiVersion: 'v1', kind: 'Pod' },
      'The Job spec is a Pod, not a Job. Put its spec into spec.template.spec of a Job (apiVersion: batch/v1, kind: Job).',
    ],
    [
      [],
      'The Job spec is a list, but must be a map of keys and values. Write a Job (apiVersion: batch/v1, kind: Job).',
    ],
    [null, 'The Job spec is null, not an object.'],
    ['kind: Job', 'The Job spec is a string, not an object.'],
  ])('%j', (value, message) => {
    expect(() => jobSpecFromObject(value as object)).toThrow(
      expect.objectContaining({ code: 'JOB_SPEC_DOCUMENT', message }),
    );
  });
});

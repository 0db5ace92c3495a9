import { expect, test } from '@jest/globals';
import { applyJsonPatch, mergePatch } from '../../src/testing/api/patches.js';

// The examples of RFC 6902, appendix A, and RFC 7386, appendix A.
test.each([
  [{ foo: 'bar' }, [{ op: 'add', path: '/baz', value: 'qux' }], { foo: 'bar', baz: 'qux' }],
  [{ foo: ['bar', 'baz'] }, [{ op: 'add', path: '/foo/1', value: 'qux' }], { foo: ['bar', 'qux', 'baz'] }],
  [{ baz: 'qux', foo: 'bar' }, [{ op: 'remove', path: '/baz' }], { foo: 'bar' }],
  [{ foo: ['bar', 'qux', 'baz'] }, [{ op: 'remove', path: '/foo/1' }], { foo: ['bar', 'baz'] }],
  [{ baz: 'qux' }, [{ op: 'replace', path: '/baz', value: 'boo' }], { baz: 'boo' }],
  [
    { foo: { bar: 1 }, q: {} },
    [{ op: 'move', from: '/foo/bar', path: '/q/bar' }],
    { foo: {}, q: { bar: 1 } },
  ],
  [{ a: { b: 1 } }, [{ op: 'copy', from: '/a', path: '/c' }], { a: { b: 1 }, c: { b: 1 } }],
  [{ baz: ['a', 2] }, [{ op: 'test', path: '/baz/1', value: 2 }], { baz: ['a', 2] }],
  [{ foo: ['bar'] }, [{ op: 'add', path: '/foo/-', value: ['abc'] }], { foo: ['bar', ['abc']] }],
  [{ '/': 9, '~1': 10 }, [{ op: 'test', path: '/~01', value: 10 }], { '/': 9, '~1': 10 }],
])('a JSON patch of %j by %j is %j', (document, operations, expected) => {
  const before = JSON.stringify(document);
  expect(applyJsonPatch(document, operations)).toEqual(expected);
  expect(JSON.stringify(document)).toBe(before);
});

test.each([
  [{ a: 1 }, [{ op: 'remove', path: '/b' }]],
  [{ a: 1 }, [{ op: 'test', path: '/a', value: 2 }]],
  [{ a: 1 }, [{ op: 'add', path: '/b/c', value: 1 }]],
  [{ a: 1 }, [{ op: 'jump', path: '/a' }]],
  [{ a: 1 }, [{ op: 'add', path: '/__proto__/polluted', value: 1 }]],
])('a JSON patch of %j by %j is refused', (document, operations) => {
  expect(() => applyJsonPatch(document, operations)).toThrow();
  expect(({} as any).polluted).toBeUndefined();
});

test.each([
  [{ a: 'b' }, { a: 'c' }, { a: 'c' }],
  [{ a: 'b', b: 'c' }, { a: null }, { b: 'c' }],
  [{ a: ['b'] }, { a: 'c' }, { a: 'c' }],
  [{ a: { b: 'c' } }, { a: { b: 'd', c: null } }, { a: { b: 'd' } }],
  [{ a: [{ b: 'c' }] }, { a: [1] }, { a: [1] }],
  [{}, { a: { bb: { ccc: null } } }, { a: { bb: {} } }],
])('a merge patch of %j by %j is %j', (target, patch, expected) => {
  expect(mergePatch(target, patch)).toEqual(expected);
});

import { describe, expect, test } from '@jest/globals';
import { findFlow } from '../../src/runtime/load-flow.js';

const flow = (name: string): object => ({ name, environment: {}, storage: {} });

describe('findFlow', () => {
  test('takes the only flow, whatever it is exported as and called', () => {
    const only = flow('only');
    for (const name of ['flow', 'default', 'other']) {
      expect(findFlow({ [name]: only, helper: () => 1, n: null }, 'asked', 'f.js')).toBe(only);
    }
    expect(findFlow({ flow: only, default: only }, 'asked', 'f.js')).toBe(only);
  });

  test('of several takes the one of the name, although another is exported as flow', () => {
    const [a, b] = [flow('a'), flow('b')];
    expect(findFlow({ flow: a, other: b }, 'b', 'f.js')).toBe(b);
    expect(findFlow({ flow: a, default: b }, 'a', 'f.js')).toBe(a);
  });

  test('of several of one name takes the one exported as flow, else the default', () => {
    const [a, b] = [flow('same'), flow('same')];
    expect(findFlow({ a, flow: b }, 'same', 'f.js')).toBe(b);
    expect(findFlow({ a, default: b }, 'same', 'f.js')).toBe(b);
  });

  test('looks into what a CommonJS module exports', () => {
    const [a, b] = [flow('a'), flow('b')];
    expect(findFlow({ default: { a, b } }, 'b', 'f.cjs')).toBe(b);
  });

  test.each([
    [{}],
    [{ default: null }],
    [{ flow: 'text' }],
    [{ flow: { name: 'x' } }],
    [{ flow: { name: 'x', environment: null, storage: {} } }],
  ])('finds none in %j', (exports) => {
    expect(() => findFlow(exports, 'x', 'f.js')).toThrow(expect.objectContaining({ code: 'FLOW_LOAD' }));
  });
});

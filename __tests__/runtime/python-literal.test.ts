import { describe, expect, test } from '@jest/globals';
import { isPythonLiteral, pythonList } from '../../src/runtime/python-literal.js';

describe('isPythonLiteral', () => {
  test.each([
    ...[
      '0',
      '00',
      '7',
      '-7',
      '+7',
      '1_000',
      '0x10',
      '0o17',
      '0b1',
      '1e5',
      '1E-5',
      '.5',
      '5.',
      '1_0.5e1',
      '3j',
      '1+2j',
    ],
    ...[
      'None',
      'True',
      'False',
      '...',
      "'a'",
      '"a"',
      "b'a'",
      "'a#b'",
      '[]',
      '[1, 2]',
      '{}',
      '()',
      '1,2',
      '1,',
      ' 1',
      '1 # a',
    ],
  ])('takes %j for a literal', (text) => expect(isPythonLiteral(text)).toBe(true));

  test.each([
    ...[
      '',
      '#',
      ',',
      'abc',
      '01',
      '1__0',
      '_1',
      '0x',
      '1e',
      '--1',
      '1.2.3',
      '1-2',
      'none',
      'nan',
      'inf',
      "'",
      '[',
      '1,,2',
    ],
    '3f0d7c5e-6a9b-4c1d-8e2f-000000000017',
    '12345678-1234-1234-1234-123456789012',
    'https://api.example.com/graphql',
    'JLx8YqWbT2-pk_Zk0',
  ])('takes %j for a text', (text) => expect(isPythonLiteral(text)).toBe(false));

  test('answers at once for long texts', () => {
    for (const part of ['1_', '1', '1,', '+', '[', '0x1', ' ']) {
      expect(isPythonLiteral(`${part.repeat(50_000)}!`)).toBe(false);
    }
  });
});

describe('pythonList', () => {
  test('writes what Python writes', () => {
    expect(pythonList([])).toBe('[]');
    expect(pythonList(['boto3', 'a.b'])).toBe("['boto3', 'a.b']");
  });

  test('escapes what would end the text, what is not plain ASCII, and what Kubernetes or Prefect would expand', () => {
    expect(pythonList(["it's", 'a\\b'])).toBe(String.raw`['it\'s', 'a\\b']`);
    expect(pythonList(['a\nb', 'é', '☃', '😀'])).toBe(String.raw`['a\x0ab', '\xe9', '\u2603', '\U0001f600']`);
    expect(pythonList(['$(A) ${b}'])).toBe(String.raw`['\x24(A) \x24{b}']`);
  });
});

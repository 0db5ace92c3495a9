import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { redactor } from '../../src/job/redact.js';
import type { JobManifest } from '../../src/job-spec/job-manifest.js';

const withEnv = (...values: unknown[]): JobManifest => ({
  metadata: { name: 'train' },
  spec: {
    template: {
      spec: { containers: [{ name: 'main', image: 'gcr.io/dev/flow:1', env: list(values) }] },
    },
  },
});
const list = (values: unknown[]) => values.map((value, i) => ({ name: `V${i}`, value: value as string }));

/** strconv.Quote for the texts used here, written down apart from the code under test. */
const quotedByGo: Record<string, string> = {
  'line\none two': '"line\\none two"',
  'bell\x07 del\x7f': '"bell\\a del\\x7f"',
  'quote" back\\slash': '"quote\\" back\\\\slash"',
  'nbsp\u00a0 zero\u200bwidth': '"nbsp\\u00a0 zero\\u200bwidth"',
  'tag \u{e0041}after': '"tag \\U000e0041after"',
  'é 世界 😀 stays': '"é 世界 😀 stays"',
};

describe('a redacted text', () => {
  test.each(Object.entries(quotedByGo))('hides %j as Go quotes it', (value, quoted) => {
    expect(redactor(withEnv(value))(`env[0].value: Invalid value: ${quoted}: no`)).toBe(
      'env[0].value: Invalid value: "***": no',
    );
  });

  test('hides a value as it is, as JSON, and as the JSON of what Go quoted', () => {
    const value = 'p"1\n<secret>&\\';
    const redact = redactor(withEnv(value));
    const json = JSON.stringify({ value });
    const goJson = json.replaceAll('<', '\\u003c').replaceAll('>', '\\u003e').replaceAll('&', '\\u0026');
    const nested = JSON.stringify({ message: 'Invalid value: "p\\"1\\n<secret>&\\\\"' });
    for (const text of [value, json, goJson, nested]) expect(redact(text)).not.toContain('secret');
    expect(redact(json)).toBe('{"value":"***"}');
    expect(redact(nested)).toBe(JSON.stringify({ message: 'Invalid value: "***"' }));
  });

  test('hides the longer of two values that begin alike, whole', () => {
    const redact = redactor(withEnv('password', 'password-of-production'));
    expect(redact('got password-of-production, password')).toBe('got ***, ***');
  });

  test('hides values of init and ephemeral containers, of headers, and of an env in a wrong shape', () => {
    const wrong = {
      spec: {
        template: {
          spec: {
            initContainers: [{ env: [{ name: 'A', value: 'of-init-container' }] }],
            ephemeralContainers: [{ env: { A: 'of-a-map-of-env' } }],
            containers: [
              { env: ['A=as-plain-text'] },
              { Env: [{ name: 'A', value: ['in-a-list-of-values'] }] },
              {
                livenessProbe: {
                  httpGet: { httpHeaders: [{ name: 'Authorization', value: 'Bearer of-a-probe' }] },
                },
              },
            ],
          },
        },
      },
    };
    const redact = redactor(wrong as never);
    const text = 'of-init-container of-a-map-of-env A=as-plain-text in-a-list-of-values Bearer of-a-probe';
    expect(redact(text)).toBe('*** *** *** *** ***');
  });

  test('hides further secrets it is given, and finds none in a Job without containers', () => {
    expect(redactor({}, { secrets: ['of-somebody-else'] })('x of-somebody-else y')).toBe('x *** y');
    expect(redactor({ spec: { template: { spec: { containers: null } } } })('as it was')).toBe('as it was');
  });

  test('stays readable where env values are ordinary words', () => {
    const redact = redactor(withEnv('1', 'true', 'info', 8080, '', ' '));
    expect(redact('spec.containers[1].ports: it is true that information has 11 parts, port 80801')).toBe(
      'spec.containers[1].ports: it is true that information has 11 parts, port 80801',
    );
    expect(redact('Invalid value: "1", \'true\', \\"1\\"; level info, (8080)')).toBe(
      'Invalid value: "***", \'***\', \\"***\\"; level ***, (***)',
    );
  });

  test('hides a short value that begins and ends with signs', () => {
    expect(redactor(withEnv('$a+b?'))('x$a+b?y')).toBe('x***y');
  });

  test('keeps name, image, and what is said to be open, though env values hold them', () => {
    const redact = redactor(withEnv('train', 'gcr.io/dev/flow:1', 'my-namespace', 'the-run-id'), {
      open: ['my-namespace', 'the-run-id'],
    });
    const text = 'jobs.batch "train" in my-namespace of the-run-id with gcr.io/dev/flow:1';
    expect(redact(text)).toBe(text);
  });

  test('hides the part of a value that is left when a text was cut short', () => {
    const redact = redactor(withEnv('a-long\nsecret', 'another one'));
    expect(redact('Invalid value: "a-long\\nsec… Ask somebody.')).toBe('Invalid value: "***… Ask somebody.');
    expect(redact('quoted: anot…')).toBe('quoted: ***…');
    expect(redact('wait for it…')).toBe('wait for it…');
  });

  test('takes a value of a megabyte', () => {
    const value = 'x(['.repeat(350_000);
    expect(redactor(withEnv(value))(`a${value}b`)).toBe('a***b');
  });

  const secret = fc.string({ unit: 'grapheme', minLength: 8, maxLength: 40 }).filter(
    // The mask itself is no secret, and blanks are shown.
    (text) => text.trim().length >= 8 && !text.includes('*'),
  );
  const forms = (text: string) => [text, JSON.stringify(text), JSON.stringify(JSON.stringify(text))];

  test('never holds a value of eight or more characters, however it is written and whatever stands around it', () => {
    fc.assert(
      fc.property(
        fc.array(secret, { minLength: 1, maxLength: 4 }),
        fc.array(fc.string()),
        (secrets, around) => {
          const redact = redactor(withEnv(...secrets));
          const text = secrets
            .flatMap((value, i) => forms(value).map((form) => (around[i] ?? '') + form))
            .join('');
          const shown = redact(text);
          for (const value of secrets) {
            expect(shown).not.toContain(value);
            expect(shown).not.toContain(JSON.stringify(value).slice(1, -1));
          }
        },
      ),
    );
  });

  test('is the text itself when no value stands in it', () => {
    fc.assert(
      fc.property(fc.array(secret), fc.string(), (secrets, text) => {
        fc.pre(!secrets.some((value) => text.includes(value)));
        expect(redactor(withEnv(...secrets))(text)).toBe(text);
      }),
    );
  });
});

import { describe, expect, test } from '@jest/globals';
import { JobSpecInvalidError } from '../../../src/job-spec/errors.js';
import { readJobSpec } from '../../../src/job-spec/read-job-spec.js';
import { formatFinding } from '../../../src/job-spec/validation/format-finding.js';
import { validateJob } from '../../../src/job-spec/validation/validate-job.js';
import { fixture } from '../../support/fixtures.js';

function printed(text: string): string {
  const spec = readJobSpec(text, { file: 'job.yaml' });
  const findings = validateJob(spec);
  return findings.map((finding) => formatFinding(finding, spec)).join('\n');
}

describe('the line that is shown', () => {
  test('has a mark under the key, and hides values, comments, anchors and aliases', () => {
    const text = `apiVersion: batch/v1
kind: Job
spec:
  a: &secret1 {b: secret2, "c d": 'secret3', e: [secret4, *secret1x]} # secret5
`.replace(', *secret1x', '');
    expect(printed(text)).toBe(
      [
        'job.yaml:4:3 error unknown field "a" in spec',
        '  4 |   a: … {b: …, "c d": …, e: […]}',
        '    |   ^',
      ].join('\n'),
    );
  });

  test('keeps the mark in its place behind values that are hidden', () => {
    const text = 'apiVersion: batch/v1\nkind: Job\nmetadata: {name: a-long-name, lables: {a: b}, uid: x}\n';
    const [, , first, , , second] = printed(text).split('\n');
    expect(first).toBe('    |                     ^^^^^^');
    expect(second).toBe('    |                                     ^^^');
  });

  test('hides a line within a text of several lines whole', () => {
    const text = `apiVersion: batch/v1
kind: Job
metadata:
  name: "secret-one
    secret-two"
`;
    expect(printed(text)).toContain('  4 |   name: …\n    |         ^');
  });

  test('takes what stands alone in braces for a value', () => {
    const text = 'apiVersion: batch/v1\nkind: Job\nspec:\n  suspend: {s3cret}\n';
    expect(printed(text)).toBe(
      'job.yaml:4:12 error "suspend" must be true or false, but is a map; write true or false\n  4 |   suspend: {…}\n    |            ^^^',
    );
  });
});

test('no value of a spec, wherever it stands and however it is wrong, shows in what is printed', () => {
  const canary = 'Canary9Secret';
  const text = fixture('validation/sound/containers.yaml');
  let wrong = 0;
  for (const [, value = ''] of text.matchAll(/: ([^\s{[&|>"'][^\n#{}[\]]*)$/gm)) {
    // Of apiVersion and kind the value is told.
    if (value === 'batch/v1' || value === 'Job') continue;
    for (const secret of [canary, `{${canary}: }`.replace(': ', ''), `[${canary}]`, `"${canary} = /../ :"`]) {
      const broken = text.replace(`: ${value}\n`, `: ${secret} # ${canary}\n`);
      try {
        const spec = readJobSpec(broken, { file: 'job.yaml' });
        const findings = validateJob(spec);
        wrong += findings.length;
        expect(new JobSpecInvalidError(findings, spec).message).not.toContain(canary);
        expect(JSON.stringify(new JobSpecInvalidError(findings, spec))).not.toContain(canary);
      } catch (error) {
        if (!(error as { code?: string }).code?.startsWith('JOB_SPEC')) throw error;
        expect((error as Error).message).not.toContain(canary);
      }
    }
  }
  expect(wrong).toBeGreaterThan(100);
});

test('a spec without text names the path in place of the line', () => {
  const finding = {
    severity: 'error',
    code: 'unknown-field',
    path: 'spec.x',
    message: 'unknown field "x" in spec',
  } as const;
  expect(formatFinding(finding)).toBe('spec.x error unknown field "x" in spec');
  expect(formatFinding({ ...finding, path: '' })).toBe('the Job error unknown field "x" in spec');
  expect(formatFinding({ ...finding, line: 3, column: 4 })).toBe(
    'job spec:3:4 error unknown field "x" in spec',
  );
});

test('an error shows twenty findings and counts the others', () => {
  const fields = Array.from({ length: 25 }, (_, i) => `  zzz${i}: 1\n`).join('');
  const spec = readJobSpec(`apiVersion: batch/v1\nkind: Job\nspec:\n${fields}`);
  const { message } = new JobSpecInvalidError(validateJob(spec), spec);
  expect(message).toMatch(/^The Job spec has 25 errors\.\n/);
  expect(message).toContain('\nand 5 more\n');
});

import { describe, expect, test } from '@jest/globals';
import { readJobSpec } from '../../../src/job-spec/read-job-spec.js';
import { findingCodes, type Finding } from '../../../src/job-spec/validation/finding.js';
import { validateJob } from '../../../src/job-spec/validation/validate-job.js';
import { fixture, fixtures } from '../../support/fixtures.js';

const files = fixtures('validation/golden', '.yaml');
/** A mark that can not stand under its line, as that is within a text: `# 12:5-9 error code`. */
const explicit = /^\s*# (\d+:\d+-(?:\d+|~) .*)$/;
const mark = /^\s*#(\s*)(\^+)(~?) (error|warning) ([a-z-]+)(?: "(.*)")?$/;

/** The findings that the comments of a file mark: in the last line that is no such comment. */
function marked(text: string): string[] {
  let line = 0;
  return text.split('\n').flatMap((content, i) => {
    const written = explicit.exec(content)?.[1];
    if (written !== undefined) return [written];
    const match = mark.exec(content);
    if (match === null) {
      line = i + 1;
      return [];
    }
    const [, , carets = '', open, severity, code, suggestion] = match;
    // A mark right behind the # means the # too.
    const start = content.indexOf('^') + (content.includes('#^') ? 0 : 1);
    const end = content.indexOf('^') + 1 + carets.length;
    return [describeFinding(line, start, open === '~' ? '~' : end, severity, code, suggestion)];
  });
}

function found(text: string): string[] {
  return validateJob(readJobSpec(text)).map((finding: Finding) => {
    const { line, column, endLine, endColumn, severity, code, suggestion } = finding;
    return describeFinding(line, column, endLine === line ? endColumn : '~', severity, code, suggestion);
  });
}

function describeFinding(...facts: unknown[]): string {
  const [line, from, to, severity, code, suggestion] = facts.map(String);
  return `${line}:${from}-${to} ${severity} ${code}${suggestion === 'undefined' ? '' : ` "${suggestion}"`}`;
}

describe('findings stand where they are marked', () => {
  test.each(files)('%s', (file) => {
    const text = fixture(file);
    expect(found(text).sort()).toEqual(marked(text).sort());
  });

  test.each(files)('%s with CRLF', (file) => {
    const text = fixture(file);
    expect(found(text.replaceAll('\n', '\r\n'))).toEqual(found(text));
  });

  test('there are marks of more than 60 kinds, and of every code', () => {
    const all = files.flatMap((file) => validateJob(readJobSpec(fixture(file))));
    const kinds = new Set(all.map(({ code, path }) => `${code} ${path.replace(/^.*\./, '')}`));
    expect(kinds.size).toBeGreaterThan(60);
    const codes = new Set(all.map(({ code }) => code));
    const offline = findingCodes.filter((code) => !code.startsWith('server-') || code === 'server-set');
    expect(offline.filter((code) => !codes.has(code))).toEqual([]);
  });
});

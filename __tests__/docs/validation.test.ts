import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { readJobSpec } from '../../src/job-spec/read-job-spec.js';
import { findingCodes } from '../../src/job-spec/validation/finding.js';
import { formatFinding } from '../../src/job-spec/validation/format-finding.js';
import { validateJob } from '../../src/job-spec/validation/validate-job.js';

const page = readFileSync(new URL('../../docs/validation.md', import.meta.url), 'utf8');
const sections = page
  .split(/^### /m)
  .slice(1)
  .map((section) => ({
    code: section.slice(0, section.indexOf('\n')),
    yaml: /^```yaml\n(.*?)\n```$/ms.exec(section)?.[1],
    printed: /^```text\n(.*?)\n```$/ms.exec(section)?.[1],
    text: section.replace(/^```.*?^```$/gms, '').trim(),
  }));

test('docs/validation.md has a section for each code, in their order', () => {
  expect(sections.map(({ code }) => code)).toEqual(findingCodes);
});

test.each(sections)('$code is shown, said what it is, and what to do', ({ code, yaml, printed, text }) => {
  expect(text.split('\n\n').length).toBeGreaterThanOrEqual(3);
  expect(printed).toBeDefined();
  if (code === 'server-refused' || code === 'server-warned') return;
  const spec = readJobSpec(`apiVersion: batch/v1\nkind: Job\n${yaml}\n`, { file: 'job_spec.yaml' });
  const findings = validateJob(spec);
  expect(findings.map((finding) => formatFinding(finding)).join('\n')).toBe(printed);
  expect(new Set(findings.map((finding) => finding.code))).toEqual(new Set([code]));
});

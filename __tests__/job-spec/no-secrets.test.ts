import { inspect } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { jobSpecFromObject } from '../../src/job-spec/job-spec-from-object.js';
import { readJobSpec } from '../../src/job-spec/read-job-spec.js';

const secret = 'hunter2';
const head = 'apiVersion: batch/v1\nkind: Job\n';

/** Everything that a program may print of an error. */
function shown(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    return `${inspect(error, { depth: 10, showHidden: true })}${JSON.stringify(error)}${String(error)}`;
  }
  throw new Error('There was no error.');
}

describe('no error shows a value of the spec', () => {
  test.each([
    ['an alias that was meant as text', `x: *${secret}`],
    ['an anchor that was meant as text', `x: &${secret}: 5`],
    ['a tag that was meant as text', `x: !${secret}`],
    ['a tag before a text', `x: !${secret} 5`],
    ['a tag of YAML that there is not', `x: !!${secret} 5`],
    ['a verbatim tag', `x: !<${secret}> 5`],
    ['a tag handle that is not defined', `x: !e!${secret} 5`],
    ['an escape that is none', `x: "\\${secret}"`],
    ['an escape that ends too early', `x: "\\x${secret}"`],
    ['a quote that is not closed', `x: "${secret}\ny: 1`],
    ['a second colon', `x: a: ${secret}`],
    ['a text after a quoted one', `x: "a" ${secret}`],
    ['a text after a flow map', `x: {a: 1} ${secret}`],
    ['a text after a block header', `x: | ${secret}\n  a`],
    ['a text after a document end', `... ${secret}`],
    ['a forbidden first character', `x: @${secret}`],
    ['a text that is not indented', `x: |\n  a\n${secret}`],
    ['a value of the wrong type', `x: !!int ${secret}`],
    ['a control character', `x: ${secret}\u0007`],
    ['an environment as a map', `spec: {template: {spec: {containers: [{env: {TOKEN: ${secret}}}]}}}`],
    ['an environment as a text', `spec: {template: {spec: {containers: [{env: TOKEN=${secret}}]}}}`],
    ['a variable as a text', `spec: {template: {spec: {containers: [{env: [TOKEN=${secret}]}]}}}`],
    ['a duplicate key', `env: ${secret}\nenv: ${secret}`],
    ['a template', `x: {{ ${secret} }}`],
    ['a second document that is a text', `---\n${secret}`],
    ['a directive', `x: 1\n...\n%${secret}\n---\n`],
  ])('%s', (_, text) => {
    const output = shown(() => readJobSpec(head + text, { file: 'job.yaml' }));
    expect(output).toContain('job.yaml:');
    expect(output).not.toContain(secret);
  });

  test('a value in an object that is not JSON', () => {
    const env = { value: secret, at: new Date(0) };
    expect(shown(() => jobSpecFromObject({ apiVersion: 'batch/v1', kind: 'Job', env }))).not.toContain(
      secret,
    );
  });

  test('a Job whose text is broken anywhere', () => {
    const text = `${head}spec:\n  template:\n    spec:\n      containers:\n        - name: flow\n          env: [{name: TOKEN, value: "${secret}"}]\n`;
    const noise = fc.constantFrom(
      ...'{}[]:,-?*&!|>\'"%@`#\t\n \\~<'.split(''),
      '{{',
      '<<: ',
      '!!',
      '---\n',
      '\u0007',
    );
    fc.assert(
      fc.property(fc.nat(text.length), fc.nat(8), noise, (at, cut, insert) => {
        const broken = text.slice(0, at) + insert + text.slice(at + cut);
        try {
          readJobSpec(broken);
        } catch (error) {
          expect(error).toMatchObject({ code: expect.stringMatching(/^JOB_SPEC_/) });
          // Keys, kinds and names may be shown: only what is still a value counts.
          expect(inspect(error)).not.toContain(secret);
        }
      }),
      { numRuns: 2_000 },
    );
  });
});

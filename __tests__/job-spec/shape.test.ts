import { describe, expect, test } from '@jest/globals';
import { stringify } from 'yaml';
import type { JobSpecShapeError } from '../../src/job-spec/errors.js';
import { jobSpecFromObject } from '../../src/job-spec/job-spec-from-object.js';
import { readJobSpec } from '../../src/job-spec/read-job-spec.js';

const podSpec = (fields: string) =>
  `apiVersion: batch/v1\nkind: Job\nspec:\n  template:\n    spec:\n${fields.replace(/^/gm, '      ')}\n`;
const head = 'apiVersion: batch/v1\nkind: Job\n';

function failure(text: string): JobSpecShapeError {
  try {
    readJobSpec(text, { file: 'job.yaml' });
  } catch (error) {
    return error as JobSpecShapeError;
  }
  throw new Error('The spec was read.');
}

describe('what can not be filled in is refused at its place', () => {
  const fields = 'Write its fields as "key: value" lines, indented under it.';
  const lines = 'Write each as a "key: value" line, indented under it.';

  test.each([
    [`${head}metadata: text\n`, '3:11: metadata must be a map, but is a text.', fields],
    [`${head}metadata: [a]\n`, '3:11: metadata must be a map, but is a list.', fields],
    [
      `${head}metadata: {name: 0123}\n`,
      '3:18: metadata.name must be a text, but is a number.',
      'Names are text: put it in quotes.',
    ],
    [
      `${head}metadata: {name: yes}\n`,
      '3:18: metadata.name must be a text, but is true or false.',
      'Names are text: put it in quotes.',
    ],
    [
      `${head}metadata: {generateName: 1}\n`,
      '3:26: metadata.generateName must be a text, but is a number.',
      'Names are text: put it in quotes.',
    ],
    [
      `${head}metadata: {namespace: 1}\n`,
      '3:23: metadata.namespace must be a text, but is a number.',
      'Names are text: put it in quotes.',
    ],
    [`${head}metadata: {labels: text}\n`, '3:20: metadata.labels must be a map, but is a text.', lines],
    [
      `${head}metadata: {annotations: []}\n`,
      '3:25: metadata.annotations must be a map, but is a list.',
      lines,
    ],
    [`${head}spec: 5\n`, '3:7: spec must be a map, but is a number.', fields],
    [`${head}spec: {template: []}\n`, '3:18: spec.template must be a map, but is a list.', fields],
    [
      `${head}spec: {template: {metadata: x}}\n`,
      '3:29: spec.template.metadata must be a map, but is a text.',
      fields,
    ],
    [
      `${head}spec: {template: {metadata: {labels: [x]}}}\n`,
      '3:38: spec.template.metadata.labels must be a map, but is a list.',
      lines,
    ],
    [
      `${head}spec: {template: {spec: true}}\n`,
      '3:25: spec.template.spec must be a map, but is true or false.',
      fields,
    ],
    [
      podSpec('containers: {name: flow}'),
      '6:19: spec.template.spec.containers must be a list, but is a map.',
      'Start each container with "- name: ", indented under it.',
    ],
    [
      podSpec('containers:\n- name: a\n-'),
      '8:8: spec.template.spec.containers[1] must be a map, but is empty.',
      'Write a container there ("- name: flow"), or remove the "-".',
    ],
    [
      podSpec('containers: [flow]'),
      '6:20: spec.template.spec.containers[0] must be a map, but is a text.',
      'Write a container there ("- name: flow"), or remove the "-".',
    ],
    [
      podSpec('containers:\n- name: a\n- env: {MY_ENV: foo, B: 1}'),
      '8:14: spec.template.spec.containers[1].env must be a list, but is a map.',
      'Write each variable as an item:\n  env:\n    - name: MY_ENV\n      value: "…"',
    ],
    [
      podSpec('containers: [{env: text}]'),
      '6:26: spec.template.spec.containers[0].env must be a list, but is a text.',
      'Write each variable as an item:\n  env:\n    - name: MY_ENV\n      value: "…"',
    ],
    [
      podSpec('containers: [{env: [{name: A}, "B=c"]}]'),
      '6:38: spec.template.spec.containers[0].env[1] must be a map, but is a text.',
      'Write a variable there ("- name: MY_ENV" and its "value: "), or remove the "-".',
    ],
  ])('%j', (text, message, advice) => {
    const error = failure(text);
    expect(`${error.code} ${error.message}`).toBe(`JOB_SPEC_SHAPE job.yaml:${message} ${advice}`);
    expect(error.position).toMatchObject({ file: 'job.yaml' });
    expect(error.message).toContain(`: ${error.path} must be`);
  });
});

describe('what is left to the build or the API server is read', () => {
  test.each([
    ['nothing but kind and apiVersion', head],
    ['nulls in place of maps and lists', `${head}metadata:\nspec:\n`],
    ['null labels, name and namespace', `${head}metadata: {name: , namespace: , labels: , annotations: }\n`],
    ['a null template', `${head}spec: {template: }\n`],
    ['null in the template', `${head}spec: {template: {metadata: , spec: }}\n`],
    ['no containers', podSpec('containers: []')],
    ['null containers', podSpec('containers:')],
    ['null env', podSpec('containers: [{name: a, env: }]')],
    [
      'a boolean where the API server wants text',
      podSpec('containers: [{name: a, env: [{name: A, value: yes}]}]'),
    ],
    ['a label that is a number', `${head}metadata: {labels: {a: 1}}\n`],
    ['a command that is a text', podSpec('containers: [{name: a, command: sleep 1}]')],
    ['fields no one knows', `${head}x-mine: [1, {a: null}]\n`],
  ])('%s', (_, text) => expect(readJobSpec(text).json.kind).toBe('Job'));
});

test('the same shapes are refused in an object, without a place', () => {
  expect(() => jobSpecFromObject({ apiVersion: 'batch/v1', kind: 'Job', metadata: { name: 1 } })).toThrow(
    expect.objectContaining({
      code: 'JOB_SPEC_SHAPE',
      path: 'metadata.name',
      message: 'metadata.name must be a text, but is a number. Names are text: put it in quotes.',
    }),
  );
});

test('inherited properties are no fields', () => {
  const text = stringify({ apiVersion: 'batch/v1', kind: 'Job', spec: { template: { toString: 'x' } } });
  expect(readJobSpec(text).json.spec?.template).toEqual({ toString: 'x' });
});

import { job } from './objects.js';
import { get, patch, post, put } from './script.js';
import type { Script } from './script.js';

const changed = (fields: object) => job('a', { resourceVersion: '{{a.resourceVersion}}', ...fields });

export const update: Script = {
  name: 'update',
  steps: [
    post('a Job', 'jobs', job('a', { spec: { suspend: true }, labels: { app: 'x' } }), { as: 'a' }),
    get('reads it', 'jobs/a', { as: 'a' }),
    put('the same without selector and labels', 'jobs/a', changed({})),
    put('a version that is old', 'jobs/a', job('a', { resourceVersion: '1' })),
    put('a version that is no number', 'jobs/a', job('a', { resourceVersion: 'x' })),
    put('another uid', 'jobs/a', job('a', { uid: '33333333-3333-4333-8333-333333333333' })),
    put('another name', 'jobs/a', job('b')),
    put('another namespace', 'jobs/a', job('a', { namespace: 'default' })),
    put('no name in the body', 'jobs/a', job('')),
    put('of a Job that is not there', 'jobs/none', job('none')),
    put('dryRun=x', 'jobs/a?dryRun=x', job('a')),
    put('status of a Job', 'jobs/a/status', { ...job('a'), status: { active: 1 } }),
    get('status was taken', 'jobs/a/status'),
    patch('merge', 'suspend by a merge patch', 'jobs/a', { spec: { suspend: false } }),
    patch('merge', 'the same again', 'jobs/a', { spec: { suspend: false } }),
    patch('merge', 'a label added, one removed', 'jobs/a', {
      metadata: { labels: { app: null, more: 'y' } },
    }),
    patch('merge', 'dry run of a merge patch', 'jobs/a?dryRun=All', { spec: { parallelism: 5 } }),
    patch('merge', 'an immutable count', 'jobs/a', { spec: { completions: 5 } }),
    patch('merge', 'an immutable template', 'jobs/a', {
      spec: { template: { spec: { hostNetwork: true } } },
    }),
    patch('merge', 'backoffLimit', 'jobs/a', { spec: { backoffLimit: 1 } }),
    patch('merge', 'a negative backoffLimit', 'jobs/a', { spec: { backoffLimit: -1 } }),
    patch('merge', 'an unknown field, Strict', 'jobs/a?fieldValidation=Strict', { spec: { retries: 1 } }),
    patch('merge', 'an unknown field, Warn', 'jobs/a?fieldValidation=Warn', { spec: { retries: 1 } }),
    patch('merge', 'a wrong type', 'jobs/a', { spec: { suspend: 'x' } }),
    patch('merge', 'another uid in a merge patch', 'jobs/a', { metadata: { uid: 'x' } }),
    patch('merge', 'another name in a merge patch', 'jobs/a', { metadata: { name: 'b' } }),
    patch('merge', 'a version that is old in a merge patch', 'jobs/a', {
      metadata: { resourceVersion: '1' },
    }),
    patch('merge', 'no JSON', 'jobs/a', '{'),
    patch('merge', 'a list as a merge patch', 'jobs/a', '[]'),
    patch('merge', 'of a Job that is not there by a merge patch', 'jobs/none', {}),
    patch('merge', 'status by a merge patch', 'jobs/a/status', { status: { active: 2 } }),
    patch('json', 'a JSON patch', 'jobs/a', [
      { op: 'test', path: '/spec/suspend', value: false },
      { op: 'replace', path: '/spec/suspend', value: true },
      { op: 'add', path: '/metadata/annotations', value: { 'a/b': '1' } },
      { op: 'copy', from: '/metadata/annotations/a~1b', path: '/metadata/annotations/c' },
      { op: 'move', from: '/metadata/annotations/c', path: '/metadata/annotations/d' },
      { op: 'remove', path: '/metadata/annotations/a~1b' },
    ]),
    patch('json', 'a test that fails', 'jobs/a', [{ op: 'test', path: '/spec/suspend', value: false }]),
    patch('json', 'a path that is missing', 'jobs/a', [{ op: 'remove', path: '/spec/none' }]),
    patch('json', 'replaces a path that is missing', 'jobs/a', [
      { op: 'replace', path: '/spec/none/x', value: 1 },
    ]),
    patch('json', 'an operation that is none', 'jobs/a', [{ op: 'change', path: '/spec' }]),
    patch('json', 'an object as a JSON patch', 'jobs/a', {}),
    patch('strategic', 'suspend by a strategic patch', 'jobs/a', { spec: { suspend: false } }),
    patch('strategic', 'a variable by a strategic patch', 'jobs/a?dryRun=All', {
      spec: { template: { spec: { containers: [{ name: 'main', env: [{ name: 'A', value: '1' }] }] } } },
    }),
    patch('strategic', 'finalizers are merged', 'jobs/a', { metadata: { finalizers: ['example.com/a'] } }),
    patch('strategic', 'more finalizers are merged', 'jobs/a', {
      metadata: { finalizers: ['example.com/b'] },
    }),
    patch('strategic', 'a finalizer is removed', 'jobs/a', {
      metadata: { '$deleteFromPrimitiveList/finalizers': ['example.com/a', 'example.com/b'] },
    }),
    patch('apply', 'apply without a field manager', 'jobs/applied', job('applied')),
    patch(
      'apply',
      'apply makes',
      'jobs/applied?fieldManager=one',
      job('applied', { spec: { suspend: true } }),
    ),
    patch(
      'apply',
      'apply again',
      'jobs/applied?fieldManager=one',
      job('applied', { spec: { suspend: true } }),
    ),
    patch(
      'apply',
      'apply of another manager',
      'jobs/applied?fieldManager=two',
      job('applied', { spec: { suspend: false } }),
    ),
    patch(
      'apply',
      'apply by force',
      'jobs/applied?fieldManager=two&force=true',
      job('applied', { spec: { suspend: false } }),
    ),
    patch(
      'apply',
      'apply that is not valid',
      'jobs/applied?fieldManager=two',
      job('applied', { spec: { backoffLimit: -1 } }),
    ),
    patch(
      'merge',
      'a patch as application/json',
      'jobs/a',
      {},
      { headers: { 'content-type': 'application/json' } },
    ),
    patch('merge', 'force with a merge patch', 'jobs/a?force=true', {}),
  ],
};

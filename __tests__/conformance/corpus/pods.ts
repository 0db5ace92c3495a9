import { pod } from './objects.js';
import { del, get, patch, post, put } from './script.js';
import type { Script, Step } from './script.js';

const options = [
  'container=main',
  'container=other',
  'follow=true',
  'previous=true',
  'tailLines=-1',
  'tailLines=x',
  'limitBytes=0',
  'sinceSeconds=0',
  'sinceSeconds=1&sinceTime=2026-01-01T00:00:00Z',
  'sinceTime=yesterday',
  'stream=Stdout',
  'timestamps=maybe',
];
const main = { name: 'main', image: 'x:1' };

export const pods: Script = {
  name: 'pods',
  steps: [
    post('a Pod', 'pods', pod('p'), { as: 'p' }),
    get('reads it', 'pods/p'),
    post('the same name again', 'pods', pod('p')),
    post('generateName', 'pods', pod('', { generateName: 'flow-' })),
    post(
      'two containers',
      'pods',
      pod('two', { spec: { containers: [main, { name: 'second', image: 'x:1' }] } }),
    ),
    post(
      'an init container',
      'pods',
      pod('init', { spec: { initContainers: [{ name: 'init', image: 'x:1' }] } }),
    ),
    post(
      'two and an init container',
      'pods',
      pod('three', {
        spec: {
          containers: [main, { name: 'second', image: 'x:1' }],
          initContainers: [{ name: 'init', image: 'x:1' }],
        },
      }),
    ),
    post(
      'limits',
      'pods',
      pod('limits', { container: { resources: { limits: { cpu: '1', memory: '1Gi' } } } }),
    ),
    post(
      'a scheduling gate',
      'pods',
      pod('gated', { spec: { schedulingGates: [{ name: 'example.com/wait' }] } }),
    ),
    post('no token', 'pods', pod('tokenless', { spec: { automountServiceAccountToken: false } })),
    post(
      'a service account that is not there',
      'pods',
      pod('account', { spec: { serviceAccountName: 'robot' } }),
    ),
    post('no containers', 'pods', pod('none', { spec: { containers: [] } })),
    post('no spec', 'pods', { metadata: { name: 'none' } }),
    post('restartPolicy that is none', 'pods', pod('none', { spec: { restartPolicy: 'Sometimes' } })),
    post('unknown field, Strict', 'pods?fieldValidation=Strict', pod('none', { spec: { hostNetwrk: true } })),
    post('dry run', 'pods?dryRun=All', pod('dry')),
    ...options.map((option): Step => get(`log, ${option}`, `pods/p/log?${option}`)),
    get('log', 'pods/p/log'),
    get('log of no Pod', 'pods/nobody/log'),
    get('log of two containers', 'pods/two/log'),
    get('log of three containers', 'pods/three/log'),
    get('log beside an init container', 'pods/init/log'),
    get('log of an init container', 'pods/init/log?container=init'),
    get('status', 'pods/p/status'),
    patch('merge', 'a label', 'pods/p', { metadata: { labels: { app: 'x' } } }),
    patch('strategic', 'an image', 'pods/p', { spec: { containers: [{ name: 'main', image: 'x:2' }] } }),
    patch('merge', 'an immutable field', 'pods/p', { spec: { hostNetwork: true } }),
    patch('merge', 'a condition', 'pods/p/status', { status: { phase: 'Running' } }),
    put('a version that is old', 'pods/p', pod('p', { resourceVersion: '1' })),
    patch('json', 'an annotation by a JSON patch', 'pods/p', [
      { op: 'add', path: '/metadata/annotations', value: { a: 'b' } },
    ]),
    put(
      'replaces',
      'pods/tokenless',
      pod('tokenless', {
        labels: { app: 'x' },
        spec: { automountServiceAccountToken: false, serviceAccountName: 'default' },
      }),
    ),
    put('of no Pod', 'pods/nobody', pod('nobody')),
    del('the collection, by label', 'pods?labelSelector=none%3Dsuch'),
    del('the collection, dry run', 'pods?dryRun=All&fieldSelector=metadata.name%3Dp'),
    del('the collection, one by name', 'pods?gracePeriodSeconds=0&fieldSelector=metadata.name%3Dp'),
    post('evicts', 'pods/gated/eviction', {
      apiVersion: 'policy/v1',
      kind: 'Eviction',
      metadata: { name: 'gated' },
    }),
  ],
};

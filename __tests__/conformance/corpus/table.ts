import { event, job, pod } from './objects.js';
import { del, get, patch, post } from './script.js';
import type { Script, Step } from './script.js';

const accept = (types: string): { headers: Record<string, string> } => ({ headers: { accept: types } });
const table = accept('application/json;as=Table;g=meta.k8s.io;v=v1');

/** What `kubectl get` shows of a Pod in such a state. */
function states(name: string, spec: object, statuses: Readonly<Record<string, object>>): Step[] {
  return [
    post(`makes ${name}`, 'pods', pod(name, { spec })),
    ...Object.entries(statuses).flatMap(([what, status]) => [
      patch('merge', `${name}: ${what}`, `pods/${name}/status`, { status }),
      get(`${name}, shown: ${what}`, `pods/${name}?includeObject=None`, table),
    ]),
  ];
}

const container = (name: string, state: object, rest: object = {}) => ({
  name,
  state,
  lastState: {},
  ready: false,
  restartCount: 0,
  image: 'localhost/busybox:1',
  imageID: '',
  ...rest,
});
/** In the future, so that the age is the same whatever the time is now. */
const time = '2099-01-01T00:00:00Z';
const started = { startedAt: time };
const ended = (exitCode: number, reason?: string) => ({
  terminated: { exitCode, ...(reason && { reason }), ...started, finishedAt: time },
});
const condition = (type: string) => ({ type, status: 'True', lastProbeTime: null, lastTransitionTime: null });
const image = 'localhost/busybox:1';

const two = states(
  'two',
  {
    containers: ['main', 'proxy'].map((name) => ({ name, image })),
    readinessGates: [{ conditionType: 'x/y' }],
  },
  {
    'both wait': {
      phase: 'Pending',
      containerStatuses: ['main', 'proxy'].map((name) =>
        container(name, { waiting: { reason: 'ContainerCreating' } }),
      ),
    },
    'one runs, one has ended': {
      phase: 'Running',
      conditions: [condition('Ready'), condition('x/y')],
      containerStatuses: [
        container('main', ended(0, 'Completed')),
        container('proxy', { running: started }, { ready: true }),
      ],
    },
    'not ready': {
      conditions: null,
      podIPs: [{ ip: '10.0.0.1' }],
      podIP: '10.0.0.1',
      nominatedNodeName: 'here',
    },
    'one failed, and has no reason': {
      containerStatuses: [container('main', ended(3)), container('proxy', ended(0, 'Completed'))],
    },
    'the other failed': {
      containerStatuses: [container('main', ended(0, 'Completed')), container('proxy', ended(1, 'Error'))],
    },
    'it was restarted': {
      containerStatuses: [
        container(
          'main',
          { waiting: { reason: 'CrashLoopBackOff' } },
          { restartCount: 2, lastState: ended(1, 'Error') },
        ),
        container('proxy', { running: started }, { restartCount: 1 }),
      ],
    },
    'it is Failed': { phase: 'Failed', reason: 'Evicted', containerStatuses: null },
    'it Succeeded': { phase: 'Succeeded', reason: null },
  },
);

const initialised = states(
  'initialised',
  {
    initContainers: [
      { name: 'first', image },
      { name: 'sidecar', image, restartPolicy: 'Always' },
      { name: 'last', image },
    ],
  },
  {
    'the first waits': {
      initContainerStatuses: [container('first', { waiting: { reason: 'PodInitializing' } })],
    },
    'the first can not be pulled': {
      initContainerStatuses: [container('first', { waiting: { reason: 'ErrImagePull' } })],
    },
    'the first failed': {
      initContainerStatuses: [
        container('first', ended(7, 'Error'), { restartCount: 3, lastState: ended(7, 'Error') }),
      ],
    },
    'the first failed, and has no reason': { initContainerStatuses: [container('first', ended(7))] },
    'the sidecar starts': {
      initContainerStatuses: [
        container('first', ended(0, 'Completed')),
        container('sidecar', { running: started }, { started: false, ready: false }),
      ],
    },
    'the last runs': {
      initContainerStatuses: [
        container('first', ended(0, 'Completed')),
        container('sidecar', { running: started }, { started: true, ready: true, restartCount: 4 }),
        container('last', { running: started }),
      ],
    },
    'all are done': {
      phase: 'Running',
      conditions: [condition('Initialized'), condition('Ready')],
      initContainerStatuses: [
        container('first', ended(0, 'Completed')),
        container('sidecar', { running: started }, { started: true, ready: true, restartCount: 4 }),
        container('last', ended(0, 'Completed')),
      ],
      containerStatuses: [container('main', { running: started }, { ready: true })],
    },
  },
);

export const tables: Script = {
  name: 'tables',
  steps: [
    get('Jobs when there are none', 'jobs', table),
    post('a new Job', 'jobs', job('a', { labels: { app: 'x' } }), table),
    post('a Job in parallel', 'jobs', job('b', { spec: { parallelism: 3, suspend: true } }), table),
    post('a work queue of one', 'jobs', job('c', { spec: { parallelism: 0, completions: null } }), table),
    post(
      'a Job with containers and a selector of its own',
      'jobs',
      job('d', {
        spec: {
          completions: 2,
          manualSelector: true,
          selector: {
            matchLabels: { own: 'd' },
            matchExpressions: [
              { key: 'app', operator: 'NotIn', values: ['z', 'y'] },
              { key: 'gone', operator: 'DoesNotExist' },
              { key: 'team', operator: 'Exists' },
              { key: 'own', operator: 'In', values: ['d'] },
            ],
          },
        },
        template: {
          metadata: { labels: { own: 'd', team: 't' } },
          spec: {
            containers: [
              { name: 'main', image },
              { name: 'other', image: 'localhost/other:1' },
            ],
          },
        },
      }),
      table,
    ),
    get('Jobs', 'jobs', table),
    get('Jobs, the first page', 'jobs?limit=2', table),
    get('Jobs, with the objects', 'jobs?includeObject=Object&labelSelector=app%3Dx', table),
    get('Jobs, with the metadata', 'jobs?includeObject=Metadata&labelSelector=app%3Dx', table),
    get('Jobs, with nothing else', 'jobs?includeObject=None&labelSelector=app%3Dx', table),
    get('Jobs, with what is not known', 'jobs?includeObject=All', table),
    get('a watch with what is not known', 'jobs?watch=true&timeoutSeconds=1&includeObject=All', table),
    get('a Job', 'jobs/a', table),
    get('a Job that is not there', 'jobs/nobody', table),
    get('in the older version', 'jobs/a', accept('application/json;as=Table;g=meta.k8s.io;v=v1beta1')),
    get('in a version that is not there', 'jobs/a', accept('application/json;as=Table;g=meta.k8s.io;v=v2')),
    get('in a group that is not there', 'jobs/a', accept('application/json;as=Table;g=example.com;v=v1')),
    get(
      'as kubectl asks',
      'jobs/a',
      accept(
        'application/json;as=Table;v=v1;g=meta.k8s.io,application/json;as=Table;v=v1beta1;g=meta.k8s.io,application/json',
      ),
    ),
    get(
      'as protobuf, or else a Table',
      'jobs/a',
      accept('application/vnd.example,application/json;as=Table;v=v1;g=meta.k8s.io'),
    ),
    ...[['Suspended'], ['FailureTarget'], ['FailureTarget', 'Failed']].map((types) =>
      patch(
        'merge',
        `a Job that is ${types.join(' and ')}`,
        'jobs/b/status',
        { status: { startTime: time, conditions: types.map(condition) } },
        { headers: { ...table.headers, 'content-type': 'application/merge-patch+json' } },
      ),
    ),
    patch(
      'merge',
      'a Job that has begun',
      'jobs/a/status',
      { status: { startTime: '2026-01-01T00:00:00Z', active: 1 } },
      { headers: { accept: 'application/json', 'content-type': 'application/merge-patch+json' } },
    ),
    patch(
      'merge',
      'a Job that is complete',
      'jobs/a/status',
      {
        status: {
          startTime: '2026-01-01T00:00:00Z',
          completionTime: '2026-01-01T01:02:03Z',
          active: null,
          succeeded: 1,
          conditions: ['SuccessCriteriaMet', 'Complete'].map(condition),
        },
      },
      { headers: { ...table.headers, 'content-type': 'application/merge-patch+json' } },
    ),
    get('a watch', 'jobs?watch=true&timeoutSeconds=1&labelSelector=app%3Dx', {
      ...table,
      during: [patch('merge', 'meanwhile', 'jobs/a', { metadata: { labels: { more: 'x' } } })],
    }),
    // With nothing that changes meanwhile: else a bookmark of no use may follow within a second, or not
    // (k8s.io/apiserver/pkg/storage/cacher/cache_watcher.go, process).
    get(
      'a watch with a bookmark',
      'jobs?watch=true&timeoutSeconds=1&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true&labelSelector=app%3Dx',
      table,
    ),
    del('deletes one', 'jobs/b?propagationPolicy=Background', table),
    ...two,
    ...initialised,
    post('a gated Pod', 'pods', pod('gated', { spec: { schedulingGates: [{ name: 'x/y' }] } }), table),
    get('Pods', 'pods', table),
    post('an Event', 'events', event('e', { count: 3, source: { component: 'tests', host: 'here' } }), table),
    post(
      'an Event of the newer kind',
      'events',
      event('f', {
        involvedObject: { name: '', kind: 'Pod', fieldPath: 'spec.containers{main}' },
        message: ' with space around ',
        reportingComponent: 'tests',
        reportingInstance: 'here',
        series: { count: 7, lastObservedTime: '2099-01-01T00:00:00.000000Z' },
      }),
      table,
    ),
    get('Events', 'events', table),
    get('a namespace', '/api/v1/namespaces/tables', table),
  ],
};

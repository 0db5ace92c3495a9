import { event, job, pod } from './objects.js';
import { get, post } from './script.js';
import type { Script, Step } from './script.js';

const q = encodeURIComponent;
const labels = { a: { app: 'x', tier: '1' }, b: { app: 'y', tier: '2' }, c: { app: 'z' }, d: {} };
const selectors = [
  'app=x',
  'app==x',
  'app!=x',
  'app',
  '!app',
  'app in (x,y)',
  'app notin (x)',
  'app in (x),tier',
  'tier>1',
  'tier<2',
  'app in ()',
  'app=',
  '',
  ' app = x ',
  'app=x y',
  '=x',
  'app in x',
  'app in (x',
  'app=x,',
  '!',
  'a b',
  'app=-x',
  '-app',
  'app=x,app=y',
  'tier>x',
];
const fields: readonly [string, string][] = [
  ['jobs', 'metadata.name=a'],
  ['jobs', 'metadata.name!=a'],
  ['jobs', 'metadata.namespace=list'],
  ['jobs', 'status.successful=0'],
  ['jobs', 'metadata.uid=x'],
  ['jobs', 'metadata.name'],
  ['jobs', 'spec.suspend=true'],
  ['jobs', 'metadata.name=a,metadata.name=b'],
  ['pods', 'status.phase=Pending'],
  ['pods', 'spec.nodeName='],
  ['pods', 'spec.restartPolicy!=Always'],
  ['pods', 'metadata.uid=x'],
  ['pods', 'spec.schedulerName=nobody'],
  ['pods', 'spec.hostNetwork=false'],
  ['pods', 'status.podIP='],
  ['pods', 'status.nominatedNodeName='],
  ['events', 'involvedObject.name=a'],
  ['events', 'involvedObject.kind=Pod'],
  ['events', 'reason=Tested'],
  ['events', 'type!=Normal'],
  ['events', 'message=x'],
  ['events', 'source=tests'],
  ['events', 'reportingComponent='],
];

const metadataOnly = {
  headers: { accept: 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1' },
};

export const list: Script = {
  name: 'list',
  steps: [
    get('Jobs when there are none', 'jobs'),
    ...Object.entries(labels).map(([name, own]): Step =>
      post(`makes ${name}`, 'jobs', job(name, { labels: { ...own, made: 'here' } }), { as: name }),
    ),
    post('makes a Pod', 'pods', pod('p', { labels: { app: 'x' } })),
    post('makes an Event', 'events', event('e', { source: { component: 'tests' } })),
    get('Jobs', 'jobs', { as: 'list' }),
    get('Pods', 'pods'),
    get('Events', 'events'),
    get('Jobs of a namespace that is not there', '/apis/batch/v1/namespaces/nowhere/jobs'),
    get('Jobs of all namespaces, by label', '/apis/batch/v1/jobs?labelSelector=app%3Dx,made%3Dhere'),
    get(
      'Pods of all namespaces, by field',
      '/api/v1/pods?fieldSelector=metadata.name%3Dp,metadata.namespace%3Dlist',
    ),
    ...selectors.map((text): Step =>
      get(`labels ${text || 'empty'}`, `jobs?limit=1&labelSelector=${q(text)}`),
    ),
    ...fields.map(([resource, text]): Step =>
      get(`${resource} with ${text}`, `${resource}?fieldSelector=${q(text)}`),
    ),
    get('limit 3', 'jobs?limit=3', { as: 'page' }),
    get('the next page', 'jobs?limit=3&continue={{page.continue}}'),
    get('limit 2 of a label', 'jobs?limit=2&labelSelector=made', { as: 'labelled' }),
    get('the next page of a label', 'jobs?limit=2&labelSelector=made&continue={{labelled.continue}}'),
    get('limit 4 of 4', 'jobs?limit=4'),
    get('limit -1', 'jobs?limit=-1'),
    get('limit x', 'jobs?limit=x'),
    get('continue that is no token', 'jobs?limit=1&continue=nonsense'),
    get('continue that is JSON of another form', 'jobs?limit=1&continue=e30'),
    get(
      'continue with a version',
      'jobs?limit=1&resourceVersion={{page.resourceVersion}}&continue={{page.continue}}',
    ),
    get('version 0 with a limit', 'jobs?resourceVersion=0&limit=2'),
    get('at least a version', 'jobs?resourceVersion={{a.resourceVersion}}'),
    get('exactly a version', 'jobs?resourceVersion={{b.resourceVersion}}&resourceVersionMatch=Exact'),
    get(
      'exactly a version, a page',
      'jobs?resourceVersion={{c.resourceVersion}}&resourceVersionMatch=Exact&limit=2',
    ),
    get(
      'not older than a version',
      'jobs?resourceVersion={{b.resourceVersion}}&resourceVersionMatch=NotOlderThan',
    ),
    get('a page, at least a version', 'jobs?resourceVersion={{b.resourceVersion}}&limit=2'),
    get(
      'a page, not older than a version',
      'jobs?resourceVersion={{b.resourceVersion}}&resourceVersionMatch=NotOlderThan&limit=2',
    ),
    get('Events, metadata only', 'events', metadataOnly),
    get('namespaces, metadata only', '/api/v1/namespaces?fieldSelector=metadata.name%3Dlist', metadataOnly),
    get('exactly 0', 'jobs?resourceVersion=0&resourceVersionMatch=Exact'),
    get('Exact without a version', 'jobs?resourceVersionMatch=Exact'),
    get('a match that is none', 'jobs?resourceVersion=1&resourceVersionMatch=Nearly'),
    get('a version of the future', 'jobs?resourceVersion=99999999'),
    get('a version that is no number', 'jobs?resourceVersion=x'),
    get('sendInitialEvents on a list', 'jobs?sendInitialEvents=true'),
    get('one Job at a version', 'jobs/a?resourceVersion=0'),
    get('one Job at a version of the future', 'jobs/a?resourceVersion=99999999'),
    get('one Job at a version that is no number', 'jobs/a?resourceVersion=x'),
  ],
};

import { event, job, pod } from './objects.js';
import { del, get, patch, post } from './script.js';
import type { Script } from './script.js';

const open = 'jobs?watch=true&timeoutSeconds=1';
const begin = 'sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true';
const initial = `${open}&sendInitialEvents=true`;

export const watch: Script = {
  name: 'watch',
  steps: [
    get('nothing there', open),
    post('makes a', 'jobs', job('a', { labels: { app: 'x' } }), { as: 'a' }),
    post('makes b', 'jobs', job('b'), { as: 'b' }),
    get('what is there', open),
    get('what is there, watch=1', 'jobs?watch=1&timeoutSeconds=1'),
    get('from version 0', `${open}&resourceVersion=0`),
    get('from a version', `${open}&resourceVersion={{a.resourceVersion}}`),
    get('a life', `${open}&resourceVersion={{b.resourceVersion}}`, {
      during: [
        post('makes c', 'jobs', job('c')),
        patch('merge', 'changes c', 'jobs/c', { metadata: { labels: { app: 'x' } } }),
        patch('merge', 'changes nothing of c', 'jobs/c', { metadata: { labels: { app: 'x' } } }),
        del('ends c', 'jobs/c?propagationPolicy=Background'),
      ],
    }),
    get('through a label', `${open}&labelSelector=app%3Dx&resourceVersion={{b.resourceVersion}}`, {
      during: [
        patch('merge', 'takes the label of a', 'jobs/a', { metadata: { labels: { app: 'y' } } }),
        patch('merge', 'gives it back', 'jobs/a', { metadata: { labels: { app: 'x' } } }),
      ],
    }),
    get('through a name', `${open}&fieldSelector=metadata.name%3Db`),
    get(
      'of a namespace that is not there',
      '/apis/batch/v1/namespaces/nowhere/jobs?watch=true&timeoutSeconds=1',
    ),
    get('of Pods', 'pods?watch=true&timeoutSeconds=1', { during: [post('makes a Pod', 'pods', pod('p'))] }),
    get('of one name', 'jobs/a?watch=true&timeoutSeconds=1'),
    get('of the old path', `/apis/batch/v1/watch/namespaces/watch/jobs/a?timeoutSeconds=1&watch=true`),
    get('initial events', `${initial}&resourceVersionMatch=NotOlderThan`),
    get('initial events, none wanted', `${open}&sendInitialEvents=false&resourceVersionMatch=NotOlderThan`),
    get('initial events, no match', initial),
    get(
      'initial events, Exact',
      `${initial}&resourceVersionMatch=Exact&resourceVersion={{b.resourceVersion}}`,
    ),
    get(
      'initial events with their end',
      `${initial}&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true`,
    ),
    get('a match without initial events', `${open}&resourceVersionMatch=NotOlderThan`),
    get(
      'initial events, at a version',
      `${initial}&resourceVersionMatch=NotOlderThan&resourceVersion={{b.resourceVersion}}`,
    ),
    post('makes an Event', 'events', event('e')),
    get('initial events of Pods', `pods?watch=true&timeoutSeconds=1&${begin}`),
    get('initial events of Events', `events?watch=true&timeoutSeconds=1&${begin}`),
    get('version 1', `${open}&resourceVersion=1`),
    get('a version of the future', `${open}&resourceVersion=99999999`, {
      during: [post('makes d', 'jobs', job('d'))],
    }),
    get(
      'initial events of the future',
      `${initial}&resourceVersionMatch=NotOlderThan&resourceVersion=99999999`,
    ),
    get('a version that is no number', `${open}&resourceVersion=x`),
    get('a selector that is none', `${open}&labelSelector=%3D`),
    get('a field that is none', `${open}&fieldSelector=spec.x%3D1`),
    get('timeoutSeconds that is no number', 'jobs?watch=true&timeoutSeconds=x'),
    get('metadata only', open, {
      headers: { accept: 'application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1' },
    }),
  ],
};

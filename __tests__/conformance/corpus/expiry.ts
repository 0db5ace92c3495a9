import { event, job, pod } from './objects.js';
import { del, get, post } from './script.js';
import type { Script, Step } from './script.js';

const make = (name: string): Step[] => [
  post(`makes ${name}`, 'jobs', job(name), { as: name }),
  post(`makes the Pod ${name}`, 'pods', pod(name), { as: `pod${name}` }),
  post(`makes the Event ${name}`, 'events', event(name), { as: `event${name}` }),
];
const namespace = '/api/v1/namespaces';
const watch = 'watch=true&timeoutSeconds=1';

/** What is asked about a past that the server has forgotten. */
export const expiry: Script = {
  name: 'expiry',
  steps: [
    ...[...'abcd'].flatMap(make),
    get('the namespace', `${namespace}/expiry`, { as: 'namespace' }),
    get('the first page', 'jobs?limit=1', { as: 'jobs' }),
    get('the first page of Pods', 'pods?limit=1', { as: 'pods' }),
    get('the first page of Events', 'events?limit=1', { as: 'events' }),
    get('a page at a version', 'jobs?limit=1&resourceVersion={{b.resourceVersion}}'),
    del('ends b', 'jobs/b?propagationPolicy=Background'),
    get('the next page, while it is known', 'jobs?limit=1&continue={{jobs.continue}}'),
    get('the next page', 'jobs?limit=1&continue={{jobs.continue}}', { after: 'compaction', as: 'refused' }),
    get('the rest, by the token of the refusal', 'jobs?limit=1&continue={{refused.continue}}', {
      as: 'rest',
    }),
    get('the page after that', 'jobs?limit=1&continue={{rest.continue}}'),
    get('the next page of Pods', 'pods?limit=1&continue={{pods.continue}}', { as: 'refusedpods' }),
    get('the rest of the Pods', 'pods?continue={{refusedpods.continue}}'),
    get('the next page of Events', 'events?limit=1&continue={{events.continue}}', { as: 'refusedevents' }),
    get('the rest of the Events', 'events?continue={{refusedevents.continue}}'),
    ...[
      ['jobs', 'a'],
      ['pods', 'poda'],
      ['events', 'eventa'],
    ].flatMap(([resource, name]): Step[] => [
      get(
        `${resource}, exactly a version`,
        `${resource}?resourceVersion={{${name}.resourceVersion}}&resourceVersionMatch=Exact`,
      ),
      get(
        `${resource}, a page at a version that is gone`,
        `${resource}?limit=1&resourceVersion={{${name}.resourceVersion}}`,
      ),
      get(
        `${resource}, not older than a version`,
        `${resource}?resourceVersion={{${name}.resourceVersion}}&resourceVersionMatch=NotOlderThan`,
      ),
      get(`a watch of ${resource}`, `${resource}?${watch}&resourceVersion={{${name}.resourceVersion}}`),
    ]),
    get('a watch of namespaces', `${namespace}?${watch}&resourceVersion={{namespace.resourceVersion}}`),
    get('one Job, not older than a version', 'jobs/a?resourceVersion={{a.resourceVersion}}'),
    get('a watch through a label', `jobs?${watch}&labelSelector=x&resourceVersion={{a.resourceVersion}}`),
    get(
      'a watch with bookmarks',
      `jobs?${watch}&allowWatchBookmarks=true&resourceVersion={{a.resourceVersion}}`,
    ),
  ],
};

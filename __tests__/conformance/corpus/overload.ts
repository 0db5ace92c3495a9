import { event, job, namespace, pod } from './objects.js';
import { del, get, patch, post, put } from './script.js';
import type { Script } from './script.js';

/** What a server answers that has no room for more requests of this user. */
export const overload: Script = {
  name: 'overload',
  needs: 'overload',
  steps: [
    get('Jobs', 'jobs'),
    get('a Job', 'jobs/a'),
    get('a watch', 'jobs?watch=true&timeoutSeconds=1'),
    post('a POST', 'jobs', job('a')),
    post('a POST that is no JSON', 'jobs', '{'),
    put('a PUT', 'jobs/a', job('a')),
    patch('merge', 'a PATCH', 'jobs/a', { spec: { suspend: true } }),
    del('a DELETE', 'jobs/a?propagationPolicy=Background'),
    del('a DELETE of all', 'jobs'),
    get('Pods', 'pods'),
    post('a POST of a Pod', 'pods', pod('a')),
    get('a log', 'pods/a/log'),
    post('a POST of an Event', 'events', event('a')),
    get('namespaces', '/api/v1/namespaces'),
    post('a POST of a namespace', '/api/v1/namespaces', namespace('x')),
    get('metadata only', 'jobs', {
      headers: { accept: 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1' },
    }),
  ],
};

import { job, namespace, pod } from './objects.js';
import { del, get, patch, post, put, request } from './script.js';
import type { Script } from './script.js';

const nobody = { user: 'nobody' } as const;
const unknown = { user: 'unknown' } as const;
const partial = (kind: string): { headers: Record<string, string> } => ({
  headers: { accept: `application/json;as=${kind};g=meta.k8s.io;v=v1` },
});
const table = { headers: { accept: 'application/json;as=Table;g=meta.k8s.io;v=v1' } };

export const access: Script = {
  name: 'access',
  steps: [
    post('makes a Job', 'jobs', job('a')),
    get('unknown token, a Job', 'jobs/a', unknown),
    post('unknown token, a POST', 'jobs', job('b'), unknown),
    get('unknown token, a watch', 'jobs?watch=true&timeoutSeconds=1', unknown),
    get('nobody, a Job', 'jobs/a', nobody),
    get('nobody, Jobs', 'jobs', nobody),
    get('nobody, Jobs of all namespaces', '/apis/batch/v1/jobs', nobody),
    get('nobody, a watch', 'jobs?watch=true&timeoutSeconds=1', nobody),
    post('nobody, a POST', 'jobs', job('b'), nobody),
    put('nobody, a PUT', 'jobs/a', job('a'), nobody),
    patch('merge', 'nobody, a PATCH', 'jobs/a', {}, nobody),
    patch('merge', 'nobody, a PATCH of status', 'jobs/a/status', {}, nobody),
    del('nobody, a DELETE', 'jobs/a', nobody),
    del('nobody, a DELETE of all', 'jobs', nobody),
    get('nobody, a log', 'pods/a/log', nobody),
    get('nobody, Pods', 'pods', nobody),
    get('nobody, Events', 'events', nobody),
    get('nobody, a namespace', '/api/v1/namespaces/access', nobody),
    get('nobody, namespaces', '/api/v1/namespaces', nobody),
    post('nobody, a new namespace', '/api/v1/namespaces', namespace('x'), nobody),
    get('nobody, a path that is not there', '/nowhere', nobody),
    get('a path that is not there', '/nowhere'),
    get('a group that is not there', '/apis/nowhere/v1/jobs'),
    get('a version that is not there', '/apis/batch/v2/namespaces/access/jobs'),
    get('a resource that is not there', '/apis/batch/v1/namespaces/access/tasks'),
    get('a subresource that is not there', '/apis/batch/v1/namespaces/access/jobs/a/log'),
    get('a Job without a namespace', '/apis/batch/v1/jobs/a'),
    get('a slash at the end', 'jobs/'),
    request('PUT', 'PUT of a collection', 'jobs', { body: job('a') }),
    request('PATCH', 'PATCH of a collection', 'jobs', { body: {} }),
    request('POST', 'POST of an object', 'jobs/a', { body: job('a') }),
    post('POST to all namespaces', '/apis/batch/v1/jobs', job('a', { namespace: 'access' })),
    del('DELETE of all namespaces', '/apis/batch/v1/jobs'),
    request('POST', 'POST to a log', 'pods/a/log', { body: {} }),
    request('PUT', 'PUT of a path that is not there', '/nowhere', { body: {} }),
    request('OPTIONS', 'OPTIONS', 'jobs'),
    request('TRACE', 'TRACE', 'jobs'),
    get('Accept: application/xml', 'jobs/a', { headers: { accept: 'application/xml' } }),
    get('Accept: text/html, */*', 'jobs/a', { headers: { accept: 'text/html, */*' } }),
    get('Accept: application/yaml', 'jobs/a', { headers: { accept: 'application/yaml' } }),
    post('text/plain', 'jobs', job('b'), { headers: { 'content-type': 'text/plain' } }),
    post('application/xml', 'jobs', '<x/>', { headers: { 'content-type': 'application/xml' } }),
    post('a charset', 'jobs?dryRun=All', job('b'), {
      headers: { 'content-type': 'application/json; charset=utf-8' },
    }),
    post('2 MiB', 'jobs', job('big', { container: { args: ['x'.repeat(2 << 20)] } })),
    post('4 MiB', 'jobs', job('big', { container: { args: ['x'.repeat(4 << 20)] } })),
    get('Jobs, metadata only', 'jobs', partial('PartialObjectMetadataList')),
    get('a Job, metadata only', 'jobs/a', partial('PartialObjectMetadata')),
    get('Pods, metadata only', 'pods', partial('PartialObjectMetadataList')),
    get('Jobs, metadata only or all', 'jobs', {
      headers: {
        accept: 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,application/json',
      },
    }),
    get('Jobs, a form that is none', 'jobs', partial('Summary')),
    get('a Table', 'jobs', table),
    get('/version', '/version'),
    get('/healthz', '/healthz'),
    get('/readyz, nobody', '/readyz', nobody),
    get('/api', '/api'),
    get('/apis/batch', '/apis/batch'),
    post('an eviction', 'pods/none/eviction', {
      apiVersion: 'policy/v1',
      kind: 'Eviction',
      metadata: { name: 'none' },
    }),
    post('a Pod for nobody', 'pods', pod('p'), nobody),
  ],
};

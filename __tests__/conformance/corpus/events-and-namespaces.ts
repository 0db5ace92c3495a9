import { event, namespace } from './objects.js';
import { del, get, patch, post, put } from './script.js';
import type { Script } from './script.js';

const all = '/api/v1/namespaces';

export const events: Script = {
  name: 'events',
  steps: [
    post(
      'an Event',
      'events',
      event('e', { count: 1, firstTimestamp: '2026-01-01T00:00:00Z', lastTimestamp: '2026-01-01T00:00:00Z' }),
    ),
    get('reads it', 'events/e'),
    post('generateName', 'events', event('', { metadata: { generateName: 'e-' } })),
    post('the same name again', 'events', event('e')),
    post('about another namespace', 'events', event('far', { involvedObject: { namespace: 'default' } })),
    post('about nothing', 'events', event('nothing', { involvedObject: null })),
    post('no name', 'events', event('')),
    post(
      'eventTime without what belongs to it',
      'events',
      event('new', { eventTime: '2026-01-01T00:00:00.000000Z' }),
    ),
    post(
      'eventTime with what belongs to it',
      'events',
      event('whole', {
        eventTime: '2026-01-01T00:00:00.000000Z',
        action: 'Testing',
        reportingComponent: 'example.com/tests',
        reportingInstance: 'one',
      }),
    ),
    post('count x', 'events', event('x', { count: 'x' })),
    post('unknown field, Strict', 'events?fieldValidation=Strict', event('x', { resaon: 'x' })),
    post('dry run', 'events?dryRun=All', event('dry')),
    patch('merge', 'counts', 'events/e', { count: 2 }),
    patch('strategic', 'counts by a strategic patch', 'events/e', { count: 3 }),
    patch('json', 'counts by a JSON patch', 'events/e', [{ op: 'replace', path: '/count', value: 4 }]),
    put('replaces', 'events/e', event('e', { count: 9 })),
    put('of no Event', 'events/none', event('none')),
    get('no Event', 'events/none'),
    get('status of an Event', 'events/e/status'),
    get('a watch of Events', 'events?watch=true&timeoutSeconds=1&fieldSelector=metadata.name%3De'),
    del('ends an Event', 'events/e'),
    del('an Event that is gone', 'events/e'),
  ],
};

export const namespaces: Script = {
  name: 'namespaces',
  steps: [
    get('its own', `${all}/namespaces`),
    post('a namespace', all, namespace('namespaces-a', { labels: { app: 'x' } }), { as: 'a' }),
    post('the same name again', all, namespace('namespaces-a')),
    post('generateName', all, namespace('', { generateName: 'namespaces-' })),
    post('a name with a dot', all, namespace('a.b')),
    post('no name', all, namespace('')),
    post('dry run', `${all}?dryRun=All`, namespace('namespaces-dry')),
    post('unknown field, Strict', `${all}?fieldValidation=Strict`, { ...namespace('x'), extra: 1 }),
    get('no namespace', `${all}/nowhere`),
    get('by label', `${all}?labelSelector=app%3Dx`),
    get('by name', `${all}?fieldSelector=metadata.name%3Dnamespaces-a`),
    get('by phase and label', `${all}?fieldSelector=status.phase%3DActive&labelSelector=app%3Dx`),
    get('by a field that is none', `${all}?fieldSelector=spec.x%3D1`),
    get('a watch', `${all}?watch=true&timeoutSeconds=1&labelSelector=app%3Dx`),
    patch('merge', 'a label', `${all}/namespaces-a`, { metadata: { labels: { more: 'y' } } }),
    patch('strategic', 'an annotation', `${all}/namespaces-a`, { metadata: { annotations: { more: 'y' } } }),
    patch('json', 'a label by a JSON patch', `${all}/namespaces-a`, [
      { op: 'replace', path: '/metadata/labels/more', value: 'z' },
    ]),
    put('replaces', `${all}/namespaces-a`, namespace('namespaces-a')),
    put('of no namespace', `${all}/nowhere`, namespace('nowhere')),
    get('status', `${all}/namespaces-a/status`),
    del('the collection', all),
    del('another uid', `${all}/namespaces-a`, { body: { preconditions: { uid: 'x' } } }),
    del('no namespace to delete', `${all}/nowhere`),
    del('dry run of a deletion', `${all}/namespaces-a?dryRun=All`),
    del('ends a namespace', `${all}/namespaces-a`),
  ],
};

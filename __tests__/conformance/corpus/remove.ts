import { event, job, pod } from './objects.js';
import { del, get, post } from './script.js';
import type { Script, Step } from './script.js';

const make = (name: string, fields = {}): Step =>
  post(`makes ${name}`, 'jobs', job(name, fields), { as: name });
const held = { finalizers: ['example.com/hold'] };

export const remove: Script = {
  name: 'delete',
  steps: [
    ...[...'abcdefgh'].map((name) => make(name)),
    make('held', held),
    del('of nothing', 'jobs/none'),
    del('no policy', 'jobs/a'),
    del('Background in the query', 'jobs/b?propagationPolicy=Background'),
    del('again', 'jobs/b?propagationPolicy=Background'),
    del('Foreground', 'jobs/c?propagationPolicy=Foreground'),
    del('Orphan', 'jobs/d?propagationPolicy=Orphan'),
    del('Background in the body', 'jobs/e', { body: { propagationPolicy: 'Background' } }),
    del('a policy that is none', 'jobs/f?propagationPolicy=Gently'),
    del('a policy that is none in the body', 'jobs/f', { body: { propagationPolicy: 'Gently' } }),
    del('orphanDependents beside a policy', 'jobs/f', {
      body: { orphanDependents: true, propagationPolicy: 'Background' },
    }),
    del('another uid', 'jobs/f', {
      body: { preconditions: { uid: '44444444-4444-4444-8444-444444444444' } },
    }),
    del('another version', 'jobs/f', { body: { preconditions: { resourceVersion: '1' } } }),
    del('dry run in the query', 'jobs/f?dryRun=All&propagationPolicy=Background'),
    del('dry run in the body', 'jobs/f', { body: { dryRun: ['All'], propagationPolicy: 'Foreground' } }),
    del('dryRun=x', 'jobs/f?dryRun=x'),
    del('no JSON', 'jobs/f', { body: '{' }),
    del('a kind of its own', 'jobs/f', { body: { kind: 'Job', apiVersion: 'batch/v1' } }),
    del('DeleteOptions of v1', 'jobs/f', {
      body: {
        kind: 'DeleteOptions',
        apiVersion: 'v1',
        propagationPolicy: 'Background',
        preconditions: { uid: '{{f.uid}}' },
      },
    }),
    get('it is gone', 'jobs/f'),
    del('a negative grace period', 'jobs/g?gracePeriodSeconds=-1&propagationPolicy=Background'),
    del('a grace period that is no number', 'jobs/h?gracePeriodSeconds=x'),
    del('held by a finalizer', 'jobs/held?propagationPolicy=Background', { as: 'held' }),
    get('shows its deletion', 'jobs/held'),
    del('held, again', 'jobs/held?propagationPolicy=Background'),
    del('the collection, by label', 'jobs?labelSelector=none%3Dsuch'),
    del(
      'the collection, dry run',
      'jobs?dryRun=All&propagationPolicy=Background&fieldSelector=metadata.name%3Dh',
    ),
    del('the collection, one by name', 'jobs?propagationPolicy=Background&fieldSelector=metadata.name%3Dh'),
    del('the collection, a selector that is none', 'jobs?labelSelector=%3D%3D'),
    post('makes a Pod', 'pods', pod('p'), { as: 'p' }),
    del('a Pod, dry run', 'pods/p?dryRun=All'),
    del('a Pod, another uid', 'pods/p', { body: { preconditions: { uid: 'x' } } }),
    del('a Pod', 'pods/p?gracePeriodSeconds=0'),
    del('a Pod that is gone', 'pods/p'),
    post('makes an Event', 'events', event('e')),
    del('an Event', 'events/e'),
    del('Events, all', 'events'),
    del('a subresource', 'jobs/held/status'),
  ],
};

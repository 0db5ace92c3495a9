import type { ApiRequest } from './api-request.js';

/** A right of RBAC, and what needs it. */
export interface Permission extends Pick<ApiRequest, 'verb' | 'resource'> {
  readonly apiGroup: 'batch' | '';
  /** The calls of this library that make the request. */
  readonly neededBy: readonly string[];
}

const onEvents = 'JobMonitor.events, for image pulls and what keeps a run from getting on';
const explanation = 'JobMonitor.wait, to explain a failure';
const everyWatch = ['JobMonitor.wait', 'JobMonitor.events', 'JobMonitor.logs', 'JobMonitor.cancel'] as const;

/** Every right that the library makes use of: all requests it can send. `deploy/rbac.yaml` grants these. */
export const permissions: readonly Permission[] = [
  { verb: 'create', apiGroup: 'batch', resource: 'jobs', neededBy: ['submitJob'] },
  {
    verb: 'get',
    apiGroup: 'batch',
    resource: 'jobs',
    neededBy: ['submitJob, when the Job exists', ...everyWatch, 'JobMonitor.suspend', 'JobMonitor.resume'],
  },
  {
    verb: 'list',
    apiGroup: 'batch',
    resource: 'jobs',
    neededBy: [...everyWatch, 'JobMonitor.find', 'JobMonitor.list', 'JobMonitor.cleanUp'],
  },
  { verb: 'watch', apiGroup: 'batch', resource: 'jobs', neededBy: everyWatch },
  {
    verb: 'delete',
    apiGroup: 'batch',
    resource: 'jobs',
    neededBy: ['JobMonitor.cancel', 'JobMonitor.cleanUp'],
  },
  {
    verb: 'patch',
    apiGroup: 'batch',
    resource: 'jobs',
    neededBy: ['JobMonitor.suspend', 'JobMonitor.resume'],
  },
  { verb: 'list', apiGroup: '', resource: 'pods', neededBy: everyWatch },
  { verb: 'watch', apiGroup: '', resource: 'pods', neededBy: everyWatch },
  {
    verb: 'delete',
    apiGroup: '',
    resource: 'pods',
    neededBy: ['JobMonitor.cancel, with gracePeriodSeconds'],
  },
  { verb: 'get', apiGroup: '', resource: 'pods/log', neededBy: ['JobMonitor.logs', explanation] },
  { verb: 'list', apiGroup: '', resource: 'events', neededBy: [onEvents, explanation] },
  { verb: 'watch', apiGroup: '', resource: 'events', neededBy: [onEvents] },
];

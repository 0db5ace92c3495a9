import { KubernetesJobEnvironmentError } from '../errors.js';

/** The monitor was closed while, or before, it was asked. */
export class MonitorClosedError extends KubernetesJobEnvironmentError {
  readonly code = 'MONITOR_CLOSED';
}

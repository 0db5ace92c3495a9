import { KubernetesJobEnvironmentError } from '../errors.js';

/** The flow could not be loaded in the container: no flow file, no flow in it, or its module threw. */
export class FlowLoadError extends KubernetesJobEnvironmentError {
  readonly code = 'FLOW_LOAD';
}

/** The flow ran and threw; `cause` is what it threw. */
export class FlowFailedError extends KubernetesJobEnvironmentError {
  readonly code = 'FLOW_FAILED';
}

export { KubernetesJobEnvironmentError, isKubernetesJobEnvironmentError } from './errors.js';
export type { ErrorCode, Position } from './errors.js';

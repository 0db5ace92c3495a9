import { isKubernetesJobEnvironmentError } from '../errors.js';

/** What went wrong, as a sentence. */
export function messageOf(error: unknown): string {
  return isKubernetesJobEnvironmentError(error) || error instanceof Error ? error.message : String(error);
}

import { KubernetesJobEnvironmentError, formatPosition, type Position } from '../errors.js';

/** A transform of the user threw, or did not give back a Job. */
export class TransformError extends KubernetesJobEnvironmentError {
  readonly code = 'TRANSFORM_FAILED';
}

/** Neither the flow's storage nor `metadata.image` of its environment names an image. */
export class ImageUnknownError extends KubernetesJobEnvironmentError {
  readonly code = 'IMAGE_UNKNOWN';
}

/** A Cloud-based run has no API key, neither from the run nor in the env of the flow container. */
export class ApiKeyMissingError extends KubernetesJobEnvironmentError {
  readonly code = 'API_KEY_MISSING';
}

/** The run and the YAML name different namespaces. */
export class NamespaceConflictError extends KubernetesJobEnvironmentError {
  readonly code = 'NAMESPACE_CONFLICT';
  readonly runNamespace: string;
  readonly specNamespace: string;

  constructor(runNamespace: string, specNamespace: string, where?: Position) {
    const at = where === undefined ? 'the Job spec' : formatPosition(where);
    super(
      `The run asks for namespace "${runNamespace}", but metadata.namespace of ${at} is "${specNamespace}". ` +
        `Remove one of the two, or make them equal.`,
    );
    this.runNamespace = runNamespace;
    this.specNamespace = specNamespace;
  }
}

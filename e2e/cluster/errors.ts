/** The machine lacks something. The message says what, how to get it, and what can be run without. */
export class MissingPrerequisiteError extends Error {
  override readonly name = 'MissingPrerequisiteError';
}

/** A program could not be built. */
export class BuildError extends Error {
  override readonly name = 'BuildError';
}

/** A process of the cluster ended, or was not ready in time. The message holds the last lines of its log. */
export class ClusterStartError extends Error {
  override readonly name = 'ClusterStartError';
}

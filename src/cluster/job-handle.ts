/** A submitted run, as plain JSON: store it, and another process can pick the run up. */
export interface JobHandle {
  readonly namespace: string;
  readonly name: string;
  /** Tells this Job from a later one of the same name. */
  readonly uid: string;
  readonly flowRunId: string;
  /** The `identifier` label of the Job: unique for each execution. Of an adopted Job, the one it already had. */
  readonly identifier: string;
  /** `false` when the Job was already there (an earlier attempt got through) and was adopted. */
  readonly created: boolean;
}

/** What the exit codes mean, in every command. `run` also ends with the code of the flow. */
export const exitCodes = {
  ok: 0,
  /** The answer is no: errors were found, the cluster refused, the run did not succeed. */
  failure: 1,
  /** The command line can not be understood. */
  usage: 2,
  /** Of `run`, as of `docker run`: an error of its own, or a failed Job whose flow told no exit code. */
  noExitCode: 125,
  /** Ended by Ctrl-C, as shells count it. */
  interrupted: 130,
} as const;

/** Ends the command with an exit code. Without a cause all there is to say has been said. */
export class ExitCodeError extends Error {
  readonly exitCode: number;

  constructor(exitCode: number, options?: { cause: unknown }) {
    super(`exit code ${exitCode}`, options);
    this.exitCode = exitCode;
  }
}

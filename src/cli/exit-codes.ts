/** What the exit codes mean, in every command. `run` also ends with the code of the flow. */
export const exitCodes = {
  ok: 0,
  /** The answer is no: errors were found, the cluster refused, the run did not succeed. */
  failure: 1,
  /** The command line can not be understood. */
  usage: 2,
  /** Of `run`: no container of the flow told an exit code. As `docker run` does for errors that are its own. */
  noExitCode: 125,
  /** Ended by Ctrl-C, as shells count it. */
  interrupted: 130,
} as const;

/** Ends the command with an exit code, when all there is to say has been said. */
export class ExitCodeError extends Error {
  readonly exitCode: number;

  constructor(exitCode: number) {
    super(`exit code ${exitCode}`);
    this.exitCode = exitCode;
  }
}

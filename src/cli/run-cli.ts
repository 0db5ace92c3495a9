import { CommanderError } from 'commander';
import { ExitCodeError, exitCodes } from './exit-codes.js';
import { messageOf } from './message-of.js';
import { makeProgram } from './program.js';
import { styleOf } from './terminal/style.js';

/** Runs one command line, and gives the exit code of the process. */
export async function runCli(args: readonly string[]): Promise<number> {
  endWithReader();
  try {
    await makeProgram().parseAsync(args, { from: 'user' });
    return exitCodes.ok;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.ok : exitCodes.usage;
    const { exitCode, cause } =
      error instanceof ExitCodeError ? error : { exitCode: exitCodes.failure, cause: error };
    if (cause !== undefined)
      process.stderr.write(`${styleOf(process.stderr)('red', 'error:')} ${messageOf(cause)}\n`);
    return exitCode;
  }
}

/** Who reads our output may stop (`| head`): then there is nothing left to do, and nothing to complain of. */
function endWithReader(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
      process.exit(exitCodes.failure);
    });
  }
}

import { CommanderError } from 'commander';
import { isKubernetesJobEnvironmentError } from '../errors.js';
import { ExitCodeError, exitCodes } from './exit-codes.js';
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
    if (error instanceof ExitCodeError) return error.exitCode;
    process.stderr.write(`${styleOf(process.stderr)('red', 'error:')} ${messageOf(error)}\n`);
    return exitCodes.failure;
  }
}

function messageOf(error: unknown): string {
  return isKubernetesJobEnvironmentError(error) || error instanceof Error ? error.message : String(error);
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

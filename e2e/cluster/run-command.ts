import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const exec = promisify(execFile);

export interface CommandOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Hears what it writes to standard error, as it comes. */
  readonly onError?: (text: string) => void;
}

/** Runs a command to its end; gives its standard output, or throws with the end of what it wrote. */
export async function runCommand(
  command: string,
  args: readonly string[],
  { cwd, env, onError }: CommandOptions = {},
): Promise<string> {
  try {
    const running = exec(command, [...args], {
      ...(cwd !== undefined && { cwd }),
      env: { ...process.env, ...env },
      maxBuffer: 64 * 1024 * 1024,
    });
    if (onError !== undefined) running.child.stderr?.on('data', onError);
    const { stdout } = await running;
    return stdout;
  } catch (error) {
    const { stderr = '', message } = error as Error & { stderr?: string };
    const lines = (stderr.trim() || message).split('\n').slice(-30).join('\n');
    throw new Error(`\`${[command, ...args.slice(0, 2)].join(' ')} …\` failed:\n${lines}`, { cause: error });
  }
}

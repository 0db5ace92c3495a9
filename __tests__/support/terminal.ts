import { spawn, spawnSync } from 'node:child_process';
import xterm from '@xterm/headless';
import type { CliFolder, CliOptions } from './cli.js';

/** Pseudo-terminals are made by `script` of util-linux: Node has none, and native packages are not wanted. */
export const hasTerminals = /util-linux/.test(
  spawnSync('script', ['--version'], { encoding: 'utf8' }).stdout ?? '',
);

export interface TerminalOptions extends CliOptions {
  /** @default 80 */
  readonly columns?: number;
  /** @default 24 */
  readonly rows?: number;
}

/** A command in a pseudo-terminal, and its screen as a person sees it. */
export interface InTerminal {
  /** The lines of the screen, and of what was scrolled out above it, without the blank ones at the end. */
  screen(): Promise<string[]>;
  /** Resolves when the screen shows the text; rejects when the command ends without it. */
  shows(pattern: RegExp): Promise<void>;
  type(keys: string): void;
  readonly ended: Promise<{ readonly code: number | null; readonly raw: string }>;
}

/** Starts `kje` in a pseudo-terminal. Ends with its terminal when the test forgets it. */
export async function startInTerminal(
  folder: CliFolder,
  args: readonly string[],
  { columns = 80, rows = 24, ...options }: TerminalOptions = {},
): Promise<InTerminal> {
  const { file, env } = await folder.command(options);
  const quoted = [process.execPath, file, ...args].map((word) => `'${word.replaceAll("'", "'\\''")}'`);
  const line = `stty cols ${columns} rows ${rows} && exec ${quoted.join(' ')}`;
  const child = spawn('script', ['--quiet', '--return', '--flush', '--command', line, '/dev/null'], {
    cwd: folder.path,
    env: { SHELL: '/bin/sh', TERM: 'xterm-256color', ...env },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const terminal = new xterm.Terminal({ cols: columns, rows, scrollback: 1000, allowProposedApi: true });
  let raw = '';
  let told = (): void => undefined;
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    raw += text;
    terminal.write(text, () => told());
  });
  const ended = new Promise<{ code: number | null; raw: string }>((resolve) => {
    child.on('close', (code) => terminal.write('', () => (told(), resolve({ code, raw }))));
  });
  const lines = (): string[] => screenOf(terminal);
  return {
    ended,
    type: (keys) => child.stdin.write(keys),
    screen: () => new Promise((resolve) => terminal.write('', () => resolve(lines()))),
    shows: (pattern) =>
      new Promise((resolve, reject) => {
        told = () => {
          const text = lines().join('\n');
          if (pattern.test(text)) resolve();
          else if (child.exitCode !== null) reject(new Error(`The screen never showed ${pattern}:\n${text}`));
        };
        told();
      }),
  };
}

function screenOf(terminal: xterm.Terminal): string[] {
  const { active } = terminal.buffer;
  const lines = Array.from(
    { length: active.length },
    (_, index) => active.getLine(index)?.translateToString(true) ?? '',
  );
  while (lines.at(-1) === '') lines.pop();
  return lines;
}

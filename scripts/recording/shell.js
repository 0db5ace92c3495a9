import { spawn } from 'node:child_process';
import { clearInterval, setInterval, setTimeout } from 'node:timers';
import { join } from 'node:path';
import xterm from '@xterm/headless';
import { readScreen } from './screen.js';

const columns = 96;
const rows = 27;

const PROMPT = '$ ';
/** The screen is looked at so often, and no picture of it stays longer than that, in milliseconds. */
const SAMPLE = 50;
const LONGEST = 1_500;

/** A shell in a pseudo-terminal, and a film of its screen. */
export async function startShell(folder, env) {
  const line = `stty cols ${columns} rows ${rows} && exec sh -i`;
  const child = spawn('script', ['--quiet', '--return', '--flush', '--command', line, '/dev/null'], {
    cwd: folder,
    env: {
      ...env,
      HOME: folder,
      KUBECONFIG: join(folder, 'kubeconfig'),
      PS1: PROMPT,
      TERM: 'xterm-256color',
    },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const terminal = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true });
  child.stdout.on('data', (bytes) => terminal.write(bytes));
  const film = [];
  const sampling = setInterval(() => {
    const lines = readScreen(terminal);
    const last = film.at(-1);
    if (JSON.stringify(lines) !== JSON.stringify(last?.lines)) film.push({ at: Date.now(), lines });
  }, SAMPLE);
  const prompted = async () => {
    while (!hasPrompt(terminal)) {
      if (child.exitCode !== null) throw new Error('The shell has ended.');
      await new Promise((resolve) => setTimeout(resolve, SAMPLE));
    }
  };
  await prompted();
  return {
    type: (keys) => child.stdin.write(keys),
    prompted,
    end() {
      clearInterval(sampling);
      child.stdin.end('\x04');
      return { columns, rows, frames: cut(film) };
    },
  };
}

/** Whether the line of the cursor is a prompt after which nothing was typed. */
function hasPrompt({ buffer: { active } }) {
  return (
    active
      .getLine(active.baseY + active.cursorY)
      ?.translateToString(true)
      .trim() === PROMPT.trim()
  );
}

/** Waiting is shortened. */
function cut(film) {
  let time = 0;
  return film.map(({ at, lines }, index) => {
    if (index > 0) time += Math.min(at - film[index - 1].at, LONGEST);
    return { time, lines };
  });
}

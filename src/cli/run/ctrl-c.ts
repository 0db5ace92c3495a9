import type { Screen } from '../terminal/screen.js';

export type Answer = 'cancel' | 'detach' | 'go on';

const question = 'Cancel the run (c), detach from it (d), or go on (any other key)?';

/**
 * At Ctrl-C asks what is meant, where there is a terminal to ask on; elsewhere, and at a second Ctrl-C, the run is left
 * as it is.
 */
export function onCtrlC(screen: Screen, act: (answer: Answer) => void): Disposable {
  const stop = new AbortController();
  const onSignal = (): void => {
    if (!screen.live || !process.stdin.isTTY) return act('detach');
    const pressed = readKey(process.stdin, stop.signal);
    screen.ask(question);
    void pressed.then((key) => {
      screen.ask(undefined);
      if (!stop.signal.aborted) act(answers[key.toLowerCase()] ?? 'go on');
    });
  };
  process.on('SIGINT', onSignal);
  return {
    [Symbol.dispose]: () => {
      process.off('SIGINT', onSignal);
      stop.abort();
    },
  };
}

/** Without line editing the terminal sends Ctrl-C as a key. */
const answers: Readonly<Record<string, Answer>> = { c: 'cancel', d: 'detach', '\x03': 'detach' };

/** One key, with no need of Enter; none when the signal fires. The terminal is left as it was found. */
function readKey(stdin: NodeJS.ReadStream, signal: AbortSignal): Promise<string> {
  return new Promise((resolve) => {
    const end = (key: string): void => {
      stdin.off('data', onData);
      signal.removeEventListener('abort', onAbort);
      stdin.setRawMode(false).pause();
      resolve(key);
    };
    const onData = (bytes: Buffer): void => end(bytes.toString());
    const onAbort = (): void => end('');
    stdin.on('data', onData);
    signal.addEventListener('abort', onAbort);
    stdin.setRawMode(true).resume();
  });
}

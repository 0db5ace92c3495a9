import type { Logger } from '../index.js';
import { styleOf } from './terminal/style.js';

const nothing = (): void => undefined;

/** Shows the library's warnings; what it tries again or adopts shows in what becomes of the run. */
export function warningsTo(stream: NodeJS.WriteStream): Logger {
  const warn = (message: string): void => {
    stream.write(`${styleOf(stream)('yellow', 'warning:')} ${message}\n`);
  };
  return { debug: nothing, info: nothing, warn, error: warn };
}

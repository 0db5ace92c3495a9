import type { Logger } from '../index.js';
import { styleOf } from './terminal/style.js';

const nothing = (): void => undefined;

/** Tells the library's warnings; what it tries again or adopts shows in what becomes of the run. */
export function warningsTo(tell: (line: string) => void): Logger {
  const warn = (message: string): void => tell(`${styleOf(process.stderr)('yellow', 'warning:')} ${message}`);
  return { debug: nothing, info: nothing, warn, error: warn };
}

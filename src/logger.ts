/**
 * Where the library says what it does: `console`, pino and most loggers have this shape. Silent unless one is given.
 * No line holds an env value, a key or a token.
 */
export interface Logger {
  debug(message: string): void;
  info(message: string): void;
  warn(message: string): void;
  error(message: string): void;
}

const nothing = (): void => undefined;

/** The default: says nothing. */
export const silentLogger: Logger = { debug: nothing, info: nothing, warn: nothing, error: nothing };

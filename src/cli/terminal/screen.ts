import { stripVTControlCharacters } from 'node:util';

/** How often the live line is drawn anew, so that its seconds go on. */
const TICK_MS = 1000;
const CLEAR = '\r\x1b[K';

export interface Streams {
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
}

/**
 * Lines, and under them one line that is drawn anew: on a terminal, where stderr is one. In a pipe there are the lines
 * alone. What the run prints goes to stdout, what is told of it to stderr.
 */
export class Screen implements Disposable {
  readonly live: boolean;
  readonly #streams: Streams;
  readonly #timer: NodeJS.Timeout | undefined;
  #line: (() => string) | undefined;
  #question: string | undefined;

  constructor(streams: Streams = process) {
    this.#streams = streams;
    this.live = streams.stderr.isTTY;
    if (this.live) this.#timer = setInterval(() => this.#draw(), TICK_MS).unref();
  }

  /** Prints what the run printed, or data. */
  out(text: string): void {
    this.#clear();
    this.#streams.stdout.write(text);
    this.#draw();
  }

  /** Prints a line about the run. */
  tell(line: string): void {
    this.#clear();
    this.#streams.stderr.write(`${line}\n`);
    this.#draw();
  }

  /** Sets what the live line says; `undefined` takes it away. */
  show(line: (() => string) | undefined): void {
    this.#line = line;
    this.#clear();
    this.#draw();
  }

  /** Puts a question in place of the live line; `undefined` takes it away. */
  ask(question: string | undefined): void {
    this.#question = question;
    this.#clear();
    this.#draw();
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
    this.#question = undefined;
    this.show(undefined);
  }

  #clear(): void {
    if (this.live) this.#streams.stderr.write(CLEAR);
  }

  #draw(): void {
    const line = this.#question ?? this.#line?.();
    if (!this.live || line === undefined) return;
    // A line that is wrapped could not be cleared. Colours would be cut too: then there are none.
    const plain = stripVTControlCharacters(line);
    const width = (this.#streams.stderr.columns || 80) - 1;
    this.#streams.stderr.write(`${CLEAR}${plain.length <= width ? line : plain.slice(0, width)}`);
  }
}

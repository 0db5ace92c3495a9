/** Lines that are drawn anew in their place, as many as the terminal has. */
export class LiveBlock {
  readonly #stream: NodeJS.WriteStream;
  #drawn = 0;

  constructor(stream: NodeJS.WriteStream) {
    this.#stream = stream;
  }

  draw(lines: readonly string[]): void {
    const { rows = 24 } = this.#stream;
    // The last row is for the cursor; what does not fit could not be drawn over.
    const room = Math.max(1, rows - 2);
    const shown =
      lines.length <= room ? lines : [...lines.slice(0, room - 1), `… ${lines.length - room + 1} more`];
    const back = this.#drawn === 0 ? '' : `\x1b[${this.#drawn}A`;
    // Without the wrapping of lines each is one row.
    this.#stream.write(`${back}\r\x1b[J\x1b[?7l${shown.map((line) => `${line}\n`).join('')}\x1b[?7h`);
    this.#drawn = shown.length;
  }
}

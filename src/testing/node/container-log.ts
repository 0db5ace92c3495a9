import type { Clock } from '../clock/clock.js';

/** A line of a log, with its newline unless it is the last and has none; or a part of one that is too long. */
export interface LogLine {
  /** Nanoseconds since the epoch. */
  readonly time: bigint;
  readonly bytes: Buffer;
}

type Stream = 'stdout' | 'stderr';

const newline = 0x0a;
const carriageReturn = 0x0d;
/** The container runtime writes a longer line as several entries, each with a stamp of its own. */
const longest = 16_384;

const lengthOf = (line: Buffer): number => line.length - (line.at(-1) === newline ? 1 : 0);

/** The container runtime takes the carriage return away that stands before a newline. */
const withoutReturn = (line: Buffer): Buffer =>
  line.at(-2) === carriageReturn ? Buffer.concat([line.subarray(0, -2), line.subarray(-1)]) : line;

/**
 * What one run of a container wrote, line by line. A line counts when it ends, when it becomes too long, or when the
 * container ends.
 */
export class ContainerLog {
  readonly #clock: Clock;
  readonly #lines: LogLine[] = [];
  readonly #partial: Record<Stream, Buffer> = { stdout: Buffer.alloc(0), stderr: Buffer.alloc(0) };
  readonly #listeners = new Set<(line: LogLine | undefined) => void>();
  #last: bigint;
  #ended = false;

  /** @param previous the log of the run before: no stamp of it comes again */
  constructor(clock: Clock, previous?: ContainerLog) {
    this.#clock = clock;
    this.#last = previous === undefined ? 0n : previous.#last;
  }

  get lines(): readonly LogLine[] {
    return this.#lines;
  }

  get ended(): boolean {
    return this.#ended;
  }

  write(stream: Stream, chunk: string | Uint8Array): void {
    if (this.#ended) return;
    let rest: Buffer = Buffer.concat([this.#partial[stream], Buffer.from(chunk)]);
    for (let end = rest.indexOf(newline); end >= 0; end = rest.indexOf(newline)) {
      this.#add(withoutReturn(this.#addParts(rest.subarray(0, end + 1))));
      rest = rest.subarray(end + 1);
    }
    this.#partial[stream] = this.#addParts(rest);
  }

  /** The container has ended: what it left without a newline is its last line. */
  end(): void {
    if (this.#ended) return;
    for (const stream of ['stdout', 'stderr'] as const) {
      if (this.#partial[stream].length > 0) this.#add(this.#partial[stream]);
    }
    this.#ended = true;
    for (const listener of this.#listeners) listener(undefined);
    this.#listeners.clear();
  }

  /** Tells of each new line, and of the end with `undefined`. */
  subscribe(listener: (line: LogLine | undefined) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Adds what is too long for one entry, and gives the rest. */
  #addParts(line: Buffer): Buffer {
    let rest = line;
    for (; lengthOf(rest) > longest; rest = rest.subarray(longest)) this.#add(rest.subarray(0, longest));
    return rest;
  }

  #add(bytes: Buffer): void {
    // Two lines never share a stamp, however coarse the clock.
    const now = BigInt(Math.floor(this.#clock.now())) * 1_000_000n;
    this.#last = now > this.#last ? now : this.#last + 1n;
    const line = { time: this.#last, bytes };
    this.#lines.push(line);
    for (const listener of this.#listeners) listener(line);
  }
}

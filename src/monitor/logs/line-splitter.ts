import { LONGEST_STAMP, StampReader } from './stamp-reader.js';

/** A line of a container's log as `timestamps=true` gives it, or a part of one that is too long to be kept whole. */
export interface LinePiece {
  /** RFC 3339 with nine digits, as the kubelet wrote it; that of the line's beginning in all of its parts. */
  readonly time: string;
  /** The same as numbers: whole seconds since the epoch, and what is beyond. */
  readonly seconds: number;
  readonly nanoseconds: number;
  readonly text: string;
  /** The bytes of the text, where a piece is not a whole line. */
  readonly bytes: Buffer | undefined;
  /** The beginning of the line is in it. */
  readonly first: boolean;
  /**
   * The end of the line is in it. `cut`: it ends with the stream, without a newline. The last line of a log may have
   * none, and a cut connection may end anywhere.
   */
  readonly last: boolean | 'cut';
}

/** A longer line comes in parts of so many bytes, so that memory is bounded. */
export const LONGEST_PIECE = 256 * 1024;
/** Lines are decoded together, which is faster; but whoever keeps one of them keeps all of these in memory. */
const BLOCK = 4 * 1024;

const NEWLINE = 0x0a;
const EMPTY: Buffer = Buffer.alloc(0);

/** Splits the bytes of a log into its lines. */
export class LineSplitter {
  readonly #stamp = new StampReader();
  #rest = EMPTY;
  /** The line whose first part was given already. */
  #open: Pick<LinePiece, 'time' | 'seconds' | 'nanoseconds'> | undefined;
  /** What came without a time stamp, its beginning: the kubelet's own word, not a line. */
  unstamped = '';

  /** The lines that end in these bytes, and parts of one that is too long. */
  feed(chunk: Uint8Array): LinePiece[] {
    const pieces: LinePiece[] = [];
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    const end = bytes.lastIndexOf(NEWLINE) + 1;
    let start = 0;
    if (this.#rest.length > 0 && end > 0) {
      start = bytes.indexOf(NEWLINE) + 1;
      this.#addParts(pieces, Buffer.concat([this.#rest, bytes.subarray(0, start - 1)]), true);
      this.#rest = EMPTY;
    }
    while (start < end) {
      const stop = bytes.lastIndexOf(NEWLINE, Math.min(start + BLOCK, end) - 1) + 1;
      if (stop > start) {
        this.#addLines(pieces, bytes.toString('utf8', start, stop));
        start = stop;
      } else {
        const next = bytes.indexOf(NEWLINE, start) + 1;
        this.#addParts(pieces, bytes.subarray(start, next - 1), true);
        start = next;
      }
    }
    // A copy: the chunk may be large, and its memory is used again.
    if (start < bytes.length)
      this.#rest = this.#addLongParts(pieces, Buffer.concat([this.#rest, bytes.subarray(start)]));
    return pieces;
  }

  /** What is left when the stream has ended. */
  end(): LinePiece[] {
    const pieces: LinePiece[] = [];
    if (this.#rest.length > 0) this.#addParts(pieces, this.#rest, 'cut');
    this.#rest = EMPTY;
    return pieces;
  }

  /** Whole lines, each with its newline. */
  #addLines(pieces: LinePiece[], block: string): void {
    const stamp = this.#stamp;
    let start = 0;
    for (let end = block.indexOf('\n'); end >= 0; end = block.indexOf('\n', start)) {
      if (stamp.read(block, start)) {
        const { length, seconds, nanoseconds } = stamp;
        const time = block.slice(start, start + length);
        const text = block.slice(start + length + 1, end);
        pieces.push({ time, seconds, nanoseconds, text, bytes: undefined, first: true, last: true });
      } else {
        this.#addUnstamped(block.slice(start, end));
      }
      start = end + 1;
    }
  }

  #addParts(pieces: LinePiece[], line: Buffer, last: LinePiece['last']): void {
    this.#addPart(pieces, this.#addLongParts(pieces, line), last);
  }

  /** Parts until no more is left than may be kept whole; gives what is left. */
  #addLongParts(pieces: LinePiece[], line: Buffer): Buffer {
    let rest = line;
    while (rest.length > LONGEST_PIECE + LONGEST_STAMP) {
      const end = characterBoundary(rest, LONGEST_PIECE);
      this.#addPart(pieces, rest.subarray(0, end), false);
      rest = rest.subarray(end);
    }
    return rest;
  }

  #addPart(pieces: LinePiece[], part: Buffer, last: LinePiece['last']): void {
    const open = this.#open;
    if (open !== undefined) {
      pieces.push({ ...open, text: part.toString(), bytes: part, first: false, last });
      if (last !== false) this.#open = undefined;
      return;
    }
    const head = part.toString('latin1', 0, LONGEST_STAMP + 1);
    if (!this.#stamp.read(head, 0)) return this.#addUnstamped(part.toString('utf8', 0, 200));
    const { length, seconds, nanoseconds } = this.#stamp;
    const stamp = { time: head.slice(0, length), seconds, nanoseconds };
    const bytes = part.subarray(length + 1);
    pieces.push({ ...stamp, text: bytes.toString(), bytes, first: true, last });
    if (last === false) this.#open = stamp;
  }

  #addUnstamped(text: string): void {
    if (this.unstamped.length < LONGEST_STAMP) this.unstamped += text.slice(0, 200);
  }
}

/** The last place up to `end` that is not in the midst of a UTF-8 character. */
function characterBoundary(bytes: Buffer, end: number): number {
  let place = end;
  while (place > end - 4 && ((bytes[place] ?? 0) & 0xc0) === 0x80) place -= 1;
  return ((bytes[place] ?? 0) & 0xc0) === 0x80 ? end : place;
}

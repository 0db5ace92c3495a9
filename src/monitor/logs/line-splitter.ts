/** A line of a container's log as `timestamps=true` gives it, or a part of one that is too long to be kept whole. */
export interface LinePiece {
  /** RFC 3339 with nine digits, as the kubelet wrote it; that of the line's beginning in all of its parts. */
  readonly time: string;
  readonly bytes: Buffer;
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

const NEWLINE = 0x0a;
const SPACE = 0x20;
/** `2026-11-23T10:00:00.123456789Z` is 30 characters, with a zone instead of the `Z` 35. */
const LONGEST_STAMP = 35;
const stamp = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/;

/** Splits the bytes of a log into its lines. */
export class LineSplitter {
  #rest: Buffer = Buffer.alloc(0);
  /** The stamp of the line whose first part was given already. */
  #open: string | undefined;
  /** What came without a time stamp, its beginning: the kubelet's own word, not a line. */
  unstamped = '';

  /** The lines that end in these bytes, and parts of one that is too long. */
  feed(chunk: Uint8Array): LinePiece[] {
    const pieces: LinePiece[] = [];
    const fresh = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    const bytes = this.#rest.length === 0 ? fresh : Buffer.concat([this.#rest, fresh]);
    let start = 0;
    for (let end = bytes.indexOf(NEWLINE, this.#rest.length); end >= 0; end = bytes.indexOf(NEWLINE, start)) {
      this.#cut(pieces, bytes.subarray(start, end), true);
      start = end + 1;
    }
    let rest = bytes.subarray(start);
    while (rest.length > LONGEST_PIECE + LONGEST_STAMP) {
      const end = characterBoundary(rest, LONGEST_PIECE);
      this.#cut(pieces, rest.subarray(0, end), false);
      rest = rest.subarray(end);
    }
    // A copy: the chunk may be large, and its memory is used again.
    this.#rest = rest.length === 0 ? rest : Buffer.from(rest);
    return pieces;
  }

  /** What is left when the stream has ended. */
  end(): LinePiece[] {
    const pieces: LinePiece[] = [];
    if (this.#rest.length > 0) this.#cut(pieces, this.#rest, 'cut');
    this.#rest = Buffer.alloc(0);
    return pieces;
  }

  #cut(pieces: LinePiece[], line: Buffer, last: LinePiece['last']): void {
    let rest = line;
    while (rest.length > LONGEST_PIECE + LONGEST_STAMP) {
      const end = characterBoundary(rest, LONGEST_PIECE);
      this.#piece(pieces, rest.subarray(0, end), false);
      rest = rest.subarray(end);
    }
    this.#piece(pieces, rest, last);
  }

  #piece(pieces: LinePiece[], bytes: Buffer, last: LinePiece['last']): void {
    if (this.#open !== undefined) {
      pieces.push({ time: this.#open, bytes, first: false, last });
      if (last !== false) this.#open = undefined;
      return;
    }
    const space = bytes.indexOf(SPACE);
    const time = bytes.toString('latin1', 0, space < 0 || space > LONGEST_STAMP ? LONGEST_STAMP + 1 : space);
    if (!stamp.test(time)) {
      if (this.unstamped.length < LONGEST_STAMP) this.unstamped += bytes.toString('utf8', 0, 200);
      return;
    }
    pieces.push({ time, bytes: bytes.subarray(time.length + 1), first: true, last });
    if (last === false) this.#open = time;
  }
}

/** The last place up to `end` that is not in the midst of a UTF-8 character. */
function characterBoundary(bytes: Buffer, end: number): number {
  let place = end;
  while (place > end - 4 && ((bytes[place] ?? 0) & 0xc0) === 0x80) place -= 1;
  return ((bytes[place] ?? 0) & 0xc0) === 0x80 ? end : place;
}

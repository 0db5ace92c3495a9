/** A line of a container's log, as `timestamps=true` gives it. */
export interface StampedLine {
  /** RFC 3339 with nine digits, as the kubelet wrote it. */
  readonly time: string;
  readonly text: string;
  /** Whether its newline came too: the last line of a log may have none, and a cut connection may end anywhere. */
  readonly complete: boolean;
}

const stamp = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)) ?/;

/** Splits the bytes of a log into its lines. A text without a time stamp is the kubelet's own word, not a line. */
export async function* stampedLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<StampedLine> {
  // One decoder for the whole stream: a character may be split over two chunks.
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of chunks) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) yield* parsed(line, true);
  }
  yield* parsed(rest + decoder.decode(), false);
}

function* parsed(line: string, complete: boolean): Generator<StampedLine> {
  const match = stamp.exec(line);
  if (match?.[1] !== undefined) yield { time: match[1], text: line.slice(match[0].length), complete };
}

import type { ApiRequest } from '../api-request.js';
import { toApiResponseError } from '../failures/api-response.js';
import type { WatchEvent } from '../cluster-api.js';
import { BadAnswerError, MAX_BODY_BYTES } from './response-body.js';

const [LINE_FEED, SPACE] = [0x0a, 0x20];
const types = new Set(['ADDED', 'MODIFIED', 'DELETED', 'BOOKMARK']);

/**
 * The events of a watch in bunches as they come, one JSON object in each line. The server tells an error in the midst of
 * a watch, as a version that is too old, by an event of type `ERROR` with a Status in it; it is thrown.
 */
export async function* watchEvents(
  bytes: AsyncIterable<Uint8Array>,
  what: ApiRequest,
  read: (json: Uint8Array) => unknown = readAll,
): AsyncGenerator<readonly WatchEvent[], void> {
  for await (const lines of bunches(bytes)) {
    const events: WatchEvent[] = [];
    try {
      for (const line of lines) {
        const event = parse(line, read);
        if (event !== undefined) events.push(checked(event, what));
      }
    } catch (error) {
      if (events.length > 0) yield events;
      throw error;
    }
    if (events.length > 0) yield events;
  }
}

function checked(event: ParsedEvent, what: ApiRequest): WatchEvent {
  if (event.type === 'ERROR') {
    const { code } = event.object as { readonly code?: unknown };
    throw toApiResponseError(typeof code === 'number' ? code : 500, {}, JSON.stringify(event.object), what);
  }
  if (!types.has(event.type)) throw new BadAnswerError('it holds a watch event of an unknown type');
  return event as WatchEvent;
}

interface ParsedEvent {
  readonly type: string;
  readonly object: object;
}

function parse(line: Uint8Array, read: (json: Uint8Array) => unknown): ParsedEvent | undefined {
  if (line.every((byte) => byte <= SPACE)) return undefined;
  const event = readLine(line, read);
  const { type, object } = event ?? {};
  if (typeof type === 'string' && typeof object === 'object' && object !== null) return { type, object };
  throw new BadAnswerError('it holds a line that is no watch event');
}

type Line = { readonly type?: unknown; readonly object?: unknown } | null;

/** What a caller reads with may leave out, or not expect, what an error says: of that all is read. */
function readLine(line: Uint8Array, read: (json: Uint8Array) => unknown): Line {
  let failure: { readonly cause: unknown } | undefined;
  try {
    const event = read(line) as Line;
    if (event?.type !== 'ERROR' || read === readAll) return event;
  } catch (cause) {
    failure = { cause };
  }
  const whole = readJson(line);
  if (failure === undefined || whole?.type === 'ERROR') return whole;
  throw new BadAnswerError('it holds a watch event that `read` could not read', failure);
}

function readJson(line: Uint8Array): Line {
  try {
    return readAll(line) as Line;
  } catch {
    // The parser's message quotes the text.
    throw new BadAnswerError('it holds a line that is no JSON, or only the beginning of it');
  }
}

/** The lines that end in each chunk. Split as bytes: a character, and a line, may stand across chunks. */
async function* bunches(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<readonly Uint8Array[], void> {
  let parts: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of bytes) {
    const lines: Uint8Array[] = [];
    let from = 0;
    for (let end = chunk.indexOf(LINE_FEED); end !== -1; end = chunk.indexOf(LINE_FEED, from)) {
      const rest = chunk.subarray(from, end);
      lines.push(parts.length === 0 ? rest : Buffer.concat([...parts, rest]));
      if (parts.length > 0) parts = [];
      length = 0;
      from = end + 1;
    }
    if (lines.length > 0) yield lines;
    if (from === chunk.length) continue;
    parts.push(chunk.subarray(from));
    length += chunk.length - from;
    if (length > MAX_BODY_BYTES) throw new BadAnswerError(`it holds a line beyond ${MAX_BODY_BYTES} bytes`);
  }
  if (parts.length > 0) yield [Buffer.concat(parts)];
}

function readAll({ buffer, byteOffset, byteLength }: Uint8Array): unknown {
  return JSON.parse(Buffer.from(buffer, byteOffset, byteLength).toString('utf8'));
}

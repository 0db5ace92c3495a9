import type { ClusterApi } from '../../cluster/cluster-api.js';
import { LineSplitter, type LinePiece } from './line-splitter.js';
import { DiscontinuityError, type LogPosition } from './log-position.js';

/** How a log is read: along with the run, its rest after the run is over, or that of the run before. */
export type ReadMode = 'follow' | 'rest' | 'previous';

export interface ReadRequest {
  readonly namespace: string;
  readonly pod: string;
  readonly container: string;
  readonly mode: ReadMode;
}

/** A line, or a part of one, that was not read before. */
export interface ReadLine {
  readonly time: string;
  readonly text: string;
  readonly split: boolean;
}

/** The node has removed the container, and its log with it: the kubelet says so in a 200. */
export class LogGoneError extends Error {}

/**
 * What a log holds beyond a position, in bunches as they come. Each is asked for only when the last was taken, so that a
 * slow reader slows the socket down.
 *
 * @throws DiscontinuityError, LogGoneError, and what the API rejects with
 */
export async function* readLog(
  api: ClusterApi,
  { mode, ...which }: ReadRequest,
  position: LogPosition,
  { signal, onBytes }: { readonly signal: AbortSignal; readonly onBytes?: () => void },
): AsyncGenerator<readonly ReadLine[]> {
  const request = {
    ...which,
    timestamps: true,
    sinceTime: position.since,
    follow: mode === 'follow',
    ...(mode === 'previous' ? { previous: true } : {}),
  };
  const splitter = new LineSplitter();
  position.startReading();
  for await (const chunk of api.podLog(request, { signal })) {
    onBytes?.();
    const { lines, failure } = taken(splitter.feed(chunk), position, mode);
    if (lines.length > 0) yield lines;
    if (failure !== undefined) throw failure;
  }
  const { lines, failure } = taken(splitter.end(), position, mode);
  if (lines.length > 0) yield lines;
  if (failure !== undefined) throw failure;
  // `unable to retrieve container logs for containerd://…`
  if (splitter.unstamped.startsWith('unable to retrieve container logs')) throw new LogGoneError();
}

/** What was taken is told before the failure: it counts as read. */
function taken(
  pieces: readonly LinePiece[],
  position: LogPosition,
  mode: ReadMode,
): { readonly lines: readonly ReadLine[]; readonly failure?: DiscontinuityError } {
  const lines: ReadLine[] = [];
  try {
    for (const piece of pieces) {
      const bytes = position.take(piece, mode !== 'follow');
      if (bytes !== undefined)
        lines.push({ time: piece.time, text: bytes.toString(), split: piece.last === false });
    }
  } catch (failure) {
    if (failure instanceof DiscontinuityError) return { lines, failure };
    throw failure;
  }
  return { lines };
}

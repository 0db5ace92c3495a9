import type { ClusterApi } from '../../cluster/cluster-api.js';
import { LineSplitter, type LinePiece } from './line-splitter.js';
import type { LogLine } from './log-line.js';
import { DiscontinuityError, type LogPosition } from './log-position.js';

/** How a log is read: along with the run, its rest after the run is over, or that of the run before. */
export type ReadMode = 'follow' | 'rest' | 'previous';

export interface ReadRequest {
  readonly namespace: string;
  readonly pod: string;
  readonly container: string;
  readonly mode: ReadMode;
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
): AsyncGenerator<readonly LogLine[]> {
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
    const { lines, failure } = taken(splitter.feed(chunk), position, which, mode);
    if (lines.length > 0) yield lines;
    if (failure !== undefined) throw failure;
  }
  const { lines, failure } = taken(splitter.end(), position, which, mode);
  if (lines.length > 0) yield lines;
  if (failure !== undefined) throw failure;
  // `unable to retrieve container logs for containerd://…`
  if (splitter.unstamped.startsWith('unable to retrieve container logs')) throw new LogGoneError();
}

/** What was taken is told before the failure: it counts as read. */
function taken(
  pieces: readonly LinePiece[],
  position: LogPosition,
  { pod, container }: Pick<ReadRequest, 'pod' | 'container'>,
  mode: ReadMode,
): { readonly lines: readonly LogLine[]; readonly failure?: DiscontinuityError } {
  const lines: LogLine[] = [];
  try {
    for (const piece of pieces) {
      const text = position.take(piece, mode !== 'follow');
      if (text === undefined) continue;
      const { time, last } = piece;
      lines.push(
        last === false ? { pod, container, time, text, split: true } : { pod, container, time, text },
      );
    }
  } catch (failure) {
    if (failure instanceof DiscontinuityError) return { lines, failure };
    throw failure;
  }
  return { lines };
}

/** A line of output of a run. */
export interface LogLine {
  readonly pod: string;
  readonly container: string;
  /**
   * RFC 3339 with nine digits: when the container runtime got the line. Of a gap: the time of the line before it, or when
   * it was noticed where there is none.
   */
  readonly time: string;
  /** The line without its newline; what is no UTF-8 is replaced. Empty for a gap. */
  readonly text: string;
  /** The line is longer than 256 KiB: this is a part of it, and the next entry of the container goes on with it. */
  readonly split?: true;
  /** Lines are missing here, and can not be had any more: why. */
  readonly incomplete?: LogGap;
}

/**
 * Why lines are missing.
 * - `PodGone`: the pod was deleted before its log was read to the end.
 * - `LogGone`: the pod is there, but the node has removed the container, and its log with it (an evicted pod).
 * - `RunGone`: the container was restarted again before the log of an earlier run was read.
 * - `Rotated`: the kubelet threw the beginning of a log away that had grown too large, before it was read.
 * - `NodeUnreachable`: the node of a pod that should be gone does not answer.
 */
export interface LogGap {
  readonly reason: 'PodGone' | 'LogGone' | 'RunGone' | 'Rotated' | 'NodeUnreachable';
  readonly message: string;
}

const messages: Readonly<Record<LogGap['reason'], string>> = {
  PodGone: 'the pod was deleted before its log was read to the end',
  LogGone: 'the node has removed the container, and its log with it',
  RunGone: 'the container was restarted again before the log of an earlier run of it was read',
  Rotated: 'the log grew too large, and its node threw the beginning away before it was read',
  NodeUnreachable: 'the node of the pod does not answer any more',
};

/** The entry that tells of a gap at this place. */
export function gapLine(pod: string, container: string, reason: LogGap['reason'], time: string): LogLine {
  const message = `Lines may be missing here: ${messages[reason]}.`;
  return { pod, container, time, text: '', incomplete: { reason, message } };
}

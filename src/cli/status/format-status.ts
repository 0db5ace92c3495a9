import type { PodSummary } from '../../index.js';
import { stateColours } from '../list/state-colours.js';
import { tellDiagnosis } from '../run/tell-diagnosis.js';
import type { Style } from '../terminal/style.js';
import { formatDuration } from '../text/duration.js';
import type { RunStatus } from './look-at-run.js';
import { timelineBars } from './timeline-bars.js';

/** How a run stands, for people. */
export function formatStatus(
  status: RunStatus,
  { now, columns, style }: { readonly now: number; readonly columns: number; readonly style: Style },
): string {
  const { job, state, reason, message, created, timeline, pods, diagnoses } = status;
  const why = state !== 'failed' || reason === undefined ? '' : `: ${reason} (${message})`;
  const age = formatDuration(now - Date.parse(created));
  return [
    `Job ${style('bold', `${job.namespace}/${job.name}`)} ${style(stateColours[state], state)}${why}`,
    style('dim', `run ${job.flowRunId}, created ${age} ago`),
    '',
    ...timelineBars(timeline, { now, columns, style }),
    '',
    ...pods.map(formatPod),
    ...diagnoses.map((diagnosis) => tellDiagnosis(diagnosis, style)),
  ].join('\n');
}

function formatPod({ name, node, containers }: PodSummary): string {
  const states = containers.map((container) => {
    const { state, reason, exitCode, restartCount } = container;
    const how = state === 'terminated' ? `exit code ${exitCode ?? 'unknown'}` : state;
    const details = [reason, restartCount > 0 ? `restarts: ${restartCount}` : undefined].filter(
      (detail) => detail !== undefined && detail !== 'Completed' && detail !== 'Error',
    );
    return `${container.name} ${how}${details.length === 0 ? '' : ` (${details.join(', ')})`}`;
  });
  const where = node === undefined ? '' : ` on ${node}`;
  return `pod ${name}${where}: ${states.join(', ') || 'no containers yet'}`;
}

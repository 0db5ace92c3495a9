import type { RunEvent } from '../../index.js';

/**
 * Tells from event to event where a run stands, in a few words; `undefined` when it stands where it stood. What is told
 * of images comes on another connection, and may come when the container runs already.
 */
export function phases(flowContainer: string): (event: RunEvent) => string | undefined {
  const started = new Set<string | undefined>();
  return (event) => {
    if (event.type === 'started' && event.container === flowContainer) started.add(event.pod);
    if (event.type.startsWith('image-') && started.has(event.pod)) return undefined;
    return phaseAfter(event, flowContainer);
  };
}

function phaseAfter(event: RunEvent, flowContainer: string): string | undefined {
  const { type, node, reason, container = flowContainer, exitCode, pod } = event;
  switch (type) {
    case 'submitted':
      return 'queued';
    case 'adopted':
      return 'adopted: its Job was there already';
    case 'suspended':
      return 'suspended';
    case 'resumed':
      return 'queued again';
    case 'pod-created':
      return 'waits for a node';
    case 'scheduled':
      return node === undefined ? 'scheduled' : `scheduled on ${node}`;
    case 'waiting':
      return `waits: ${reason ?? 'unknown'}`;
    case 'evicted':
      return `pod ${pod ?? ''} evicted: ${reason ?? 'unknown'}`;
    case 'watch-interrupted':
      return 'not seen: the connection to the cluster is interrupted';
    case 'watch-recovered':
      return 'seen again';
    default:
      // Sidecars come and go without the run standing elsewhere.
      return container === flowContainer ? containerPhase(type, exitCode) : undefined;
  }
}

function containerPhase(type: RunEvent['type'], exitCode: number | undefined): string | undefined {
  if (type === 'image-pulling') return 'pulling the image';
  if (type === 'image-pulled') return 'starting';
  if (type === 'started') return 'running';
  if (type === 'restarted') return 'running again';
  if (type === 'finished') return `ended with exit code ${exitCode ?? 'unknown'}`;
  return undefined;
}

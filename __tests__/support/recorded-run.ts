import type { KubernetesObject } from '../../src/cluster/cluster-api.js';
import type { RunEvent } from '../../src/monitor/events/run-event.js';
import { RunEvents } from '../../src/monitor/events/run-events.js';
import { fixture, fixtures } from './fixtures.js';

/** A change of an object as a watch of a real cluster reported it. */
export interface RecordedChange {
  readonly kind: 'Job' | 'Pod' | 'Event';
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  readonly object: KubernetesObject;
}

/** The names of all recordings of runs. */
export const recordedRuns = fixtures('recorded', '.json').map((name) =>
  name.replace(/^recorded\/(.*)\.json$/, '$1'),
);

export function recordedRun(scenario: string): RecordedChange[] {
  return (JSON.parse(fixture(`recorded/${scenario}.json`)) as { history: RecordedChange[] }).history;
}

/** The events that a history makes. */
export function eventsOf(history: readonly RecordedChange[], events = newEvents()): RunEvent[] {
  return history.flatMap(({ kind, type, object }) => {
    const gone = type === 'DELETED';
    if (kind === 'Job') return events.job(object, gone);
    return kind === 'Pod' ? events.pod(object, gone) : events.kubelet(object);
  });
}

export function newEvents(): RunEvents {
  return new RunEvents({ created: true }, () => Date.UTC(2026, 0, 1));
}

/** `finished main Error 3`: what happened, without when and to which pod. */
export function inWords({ type, container, reason, exitCode, restartCount }: RunEvent): string {
  return [type, container, reason, exitCode, restartCount].filter((word) => word !== undefined).join(' ');
}

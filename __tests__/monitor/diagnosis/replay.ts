import type { KubernetesObject } from '../../../src/cluster/cluster-api.js';
import type { DiagnosedPod, DiagnoseInput, LogTail } from '../../../src/monitor/diagnosis/diagnosis.js';
import { fixture } from '../../support/fixtures.js';

export interface HistoryEntry {
  readonly at: number;
  readonly kind: string;
  readonly type: string;
  readonly object: KubernetesObject;
}

interface Recording {
  readonly submitted: object;
  readonly history: readonly HistoryEntry[];
  readonly logs: Readonly<Record<string, string>>;
}

export function recording(scenario: string): Recording {
  return JSON.parse(fixture(`recorded/${scenario}.json`)) as Recording;
}

/** What a client knows after these entries, so long after the last of them. */
export function known(entries: readonly HistoryEntry[], laterMs = 0): DiagnoseInput {
  let job: KubernetesObject | undefined;
  let jobGone = false;
  const pods = new Map<string, DiagnosedPod>();
  const events = new Map<string, KubernetesObject>();
  for (const { kind, type, object } of entries) {
    const gone = type === 'DELETED';
    if (kind === 'Job') [job, jobGone] = [object, gone];
    if (kind === 'Pod') pods.set(object.metadata.uid, { pod: object, gone });
    if (kind === 'Event') events.set(object.metadata.uid, object);
  }
  const created = Date.parse(job?.metadata.creationTimestamp ?? '2026-11-23T00:00:00Z');
  return {
    job,
    jobGone,
    pods: [...pods.values()],
    events: [...events.values()],
    now: created + (entries.at(-1)?.at ?? 0) + laterMs,
    redact: (text) => text,
  };
}

export function logTails(scenario: string): LogTail[] {
  return Object.entries(recording(scenario).logs).map(([of, text]) => {
    const [pod = '', container = ''] = of.split('/');
    return { pod, container, lines: text.trimEnd().split('\n') };
  });
}

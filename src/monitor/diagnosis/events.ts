import type { KubernetesObject } from '../../cluster/cluster-api.js';
import type { Case } from './case.js';
import type { PodView } from './pod-view.js';
import { numberAt, textAt, timeAt } from './raw.js';

export interface EventView {
  readonly reason: string;
  readonly message: string;
  readonly component: string;
  readonly count: number;
  readonly first: number | undefined;
  readonly last: number | undefined;
  /** `spec.containers{main}`, when it is about one container. */
  readonly fieldPath: string;
}

export function eventsOfPod({ input }: Case, pod: PodView): readonly EventView[] {
  const { uid, name } = pod;
  return input.events
    .filter((event) => {
      if (textAt(event, 'involvedObject', 'kind') !== 'Pod') return false;
      const about = textAt(event, 'involvedObject', 'uid');
      return about === undefined ? textAt(event, 'involvedObject', 'name') === name : about === uid;
    })
    .map(viewEvent);
}

export function eventsOfJob({ input }: Case): readonly EventView[] {
  const uid = textAt(input.job, 'metadata', 'uid');
  return input.events
    .filter((event) => {
      if (textAt(event, 'involvedObject', 'kind') !== 'Job') return false;
      const about = textAt(event, 'involvedObject', 'uid');
      return about === undefined || uid === undefined || about === uid;
    })
    .map(viewEvent);
}

/** The scheduler writes the new style: `eventTime` and `series`, and no count. */
function viewEvent(event: KubernetesObject): EventView {
  const eventTime = timeAt(event, 'eventTime');
  return {
    reason: textAt(event, 'reason') ?? '',
    message: textAt(event, 'message') ?? '',
    component: textAt(event, 'source', 'component') ?? textAt(event, 'reportingComponent') ?? '',
    count: numberAt(event, 'count') ?? numberAt(event, 'series', 'count') ?? 1,
    first: timeAt(event, 'firstTimestamp') ?? eventTime ?? timeAt(event, 'metadata', 'creationTimestamp'),
    last: timeAt(event, 'lastTimestamp') ?? timeAt(event, 'series', 'lastObservedTime') ?? eventTime,
    fieldPath: textAt(event, 'involvedObject', 'fieldPath') ?? '',
  };
}

export function cite({ reason, message, count }: EventView): string {
  return `event ${reason}${count > 1 ? ` (${count} times)` : ''}: ${message}`;
}
